"""Matplotlib figures as SVG that lives inside a page: in its fonts, in its light and dark.

Colours are drawn as placeholders and become the page's own custom properties, text stays text.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.6  # inches of 72 units: as a column of the page, and as a phone
LONGEST = 28  # characters of a name in a plot
PRINT, QUIET, HAIR, ACCENT, PAPER = (f"#00000{i}" for i in range(1, 6))
RUNS = tuple(f"#0000{i}0" for i in range(1, 7))
VARIABLES = {
    PRINT: "--print",
    QUIET: "--quiet",
    HAIR: "--hair",
    ACCENT: "--accent",
    PAPER: "--paper",
    **{colour: f"--run-{i}" for i, colour in enumerate(RUNS, 1)},
}
STYLE = {
    "svg.fonttype": "none",
    "text.parse_math": False,  # a name may hold a $
    "figure.dpi": 72,  # a pixel is a point is a unit of the SVG
    "font.size": 10.5,
    "text.color": PRINT,
    "axes.labelcolor": QUIET,
    "axes.labelsize": 10.5,
    "axes.edgecolor": HAIR,
    "axes.linewidth": 1,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": HAIR,
    "grid.linewidth": 0.7,
    "xtick.color": HAIR,
    "xtick.labelcolor": QUIET,
    "xtick.labelsize": 10,
    "ytick.color": HAIR,
    "ytick.labelcolor": QUIET,
    "ytick.labelsize": 10,
    "ytick.left": False,
    "ytick.minor.left": False,
    "xtick.minor.bottom": False,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
}


@contextmanager
def drawing(height: float) -> Iterator[tuple["Figure", "Axes"]]:
    """A figure of that height in inches, and its axes, in the style of the page.

    The user's own settings of Matplotlib do not count.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context(["default", STYLE], after_reset=True):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        yield figure, figure.subplots()


def inline(figure: "Figure", name: str, alternative: str) -> str:
    """The figure as an element of a page. To be called within `drawing`.

    `name` must be the only one of its kind on the page; `alternative` says what the plot shows to
    who cannot see it.
    """
    import matplotlib

    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": name}):  # its ids follow from it
        figure.savefig(buffer, format="svg", metadata=nothing, transparent=True)
    return _adopted(buffer.getvalue(), alternative)


def short(name: str) -> str:
    """A name that leaves a plot its room: the middle of a long one gives way."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST // 2]}…{name[-LONGEST // 2 + 1 :]}"


def _adopted(svg: str, alternative: str) -> str:
    """Without what belongs to a file of its own, and in the colours of the page."""
    text = svg[svg.index("<svg") :]
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", lambda tag: _adopted_tag(tag[0]), text)  # not what stands between
    view = re.search(r'viewBox="[^"]*"', text)
    assert view
    label = escape(alternative, quote=True)
    text = f'<svg role="img" aria-label="{label}" {view[0]}{text[text.index(">") :]}'
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def _adopted_tag(tag: str) -> str:
    tag = re.sub(r'^<g id="[^"]*"', "<g", tag)
    tag = re.sub(r"font-family: [^;\"]*;? ?", "", tag)
    tag = re.sub(r' transform="rotate\(-?0 [^"]*\)"', "", tag)
    tag = tag.replace("xlink:href", "href")
    tag = re.sub(r"(\d\.\d\d)\d+", r"\1", tag)  # a hundredth of a unit cannot be seen
    for colour, variable in VARIABLES.items():
        tag = tag.replace(colour, f"var({variable})")
    return tag
