"""The number, large, with a gloss below: what it says in words, and how sure it is."""

from collections.abc import Sequence

from pygame import Rect

from digitink.desktop.canvas import Canvas
from digitink.desktop.words import Figure, Lines, Standing, certainty, spelled

SPECIMEN = "0123456789"
SPACE = 0.04  # between figures, of their size
FILL = 0.98  # of the height is taken by the figures' size
DOUBT = 0.36  # size of the mark at an unsure figure, of the figure's
DOWN = 0.34  # from the middle of a figure to its baseline, of its size
GLOSS = 19  # points of the letters below


def draw_headline(canvas: Canvas, area: Rect, lines: Lines, chosen: int) -> list[Rect]:
    """Draw the number; gives the area of each of its figures, in points."""
    canvas.fill(area, canvas.palette.paper)
    size = _size(canvas, area, lines)
    if not lines:
        _specimen(canvas, area, size)
        return []
    height = FILL * size if len(lines) > 1 else area.height
    top = area.top + (area.height - height * len(lines)) / 2
    width = canvas.width("0", size) + SPACE * size
    places: list[Rect] = []
    for line in lines:
        for i, figure in enumerate(line):
            left = area.left + i * width
            place = Rect(round(left), round(top), round(width), round(height))
            _draw_figure(canvas, figure, place, size)
            if len(places) == chosen and sum(map(len, lines)) > 1:
                under = Rect(place.left, min(place.bottom, area.bottom) - 3, place.width, 3)
                canvas.fill(under, canvas.palette.mark)
            places.append(place)
        top += height
    return places


def draw_gloss(canvas: Canvas, area: Rect, lines: Lines, complaint: str) -> None:
    """Draw the number in words, or in one line what went wrong."""
    palette, baseline = canvas.palette, area.bottom - 7
    canvas.fill(area, palette.paper)
    if complaint:
        line = canvas.fitting(complaint, GLOSS, area.width, italic=True)
        canvas.text(line, (area.left, baseline), GLOSS, palette.mark, italic=True)
    elif lines:
        figures = [figure for line in lines for figure in line]
        words = canvas.fitting(spelled(lines), GLOSS, area.width, italic=True)
        said = canvas.text(words, (area.left, baseline), GLOSS, palette.print, italic=True)
        left = said.right + 14
        aside = canvas.fitting(certainty(figures), GLOSS, area.right - left)
        canvas.text(aside, (left, baseline), GLOSS, palette.quiet)


def _size(canvas: Canvas, area: Rect, lines: Sequence[Sequence[object]]) -> float:
    """Points of the largest figures with which all lines have room."""
    size = FILL * area.height / max(len(lines), 1)
    longest = max(map(len, lines), default=len(SPECIMEN))
    width = longest * (canvas.width("0", 100) / 100 + SPACE) * size
    return size * min(1, area.width / width)


def _draw_figure(canvas: Canvas, figure: Figure, place: Rect, size: float) -> None:
    palette, baseline = canvas.palette, place.centery + DOWN * size
    colour = {Standing.UNSURE: palette.quiet, Standing.NONE: palette.mark}
    canvas.text(
        figure.text,
        (place.centerx, baseline),
        size,
        colour.get(figure.standing, palette.print),
        italic=figure.doubtful,
        align="centre",
    )
    if figure.standing is Standing.UNSURE:
        at = (place.right, baseline - 0.42 * size)
        canvas.text("?", at, DOUBT * size, palette.mark, italic=True, align="right")


def _specimen(canvas: Canvas, area: Rect, size: float) -> None:
    width = canvas.width("0", size) + SPACE * size
    for i, figure in enumerate(SPECIMEN):
        at = (area.left + i * width, area.centery + DOWN * size)
        canvas.text(figure, at, size, canvas.palette.hair)
