"""The goal: a correction helps the one who made it, costs nothing else, and takes no time.

Writers of digilets-a, whom no model has seen: of each, up to three digits that are misread are
taught in the order in which they were written; what is read right already is not taught. Then all
other digits of that writer are read again, and MNIST's: those that were held back, of which at most
0.1 points may be lost, and the test images; and letters, which are to stay unsure. First the
default model, which leaves little to correct; then `mnist`, which leaves more. To learn anew, once
the ink is kept, takes less than 100 ms, for a hand of fifty corrections as well.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims import Target, conclude, machine, parser, table
from timing import Spread, timed

CORRECTIONS = 3  # of each writer, at most
FALL = 0.1  # points of accuracy on MNIST's digits held back
REFIT = 100  # ms
ROUNDS = 9  # of timing a hand that was taught for long
GROWN = (10, 50, 200)  # corrections of such a hand
HEAD = [
    *("writer", "misread", "taught", "applied", "right before", "right after"),
    *("MNIST held back", "MNIST test", "letters unsure"),
]


@dataclass(frozen=True)
class Everybody:
    """What is measured with each hand: how many MNIST digits are read right, letters unsure."""

    held_back: Any
    test: Any
    letters: Any

    @classmethod
    def load(cls) -> "Everybody":
        """From the package and $DIGITINK_DATA."""
        from digitink import data
        from digitink.data.split import held_back

        return cls(
            held_back(data.mnist("train")),
            data.mnist("test"),
            data.load("digilets-a.letters").frames(),
        )

    def shares(self, model: Any) -> tuple[float, float, float]:
        """In per cent: of MNIST held back and test those right, of the letters those unsure."""
        right = [
            100 * float((model.run(digits.images)[0].argmax(axis=1) == digits.labels).mean())
            for digits in (self.held_back, self.test)
        ]
        sureness = model.probabilities(self.letters).max(axis=1)
        return *right, 100 * float((sureness < model.card.unsure_below).mean())


@dataclass(frozen=True)
class Measured:
    """Of one writer: digits misread, taught, applied; of the rest those right; refits in ms."""

    misread: int
    taught: int
    applied: int
    rest: int
    before: int
    after: int
    shares: tuple[float, float, float]
    milliseconds: list[float]


def measure(model: Any, inks: list[Any], labels: list[int], everybody: Everybody) -> Measured:
    """Teach one writer's digits to a new hand, and read all others again."""
    from digitink import read
    from digitink.hand import Hand

    def right(i: int, reader: Any) -> bool:
        return read(inks[i], single=True, model=reader).text == str(labels[i])

    misread = [i for i in range(len(inks)) if not right(i, model)]
    taught: list[int] = []
    applied, milliseconds = 0, []
    with tempfile.TemporaryDirectory() as folder:
        hand = Hand(Path(folder) / "hand.db")
        for i in misread:
            if len(taught) < CORRECTIONS and not right(i, hand.personal(model)):
                milliseconds.append(refit(model, hand, inks[i], labels[i]))
                applied += hand.teach(inks[i], labels[i], model=model).applied
                taught.append(i)
        personal = hand.personal(model)
    rest = [i for i in range(len(inks)) if i not in taught]
    return Measured(
        len(misread),
        len(taught),
        applied,
        len(rest),
        sum(i not in misread for i in rest),
        sum(right(i, personal) for i in rest),
        everybody.shares(personal),
        milliseconds,
    )


def refit(model: Any, hand: Any, ink: Any, label: int) -> float:
    """Milliseconds for all that follows once ink is kept: variants drawn, shown, a layer fitted."""
    from digitink.hand.learning import learn, lesson
    from digitink.hand.rehearsal import rehearsal

    kept = hand.corrections(model)
    before = [lesson(one.ink, one.label, model) for one in kept]
    trusted = [i for i, one in enumerate(kept) if one.applied]

    def anew() -> None:
        lessons = [*before, lesson(ink, label, model)]
        learn(lessons, rehearsal(model), model.card.temperature, trusted)

    return 1e3 * timed(anew)[0]


def of_writers(model: Any, digits: Any, everybody: Everybody) -> list[Measured]:
    """Print a row for each writer with anything to correct, and one for all; give them."""
    found = {}
    for writer in dict.fromkeys(digits.writers.tolist()):
        mine = [i for i, name in enumerate(digits.writers) if name == writer]
        inks, labels = [digits.sources[i] for i in mine], [int(digits.labels[i]) for i in mine]
        found[writer] = measure(model, inks, labels, everybody)
    corrected = {writer: one for writer, one in found.items() if one.misread}
    ranked = sorted(corrected, key=lambda writer: -corrected[writer].misread)
    plain = everybody.shares(model)
    rows = [row(writer, corrected[writer], plain) for writer in ranked]
    print(
        f"model {model.name}; the writers with most to correct first, those with nothing left out"
    )
    print(f"without corrections MNIST held back {plain[0]:.2f} %, test {plain[1]:.2f} %;", end=" ")
    print(f"letters unsure {plain[2]:.1f} %", end="\n\n")
    print(table(HEAD, rows), end="\n\n")
    return list(corrected.values())


def row(writer: str, one: Measured, plain: tuple[float, float, float]) -> list[str]:
    counts = map(str, (one.misread, one.taught, one.applied))
    rest = [f"{right} of {one.rest}" for right in (one.before, one.after)]
    changes = [after - before for after, before in zip(one.shares, plain, strict=True)]
    return [writer, *counts, *rest, *(f"{change:+.2f}" for change in changes)]


def grown(model: Any, digits: Any) -> list[list[str]]:
    """Rows: how long it takes to learn one correction more, for hands that were taught for long."""
    from digitink.hand.learning import learn, lesson
    from digitink.hand.rehearsal import rehearsal

    lessons = [
        lesson(digits.sources[i], int(digits.labels[i]), model) for i in range(max(GROWN) + 1)
    ]
    rows = []
    for n in GROWN:
        arguments = (lessons[: n + 1], rehearsal(model), model.card.temperature, range(n))
        times = [1e3 * timed(learn, *arguments)[0] for _ in range(ROUNDS)]
        rows.append([str(n), *Spread.of(times).cells()])
    return rows


def main() -> None:
    parser(__doc__).parse_args()

    from digitink import data, load_model

    print(machine("onnxruntime", "numpy"), end="\n\n")
    digits, everybody = data.load("digilets-a"), Everybody.load()
    targets = []
    for name in (None, "mnist"):
        model = load_model(name)
        found = of_writers(model, digits, everybody)
        plain, *_ = everybody.shares(model)
        rest = sum(one.rest for one in found)
        before, after = (sum(getattr(one, part) for one in found) for part in ("before", "after"))
        fall = round(max(plain - one.shares[0] for one in found), 6)  # of sums of hundredths
        refits = Spread.of([milliseconds for one in found for milliseconds in one.milliseconds])
        of = f"{model.name}, "
        targets += [
            Target(f"{of}right of the other {rest} digits, before it {before}", after, before),
            Target(f"{of}largest fall on MNIST held back", fall, FALL, " points", at_most=True),
            Target(f"{of}a refit, median of {refits.n}", refits.median, REFIT, " ms", at_most=True),
        ]
    rows = grown(load_model(), digits)
    print("one correction more, in ms", end="\n\n")
    print(table(["corrections before", "n", "median", "lowest", "highest"], rows), end="\n\n")
    targets.append(Target("refit of 50 corrections", float(rows[1][2]), REFIT, " ms", at_most=True))
    conclude(targets)


if __name__ == "__main__":
    main()
