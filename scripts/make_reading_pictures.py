"""Make the pictures of docs/reading.md: what each step of a reading makes of real examples.

    python scripts/make_reading_pictures.py

Everything shown is computed by digitink itself, from ink that is drawn by rule (the glyphs of
make_golden.py and a few strokes below) and from a picture of tests/golden. Look at what comes out
before it is committed, and whether the page still says the same.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from digitink import Ink, Model, load_model, normalise
from digitink.frame import FAINT, MIDDLE, SIDE
from digitink.picture import raster_of
from digitink.reader import Inspection, inspect
from digitink.segment import Blobs
from made_up_ink import (
    CROSSED_SEVEN,
    FIVE_WITH_ITS_BAR,
    LETTER,
    ONE_OR_SEVEN,
    SCRIBBLE,
    below,
    beside,
    canvas,
)
from make_golden import GLYPHS

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
PHOTOGRAPH = ROOT / "tests" / "golden" / "shadow.jpg"

# Of its own, so that a page in dark shows it as well as one in light.
BACKGROUND, PAPER, TEXT, QUIET = "#e9ecf0", "#ffffff", "#1b2430", "#5b6675"
HUES = ("#1f6fb5", "#c4501b", "#2b8a4b", "#8a3fb0", "#b01f5c", "#7a6a00")
SURE, UNSURE = "#1f6fb5", "#d98a00"
STYLE = {
    "font.size": 10,
    "axes.edgecolor": "#b9c1cc",
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.titlesize": 10,
    "xtick.color": QUIET,
    "figure.facecolor": BACKGROUND,
    "axes.facecolor": PAPER,
}
RESOLUTION = 140


def show_ink(axes: Any, ink: Ink, hues: Sequence[str]) -> None:
    """The strokes as lines, each in its own colour; its first point is a dot."""
    for stroke, hue in zip(ink.strokes, hues, strict=True):
        axes.plot(*stroke[:, :2].T, color=hue, linewidth=2.6, solid_capstyle="round")
        axes.plot(*stroke[0, :2], "o", color=hue, markersize=5)
    axes.set(xticks=[], yticks=[], aspect="equal")
    axes.margins(0.12)
    axes.invert_yaxis()


def show_pixels(axes: Any, pixels: Any) -> None:
    axes.imshow(pixels, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    axes.set(xticks=[], yticks=[])


def show_frame(axes: Any, pixels: Any) -> None:
    """A frame, the box of its ink, and the middle that the ink's centre of mass lies on."""
    show_pixels(axes, pixels)
    x, y, width, height = cv2.boundingRect((pixels > FAINT).astype(np.uint8))
    axes.add_patch(box_of(x, y, width, height, color=HUES[1], linestyle="--"))
    axes.plot(MIDDLE, MIDDLE, "+", color=HUES[1], markersize=9)


def box_of(x: int, y: int, width: int, height: int, **look: Any) -> mpl.patches.Rectangle:
    """A box around pixels, whose middles have whole numbers."""
    return mpl.patches.Rectangle((x - 0.5, y - 0.5), width, height, fill=False, **look)


def show_probabilities(axes: Any, probabilities: Sequence[float]) -> None:
    """Ten bars, and the line below which the likeliest is unsure."""
    threshold = load_model().card.unsure_below
    best = max(probabilities)
    hue = SURE if best >= threshold else UNSURE
    axes.bar(
        range(10), probabilities, color=[hue if p == best else "#b9c1cc" for p in probabilities]
    )
    axes.axhline(threshold, color=HUES[1], linewidth=0.8, linestyle="--")
    axes.set(xticks=range(10), yticks=[], ylim=(0, 1.08), xlim=(-0.7, 9.7))
    axes.tick_params(length=0, labelsize=8)


def said(probabilities: Sequence[float], model: Model | None = None) -> str:
    """The answer in words."""
    best = max(probabilities)
    doubt = "" if best >= (model or load_model()).card.unsure_below else ", unsure"
    share = f"{best:.1%}" if best < 0.9995 else "over 99.9%"
    return f"{list(probabilities).index(best)}, {share}{doubt}"


def figure_of(width: float, height: float) -> Figure:
    """A figure of so many inches, with air around what stands in it."""
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)
    return figure


def by_digit(found: Inspection, ink: Ink) -> list[str]:
    """Of each stroke the colour of the digit that it was taken for; grey for no digit."""
    owner = {i: n for n, digit in enumerate(found.strokes) for i in digit}
    return [
        HUES[owner[i] % len(HUES)] if i in owner else "#b9c1cc" for i in range(len(ink.strokes))
    ]


def steps() -> Figure:
    ink = beside(GLYPHS["4"], GLYPHS["7"], GLYPHS["2"], gap=0.18)
    found = inspect(ink)
    figure = figure_of(9, 5.6)
    left, right = figure.subfigures(1, 2, width_ratios=(1, 1.5))
    left.set_facecolor(BACKGROUND)
    right.set_facecolor(BACKGROUND)
    top, bottom = left.subplots(2, 1)
    show_ink(top, ink, HUES[: len(ink.strokes)])
    top.set_title(f"1  ink: {len(ink.strokes)} strokes")
    show_ink(bottom, ink, by_digit(found, ink))
    bottom.set_title(f"2  strokes of one digit: {len(found.strokes)} digits")
    grid = right.subplots(3, 3, width_ratios=(0.8, 1, 1.5))
    digits = zip(found.strokes, found.frames, found.reading.digits, strict=True)
    for row, (owned, seen, digit) in enumerate(digits):
        show_pixels(grid[row, 0], ink.part(owned).raster().pixels)
        show_frame(grid[row, 1], seen)
        show_probabilities(grid[row, 2], digit.probabilities)
        grid[row, 2].set_title(said(digit.probabilities))
    for column, words in enumerate(["3  raster", "4  frame, 28x28"]):
        grid[0, column].set_title(words)
    grid[0, 2].set_title(f"5  probabilities: {said(found.reading.digits[0].probabilities)}")
    return figure


