"""The number, large, with a gloss below: what it says in words, and how sure it is."""

from pygame import Rect

from digitink.desktop.canvas import Canvas
from digitink.desktop.words import certainty, no_digit, spelled
from digitink.reading import Digit, Reading

SPECIMEN = "0123456789"
SPACE = 0.04  # between figures, of their size
FILL = 0.98  # of the height is taken by the figures' size
DOUBT = 0.36  # size of the mark at an unsure figure, of the figure's


def draw_headline(canvas: Canvas, area: Rect, reading: Reading, chosen: int) -> list[Rect]:
    """Draw the number; gives the area of each of its figures, in points."""
    canvas.fill(area, canvas.palette.paper)
    rows = [line.digits for line in reading.lines]
    size = figure_size(canvas, area, rows)
    if not rows:
        _specimen(canvas, area, size)
        return []
    step = size * FILL if len(rows) > 1 else area.height
    top = area.top + (area.height - step * len(rows)) / 2
    figures: list[Rect] = []
    several = len(reading.digits) > 1
    for digits in rows:
        x = float(area.left)
        for digit in digits:
            width = canvas.width("0", size) + SPACE * size
            figure = Rect(round(x), round(top), round(width), round(step))
            _figure(canvas, digit, figure, size)
            if several and len(figures) == chosen:
                under = Rect(figure.left, figure.bottom - 4, figure.width, 3)
                canvas.fill(under.clip(area), canvas.palette.mark)
            figures.append(figure)
            x += width
        top += step
    return figures


def figure_size(canvas: Canvas, area: Rect, rows: list[tuple[Digit, ...]]) -> float:
    """Points of the largest figures with which all rows have room."""
    size = FILL * area.height / max(len(rows), 1)
    longest = max(map(len, rows), default=len(SPECIMEN))
    width = longest * (canvas.width("0", 100) / 100 + SPACE) * size
    return size * min(1, area.width / width)


def draw_gloss(canvas: Canvas, area: Rect, reading: Reading, complaint: str) -> None:
    """Draw the number in words, or in one line what went wrong."""
    palette, baseline = canvas.palette, area.bottom - 7
    canvas.fill(area, palette.paper)
    if complaint:
        line = canvas.fitting(complaint, 19, area.width, italic=True)
        canvas.text(line, (area.left, baseline), 19, palette.mark, italic=True)
    elif reading.digits:
        words = canvas.fitting(spelled(reading), 19, area.width, italic=True)
        said = canvas.text(words, (area.left, baseline), 19, palette.print, italic=True)
        left = said.right + 14
        aside = canvas.fitting(certainty(reading), 19, area.right - left)
        canvas.text(aside, (left, baseline), 19, palette.quiet)


def _figure(canvas: Canvas, digit: Digit, area: Rect, size: float) -> None:
    palette = canvas.palette
    baseline = area.centery + 0.34 * size
    if no_digit(digit):
        canvas.text("?", (area.centerx, baseline), size, palette.mark, italic=True, align="centre")
        return
    colour = palette.quiet if digit.unsure else palette.print
    at = (area.centerx, baseline)
    canvas.text(str(digit.value), at, size, colour, italic=digit.unsure, align="centre")
    if digit.unsure:
        at = (area.right, baseline - 0.42 * size)
        canvas.text("?", at, DOUBT * size, palette.mark, italic=True, align="right")


def _specimen(canvas: Canvas, area: Rect, size: float) -> None:
    x = float(area.left)
    for figure in SPECIMEN:
        at = (x, area.centery + 0.34 * size)
        canvas.text(figure, at, size, canvas.palette.hair)
        x += canvas.width("0", size) + SPACE * size
