"""Numbers on paper, photographed: of each kind of page, most are read right as a whole.

The digits are those of pendigits.tes, from whose writers nothing was learned; the photographs are
made up (pages.py); cheques.py has real ones. One digit a page, and four beside one another, read
with no word of how many there are. The data set is looked for in $DIGITINK_DATA and in the user's
data folder.
"""

import numpy as np

from claims import Target, conclude, machine, parser, table
from digitink import load_model, read
from digitink.data import Samples, load
from digitink.errors import InputError
from pages import TABLES, Page, photograph

PAGES = {
    "plain paper": Page(),
    "small": Page(size=(30, 40)),
    "pencil": Page(pencil=True),
    "ruled": Page(ruling="lines"),
    "squared": Page(ruling="squares"),
    "half in shadow": Page(shadow=True),
    "ruled, a whole page": Page(whole=True, ruling="lines"),
    "squared, a whole page": Page(whole=True, ruling="squares"),
    "squared, pencil, a whole page": Page(whole=True, ruling="squares", pencil=True),
    **{f"on a {name} table": Page(table=name) for name in TABLES},
    "on a line as dark as the ink": Page(underlined="across"),
    "in a row of boxes": Page(boxes="joined"),
    "in boxes apart": Page(boxes="apart"),
    "over the sides of boxes": Page(boxes="apart", filled=(0.8, 1.05)),
    "on a short line as dark as the ink": Page(underlined="short"),
    "an amount with its signs": Page(signs=True),
}
COUNTS = {1: 95, 4: 90}  # digits on a page, and the least of such pages to be read right, in %
# docs/reading.md says why; shown, and no target
HARD = {"on a light table", "over the sides of boxes", "on a short line as dark as the ink"}


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--photographs", type=int, default=50, help="of each kind")
    given = options.parse_args()
    digits = load("pendigits.tes")
    model = load_model()
    print(f"model {model.name}; {machine('onnxruntime', 'opencv-python-headless')}\n")
    rows, targets = [], []
    for kind, (name, page) in enumerate(PAGES.items()):
        cells = [name, f"{given.photographs}"]
        for count, least in COUNTS.items():
            random = np.random.default_rng([kind, count])
            outcomes = [outcome(digits, count, page, random) for _ in range(given.photographs)]
            right, unsure = outcomes.count("right"), outcomes.count("unsure")
            share = 100 * right / given.photographs
            cells += [f"{share:.0f}", f"{unsure} of {given.photographs - right}"]
            if name not in HARD:
                targets.append(Target(f"{name}, {count}", share, least, " %"))
        rows.append(cells)
    head = ["page", "n"]
    for count in COUNTS:
        head += [f"{'one digit' if count == 1 else f'{count} digits'}: right, %", "wrong, unsure"]
    print(table(head, rows), end="\n\n")
    conclude(targets)


def outcome(digits: Samples, count: int, page: Page, random: np.random.Generator) -> str:
    """How a photograph of so many of the digits is read: "right", or else "unsure" or "wrong"."""
    chosen = random.integers(len(digits), size=count)
    file = photograph([digits.sources[i] for i in chosen], page, random)
    try:
        reading = read(file)
    except InputError:  # too many pieces: no digit is right, and none is said to be
        return "unsure"
    if reading.text == "".join(str(digits.labels[i]) for i in chosen):
        return "right"
    return "unsure" if reading.unsure else "wrong"


if __name__ == "__main__":
    main()
