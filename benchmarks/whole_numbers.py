"""Whole numbers by people no network was trained on: most are read right, even where digits touch.

Numbers of one to eight digits are put together from the strokes of single writers of pendigits.tes
and digilets-a (benchmarks/composing.py): wide apart, near, touching, overlapping so that strokes
cross, and in up to four lines that climb or fall. Strokes are grouped into digits as `read` does
it. Beside that stand a picture of the same number, in which strokes that touch cannot be parted
("picture"), and, as the best that any grouping could do, the strokes of each digit as they were
written ("known").

A number is right if all of it is, its lines too. Of digits those are right that need no edit
(Levenshtein distance) to become what was written.
"""

from collections.abc import Callable

import numpy as np

import digitink
from claims import Target, conclude, machine, parser, table
from composing import SPACINGS, Number, numbers
from digitink.data import load
from digitink.frame import normalise
from timing import one_core, timed

SETS = ("pendigits.tes", "digilets-a")
BOUNDS = {"wide": 94, "near": 94, "touching": 90, "overlapping": 87, "lines": 87}  # per cent

Reader = Callable[[Number, digitink.Model], str]


def by_strokes(number: Number, model: digitink.Model) -> str:
    """As `read` does it."""
    return digitink.read(number.ink, model=model).text


def as_picture(number: Number, model: digitink.Model) -> str:
    """As a picture of it would be read: strokes that touch are one."""
    paper = 1 - np.pad(number.ink.raster().pixels, 20)
    return digitink.read(paper, model=model).text


def as_known(number: Number, model: digitink.Model) -> str:
    """Told which strokes are which digit of which line."""
    frames = [normalise(number.ink.part(digit).raster().pixels) for digit in number.digits]
    return lined(values(frames, model), [len(line) for line in number.text.split("\n")])


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


def measured(given: list[Number], read: Reader, model: digitink.Model) -> tuple[float, ...]:
    """Of numbers and of digits the per cent read right, and the median milliseconds."""
    times, texts = zip(*(timed(read, number, model) for number in given), strict=True)
    whole = [text == number.text for text, number in zip(texts, given, strict=True)]
    wrong = sum(edits(number.text, text) for text, number in zip(texts, given, strict=True))
    digits = sum(len(number.text) for number in given)
    return 100 * float(np.mean(whole)), 100 - 100 * wrong / digits, 1_000 * float(np.median(times))


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
                found = [
                    measured(composed, way, model) for way in (by_strokes, as_picture, as_known)
                ]
            (right, digits, ms), (picture, digits_of_picture, _), (known, _, _) = found
            cells = [
                f"{value:.1f}" for value in (right, picture, known, digits, digits_of_picture, ms)
            ]
            rows.append([f"{name}, {spacing.name}", str(len(composed)), *cells])
            what = f"{name}, {spacing.name}: numbers read right"
            targets.append(Target(what, right, BOUNDS[spacing.name], " %"))
    head = [
        "",
        "n",
        "numbers right, %",
        "picture",
        "known",
        "digits right, %",
        "picture",
        "ms a number",
    ]
    print(table(head, rows), end="\n\n")
    conclude(targets)


if __name__ == "__main__":
    main()