def frame() -> Figure:
    ink = beside(GLYPHS["7"])
    pads = {
        "as one would hope": canvas(ink, side=280, corner=(75, 45), height=190, pen=20),
        "small, in a corner": canvas(ink, side=280, corner=(20, 20), height=80, pen=8),
        "a hair line": canvas(ink, side=280, corner=(75, 45), height=190, pen=2),
        "a felt pen": canvas(ink, side=280, corner=(75, 45), height=190, pen=52),
    }
    model = load_model("mnist")  # it learned from MNIST alone, as other programs of this kind
    figure = figure_of(9, 6.8)
    grid = figure.subplots(3, len(pads))
    for column, (name, pad) in enumerate(pads.items()):
        naive = cv2.resize(pad, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        framed = normalise(pad)
        shrunk, brought = model.probabilities(np.stack([naive, framed])).tolist()
        show_pixels(grid[0, column], pad)
        grid[0, column].set_title(name)
        show_pixels(grid[1, column], naive)
        grid[1, column].set_title(f"read as {said(shrunk, model)}")
        show_frame(grid[2, column], framed)
        grid[2, column].set_title(f"read as {said(brought, model)}")
    for row, words in enumerate(["drawn on a pad", "only made smaller", "brought to the frame"]):
        grid[row, 0].set_ylabel(words)
    return figure


def strokes() -> Figure:
    seven, five = CROSSED_SEVEN, FIVE_WITH_ITS_BAR
    examples = {
        "a crossed 7, a 5 with its bar": beside(seven, five, GLYPHS["4"]),
        "neighbours that touch": beside(GLYPHS["2"], GLYPHS["3"], GLYPHS["0"], gap=-0.04),
        "two lines": below(
            beside(GLYPHS["1"], GLYPHS["9"], GLYPHS["6"]),
            beside(GLYPHS["8"], GLYPHS["0"], seven),
        ),
    }
    figure = figure_of(9, 3.1)
    panels = figure.subplots(1, 3, width_ratios=(1.4, 1.2, 1))
    for axes, (name, ink) in zip(panels, examples.items(), strict=True):
        found = inspect(ink)
        show_ink(axes, ink, by_digit(found, ink))
        answer = found.reading.text.replace("\n", " / ")
        axes.set_anchor("N")
        axes.set_title(f"{name}\n{len(ink.strokes)} strokes, read as {answer}")
    return figure


def unsure() -> Figure:
    examples = {
        "a 7": GLYPHS["7"],
        "a 1 with a long flag, or a 7": ONE_OR_SEVEN,
        "a letter": LETTER,
        "a scribble": SCRIBBLE,
    }
    figure = figure_of(9, 4.2)
    grid = figure.subplots(2, len(examples), height_ratios=(1.2, 1))
    for column, (name, strokes) in enumerate(examples.items()):
        ink = beside(strokes)
        digit = inspect(ink, single=True).reading.digits[0]
        show_ink(grid[0, column], ink, [TEXT] * len(ink.strokes))
        grid[0, column].set_title(name)
        show_probabilities(grid[1, column], digit.probabilities)
        grid[1, column].set_title(said(digit.probabilities))
    return figure


def picture() -> Figure:
    raster = raster_of(PHOTOGRAPH).pixels
    found = inspect(PHOTOGRAPH)
    figure = figure_of(9, 4.6)
    grid = figure.subplots(2, 2)
    grid[0, 0].imshow(cv2.imread(str(PHOTOGRAPH))[..., ::-1])
    grid[0, 0].set(title="a picture, half of it in shadow", xticks=[], yticks=[])
    show_pixels(grid[0, 1], raster)
    grid[0, 1].set_title("raster: ink, without its paper")
    show_pixels(grid[1, 0], raster)
    boxes = Blobs(raster).boxes.tolist()
    for hue, (x0, y0, x1, y1) in zip(HUES, boxes, strict=False):
        grid[1, 0].add_patch(box_of(x0, y0, x1 - x0, y1 - y0, color=hue, linewidth=1.6))
    grid[1, 0].set_title(f"{len(boxes)} pieces: ink that hangs together")
    gap = np.full((SIDE, 2), 0.25)
    row = [part for seen in found.frames for part in (seen, gap)][:-1]
    show_pixels(grid[1, 1], np.concatenate(row, axis=1))
    for axes in grid.flat:
        axes.set_anchor("N")
    grid[1, 1].set_title(f"their frames, read as {found.reading.text}")
    return figure


PICTURES: dict[str, Callable[[], Figure]] = {
    "steps": steps,
    "frame": frame,
    "strokes": strokes,
    "unsure": unsure,
    "picture": picture,
}

if __name__ == "__main__":
    with mpl.rc_context(STYLE):
        for name, make in PICTURES.items():
            make().savefig(IMAGES / f"reading-{name}.png", dpi=RESOLUTION)
