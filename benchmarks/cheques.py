"""Amounts on real cheques: at least 60 % right as a whole, at most 3.5 % wrong with none unsure.

The 700 amounts of ORAND-CAR-A (ORAND-CAR-2014, cut from bank cheques, for research), grey JPEGs of
some 150 by 50 pixels: security print, printed lines, digits that touch, points and end marks, which
the labels leave out. Nothing was learned from them. They are looked for as orand-a/strings.csv and
orand-a/images in $DIGITINK_DATA and in the user's data folder.
"""

import csv
import sys
from pathlib import Path

import numpy as np

from claims import Target, conclude, machine, parser, table
from digitink import load_model
from digitink.data import store
from digitink.errors import InputError
from digitink.model import Model
from digitink.reader import read
from digitink.reading import Reading
from timing import Spread, timed
from whole_numbers import edits

RIGHT, SURELY_WRONG = 60, 3.5  # %
LIST = Path("orand-a", "strings.csv")


def amounts() -> list[tuple[Path, str]]:
    """The pictures, and what they say."""
    found = next((root / LIST for root in store.folders() if (root / LIST).exists()), None)
    if found is None:
        where = " or ".join(str(root) for root in store.folders())
        sys.exit(f"ORAND-CAR-A is missing: {LIST} is not in {where}; see www.orand.cl")
    with found.open(newline="", encoding="utf-8") as file:
        return [
            (found.parent / "images" / row["file"], row["label"]) for row in csv.DictReader(file)
        ]


def reading_of(picture: Path, model: Model) -> Reading:
    """What is read; nothing where there is too much of it."""
    try:
        return read(picture, model=model)
    except InputError:
        return Reading()


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--model", help="a name or an .onnx file; the default model if not given")
    given = options.parse_args()
    model = load_model(given.model)
    print(f"model {model.name}; {machine('onnxruntime', 'opencv-python-headless')}\n")
    pictures, said = zip(*amounts(), strict=True)
    times, readings = zip(*(timed(reading_of, each, model) for each in pictures), strict=True)
    right = np.array([found.text == label for found, label in zip(readings, said, strict=True)])
    none_unsure = np.array([not found.unsure for found in readings])
    wrong = sum(edits(label, found.text) for found, label in zip(readings, said, strict=True))
    shares = {
        "amounts right, %": right.mean(),
        "of those with none unsure, %": right[none_unsure].mean(),
        "none unsure, %": none_unsure.mean(),
        "wrong, none unsure, %": (~right & none_unsure).mean(),
        "digits right, %": 1 - wrong / sum(map(len, said)),
    }
    cells = [str(len(said)), *(f"{100 * share:.1f}" for share in shares.values())]
    cells.append(f"{1_000 * Spread.of(list(times)).median:.0f}")
    print(table(["", "n", *shares, "ms"], [["ORAND-CAR-A", *cells]]), end="\n\n")
    conclude(
        [
            Target("amounts read right", 100 * shares["amounts right, %"], RIGHT, " %"),
            Target(
                "wrong, none unsure",
                100 * shares["wrong, none unsure, %"],
                SURELY_WRONG,
                " %",
                at_most=True,
            ),
        ]
    )


if __name__ == "__main__":
    main()
