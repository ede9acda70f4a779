"""The colours of the window, which are the page's: light is ink on paper, dark paper on ink."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour for each thing that has one, as #rrggbb."""

    paper: str  # of the window
    sheet: str  # of the pad
    print: str
    quiet: str  # print that stands back
    faint: str  # print of what cannot be done now
    hair: str  # fine lines
    grid: str
    rule: str  # the lines of the copybook
    ink: str
    mark: str  # what is chosen, or wrong


LIGHT = Palette(
    paper="#f3efe4",
    sheet="#fdfbf5",
    print="#20232b",
    quiet="#645d4f",
    faint="#949391",
    hair="#d9d2c0",
    grid="#e7e1d2",
    rule="#b7cae2",
    ink="#1f2a6b",
    mark="#ad3418",
)
DARK = Palette(
    paper="#0f141e",
    sheet="#161d2b",
    print="#ece6d6",
    quiet="#a3a494",
    faint="#676868",
    hair="#2d374a",
    grid="#242d3e",
    rule="#2f4264",
    ink="#f6edd8",
    mark="#ff9b73",
)
