"""What the default model must be worth to people who are not in MNIST, as the table below says.

Accuracy on each set of handwriting; letters marked unsure while hardly a digit is; probabilities
that are what they say; and a model file of at most 2 MB. None of these sets was trained on, and no
epoch, temperature or threshold was chosen by one. They are looked for in $DIGITINK_DATA and in the
user's data folder; those that are missing are named, with where to get them, and their targets
count as missed.
"""

import math
from collections.abc import Callable

from claims import Target, conclude, machine, parser, table

RIGHT = {  # %
    "mnist-test": 99.6,
    "pendigits.tes": 99.0,
    "digilets-a": 99.3,
    "usps.test": 98.0,
    "semeion": 97.0,
    "optdigits.windep": 98.5,
    "hwd-1000": 100.0,
}
CALIBRATION = {"mnist-test": 0.003, "digilets-a": 0.01}  # expected calibration error
LETTERS, LETTERS_UNSURE = "digilets-a.letters", 95  # %
DIGITS, DIGITS_UNSURE = "digilets-a", 2  # %
FILE_MB = 2

Figure = Callable[[str, str], float]
"""The names of a data set and of one of its figures to what was measured, NaN where nothing was."""


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--model", help="a name or the path of an .onnx; the default model if not")
    given = options.parse_args()

    from digitink import load_model
    from digitink.evaluate import suite
    from digitink.evaluate.summary import HEAD, cells

    model = load_model(given.model)
    print(f"model {model.name}; {machine('onnxruntime', 'opencv-python-headless')}", end="\n\n")
    found = suite.find()
    measured = {result.data: result for result in suite.measure_all(model, found)}
    print(table(["set", *HEAD], [[name, *cells(result)] for name, result in measured.items()]))
    for line in found.missing:
        print(f"\nnot measured: {line}")
    print()

    def of(name: str, figure: str) -> float:
        return getattr(measured[name], figure) if name in measured else math.nan

    conclude(targets(of, model.path.stat().st_size))


def targets(of: Figure, size: int) -> list[Target]:
    """What a model must be worth, beside what it is; `size`: of its file, in bytes."""
    right = [Target(f"{n}: right", 100 * of(n, "accuracy"), m, " %") for n, m in RIGHT.items()]
    calibration = [
        Target(f"{n}: calibration error", of(n, "calibration_error"), m, at_most=True)
        for n, m in CALIBRATION.items()
    ]
    letters, digits = 100 * of(LETTERS, "unsure_share"), 100 * of(DIGITS, "unsure_share")
    return [
        *right,
        Target(f"{LETTERS}: unsure", letters, LETTERS_UNSURE, " %"),
        Target(f"{DIGITS}: unsure", digits, DIGITS_UNSURE, " %", at_most=True),
        *calibration,
        Target("model file", size / 1e6, FILE_MB, " MB", at_most=True),
    ]


if __name__ == "__main__":
    main()
