"""Whole numbers by people no network was trained on: most are read right, even where digits touch.

Numbers of one to eight digits are put together from the strokes of single writers of pendigits.tes
and digilets-a (benchmarks/composing.py): wide apart, near, touching, overlapping so that strokes
cross, and in up to four lines that climb or fall. Strokes are grouped into digits as `read` does
it. Beside that stand a picture of the same number, in which ink that touches has to be cut
("picture"), and, as the best that any grouping could do, the strokes of each digit as they were
written ("known").

A number is right if all of it is, its lines too. Of digits those are right that need no edit
(Levenshtein distance) to become what was written. "Wrong, none unsure" are numbers that are not
right though no digit of theirs is marked unsure.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import digitink
from claims import Target, conclude, machine, parser, table
from composing import SPACINGS, Number, numbers
from digitink.data import load
from digitink.frame import normalise
from timing import one_core, timed

SETS = ("pendigits.tes", "digilets-a")
BOUNDS = {"wide": 94, "near": 94, "touching": 90, "overlapping": 87, "lines": 87}  # per cent

Reader = Callable[[Number, digitink.Model], tuple[str, bool]]
"""What a number is read as, and whether any of it is unsure."""


def by_strokes(number: Number, model: digitink.Model) -> tuple[str, bool]:
    """As `read` does it."""
    reading = digitink.read(number.ink, model=model)
    return reading.text, reading.unsure


def as_picture(number: Number, model: digitink.Model) -> tuple[str, bool]:
    """As a picture of it would be read: strokes that touch are one blob."""
    paper = 1 - np.pad(number.ink.raster().pixels, 20)
    reading = digitink.read(paper, model=model)
    return reading.text, reading.unsure


def as_known(number: Number, model: digitink.Model) -> tuple[str, bool]:
    """Told which strokes are which digit of which line; nobody asks how sure that is."""
    frames = [normalise(number.ink.part(digit).raster().pixels) for digit in number.digits]
    lengths = [len(line) for line in number.text.split("\n")]
    return lined(values(frames, model), lengths), False


def values(frames: list[np.ndarray], model: digitink.Model) -> str:
    return "".join(map(str, digitink.classify(np.stack(frames), model=model).argmax(axis=1)))


def lined(text: str, lengths: list[int]) -> str:
    """The text in lines of these lengths."""
    ends = np.cumsum(lengths)
    return "\n".join(text[end - n : end] for n, end in zip(lengths, ends, strict=True))


def edits(said: str, read: str) -> int:
    """The Levenshtein distance: how many characters to add, to leave out or to change."""
    row = list(range(len(read) + 1))
    for i, a in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(read, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


@dataclass(frozen=True, slots=True)
class Measured:
    """Per cent of the numbers and of the digits, and the median milliseconds a number."""

    right: float
    digits: float
    surely_wrong: float
    ms: float


def measured(given: list[Number], read: Reader, model: digitink.Model) -> Measured:
    times, found = zip(*(timed(read, number, model) for number in given), strict=True)
    pairs = [
        (number.text, text, unsure) for number, (text, unsure) in zip(given, found, strict=True)
    ]
    wrong = sum(edits(said, text) for said, text, _ in pairs)
    digits = sum(len(said) for said, _, _ in pairs)
    return Measured(
        right=100 * float(np.mean([said == text for said, text, _ in pairs])),
        digits=100 - 100 * wrong / digits,
        surely_wrong=100
        * float(np.mean([said != text and not doubt for said, text, doubt in pairs])),
        ms=1_000 * float(np.median(times)),
    )


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--numbers", type=int, default=500, help="of each spacing of each set")
    options.add_argument("--model", help="a name or an .onnx file; the default model if not given")
    given = options.parse_args()

    model = digitink.load_model(given.model)
    print(f"model {model.name}; {machine('numpy', 'onnxruntime', 'opencv-python-headless')}")
    print()
    rows, targets = [], []
    for name in SETS:
        samples = load(name)
        for spacing in SPACINGS:
            composed = numbers(samples, spacing, given.numbers)
            with one_core():
                strokes, picture, known = (
                    measured(composed, way, model) for way in (by_strokes, as_picture, as_known)
                )
            cells = (
                strokes.right,
                picture.right,
                known.right,
                strokes.digits,
                picture.digits,
                strokes.surely_wrong,
                picture.surely_wrong,
                strokes.ms,
                picture.ms,
            )
            named = f"{name}, {spacing.name}"
            rows.append([named, str(len(composed)), *(f"{value:.1f}" for value in cells)])
            bound = BOUNDS[spacing.name]
            targets.append(Target(f"{named}: numbers read right", strokes.right, bound, " %"))
    head = [
        "",
        "n",
        "numbers right, %",
        "picture",
        "known",
        "digits right, %",
        "picture",
        "wrong, none unsure, %",
        "picture",
        "ms a number",
        "picture",
    ]
    print(table(head, rows), end="\n\n")
    conclude(targets)


if __name__ == "__main__":
    main()
