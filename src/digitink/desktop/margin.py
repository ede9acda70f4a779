"""Beside the sheet: the frame that the network saw of the chosen digit, and its probabilities."""

from typing import TYPE_CHECKING

import pygame
from pygame import Rect, Surface

from digitink.desktop.canvas import Canvas
from digitink.desktop.layout import CELLS, ROWS, Layout
from digitink.desktop.words import Figure, percent

if TYPE_CHECKING:
    from digitink.model import Floats

CAPTION = 15  # points of the letters around frame and bars
TINY = 0.0005  # a probability that is shown as 0.0 %


def draw_frame(canvas: Canvas, layout: Layout, pixels: "Floats | None") -> None:
    """Draw a frame (28, 28) of 0..1, or an empty one."""
    palette, area = canvas.palette, layout.frame
    canvas.fill(layout.caption, palette.paper)
    canvas.fill(area, palette.sheet)
    box = canvas.pixels(area)
    fine = canvas.hairline
    for k in range(1, CELLS):
        x, y = box.left + box.width * k // CELLS, box.top + box.height * k // CELLS
        canvas.surface.fill(palette.grid, (x, box.top, fine, box.height))
        canvas.surface.fill(palette.grid, (box.left, y, box.width, fine))
    if pixels is not None:
        canvas.surface.blit(pygame.transform.scale(_printed(pixels, palette.print), box.size), box)
    canvas.outline(canvas.pixels(area.inflate(2, 2)), palette.hair)
    at = (layout.caption.left, layout.caption.top + CAPTION + 3)
    canvas.text(_caption(canvas, layout), at, CAPTION, palette.quiet, italic=True)


def _caption(canvas: Canvas, layout: Layout) -> str:
    long = f"What the network sees, {CELLS} × {CELLS}"
    room = canvas.width(long, CAPTION, italic=True) <= layout.caption.width
    return long if room else "What it sees"


def _printed(pixels: "Floats", colour: str) -> Surface:
    printed = Surface((CELLS, CELLS), pygame.SRCALPHA)
    red, green, blue, _ = pygame.Color(colour)
    printed.fill((red, green, blue, 0))
    alpha = pygame.surfarray.pixels_alpha(printed)
    alpha[:] = (pixels.T * 255).round()
    del alpha  # it locks the surface
    return printed


def draw_odds(canvas: Canvas, layout: Layout, figure: Figure | None, which: str) -> None:
    """Draw how likely each of the ten digits is; `which` digit of the number is meant."""
    palette, area = canvas.palette, layout.odds
    canvas.fill(area, palette.paper)
    title = (area.left, area.top + CAPTION)
    canvas.text("How likely each digit is", title, CAPTION, palette.quiet, italic=True)
    aside = (area.right, area.top + CAPTION)
    canvas.text(which, aside, CAPTION, palette.mark, italic=True, align="right")
    for value in range(ROWS):
        top = area.bottom - (ROWS - value) * layout.row
        _row(canvas, Rect(area.left, top, area.width, layout.row), value, figure)


def _row(canvas: Canvas, area: Rect, value: int, figure: Figure | None) -> None:
    palette = canvas.palette
    likeliest = figure is not None and figure.digit.value == value
    colour = palette.mark if likeliest else palette.print
    size = min(18, 0.86 * area.height)
    baseline = area.centery + 0.33 * size
    canvas.text(str(value), (area.left, baseline), size, colour, bold=likeliest)
    track = Rect(area.left + 24, area.centery - 5, area.width - 24 - 70, 10)
    canvas.fill(Rect(track.left, track.bottom, track.width, 1), palette.hair)
    if figure is None:
        return
    probability = figure.digit.probabilities[value]
    bar = canvas.pixels(track)
    bar.width = round(bar.width * probability)
    if likeliest and figure.doubtful:
        _stripes(canvas, bar, colour)
    else:
        canvas.surface.fill(colour, bar)
    quiet = palette.quiet if probability < TINY else colour
    at = (area.right, baseline)
    canvas.text(percent(probability), at, 0.86 * size, quiet, align="right")


def _stripes(canvas: Canvas, bar: Rect, colour: str) -> None:
    """A bar that does not stand firm."""
    on, step = round(2 * canvas.ratio), round(5 * canvas.ratio)
    for x in range(bar.left, bar.right, step):
        canvas.surface.fill(colour, (x, bar.top, min(on, bar.right - x), bar.height))
