"""The sheet that is drawn on: paper, ink, and a box with its probability at each digit.

The ink is a layer of its own; boxes are drawn on the screen alone and never come into it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pygame import Rect, Surface

from digitink.desktop.areas import NOTHING, joined
from digitink.desktop.canvas import Canvas
from digitink.desktop.pad import Pad, Stroke
from digitink.desktop.words import Figure
from digitink.reading import Box

if TYPE_CHECKING:
    from digitink.desktop.ink_layer import InkLayer

PEN = 0.02  # width of the pen, of the sheet's shorter side
PEN_RANGE = (4.5, 11.0)  # points
LINES = (0.22, 0.5, 0.78)  # of the copybook, of the sheet's height; the middle one is broken
ROOM = 8  # points between the points of a stroke and its box
LABEL = 13  # points of a box's letters
INVITATION = "Draw a digit, or a whole number"


class Sheet:
    """A sheet at `area` of the window, and the ink of a pad on it.

    Ink that was drawn on a larger sheet is shown smaller, its strokes do not change.
    """

    def __init__(self, canvas: Canvas, area: Rect, pad: Pad) -> None:
        self.area = area
        self._canvas = canvas
        self._pad = pad
        self._pixels = canvas.pixels(area)
        self._paper = self._ruled()
        self._figures: tuple[Figure, ...] = ()
        self._chosen = 0
        self._invited = False
        self.fit()

    def fit(self) -> None:
        """Show the ink as large as it was drawn, or smaller where it has no room."""
        right, bottom = (side + PEN_RANGE[1] for side in _extent(self._pad.strokes))
        self.shrinkage: float = min(1, self.area.width / right, self.area.height / bottom)
        self._ink: InkLayer | None = None

    def fit_again(self) -> None:
        """Fit ink that came back, if some of it was drawn on a larger sheet."""
        right, bottom = _extent(self._pad.strokes)
        if max(right / self.area.width, bottom / self.area.height) * self.shrinkage > 1:
            self.fit()

    def inside(self, x: float, y: float) -> tuple[float, float]:
        """A place in the window as one of the pad."""
        return (x - self.area.left) / self.shrinkage, (y - self.area.top) / self.shrinkage

    def digit_at(self, x: float, y: float) -> int | None:
        """Which digit's box is at a place of the window."""
        place = (x * self._canvas.ratio, y * self._canvas.ratio)
        boxes = [self._box(figure.digit.box) for figure in self._figures]
        return next((i for i, box in enumerate(boxes) if box.collidepoint(place)), None)

    def refresh(self, figures: tuple[Figure, ...], chosen: int) -> bool:
        """Draw what changed: the ink, or the figures to box; whether anything did."""
        areas = [self._mark(figures, chosen), self._follow()]
        if self._invited != self._pad.empty:
            areas = [self._pixels]
        areas = [area for area in areas if area]
        for area in areas:
            self.draw(area)
        return bool(areas)

    def _follow(self) -> Rect:
        """Bring the ink up to the pad; gives the pixels of the window to draw anew."""
        if self._ink is None:
            if self._pad.empty:
                return NOTHING
            self._layer()
            return self._pixels
        return self._layer().follow(self._pad).move(self._pixels.topleft)

    def _mark(self, figures: tuple[Figure, ...], chosen: int) -> Rect:
        """Box these figures; gives the pixels of the window to draw anew."""
        if (figures, chosen) == (self._figures, self._chosen):
            return NOTHING
        before = self._marked()
        self._figures, self._chosen = figures, chosen
        return joined(before, self._marked()).clip(self._pixels)

    def draw(self, area: Rect | None = None) -> None:
        """Draw the sheet, or what lies of it in these pixels of the window."""
        surface, corner = self._canvas.surface, self._pixels.topleft
        surface.set_clip(self._pixels if area is None else area.clip(self._pixels))
        surface.blit(self._paper, corner)
        self._invited = self._pad.empty
        if self._invited:
            self._invite()
        self._draw_boxes()
        if not self._pad.empty:
            surface.blit(self._layer().surface, corner)
        self._canvas.outline(self._pixels, self._canvas.palette.hair)
        surface.set_clip(None)

    def _layer(self) -> "InkLayer":
        if self._ink is None:
            from digitink.desktop.ink_layer import InkLayer  # numpy and cv2: not for an empty sheet

            self._ink = InkLayer(
                self._pixels.size,
                self._canvas.palette.ink,
                scale=self._canvas.ratio * self.shrinkage,
                pen=pen_width(self.area),
            )
            self._ink.follow(self._pad)
        return self._ink

    def _ruled(self) -> Surface:
        palette, ratio = self._canvas.palette, self._canvas.ratio
        paper = Surface(self._pixels.size)
        paper.fill(palette.sheet)
        width, height = paper.get_size()
        fine = self._canvas.hairline
        upper, middle, lower = (round(height * line) for line in LINES)
        for y in (upper, lower):
            paper.fill(palette.rule, (0, y, width, fine))
        for x in range(0, width, round(12 * ratio)):
            paper.fill(palette.rule, (x, middle, round(5 * ratio), fine))
        return paper

    def _invite(self) -> None:
        middle = (self.area.centerx, self.area.top + 0.5 * self.area.height - 16)
        quiet = self._canvas.palette.quiet
        self._canvas.text(INVITATION, middle, 23, quiet, italic=True, align="centre")

    def _box(self, box: Box) -> Rect:
        """The pixels of the window in the box of a digit, with room around its ink."""
        x0, y0, x1, y1 = (side * self.shrinkage for side in box)
        around = Rect(round(x0), round(y0), round(x1 - x0), round(y1 - y0)).inflate(ROOM, ROOM)
        return self._canvas.pixels(around.move(self.area.topleft))

    def _marked(self) -> Rect:
        """The pixels that boxes and their labels may cover."""
        boxes = [self._box(figure.digit.box) for figure in self._figures]
        if not boxes:
            return NOTHING
        room = round(2 * LABEL * self._canvas.ratio)
        return boxes[0].unionall(boxes[1:]).inflate(4 * room, 2 * room)

    def _draw_boxes(self) -> None:
        """Box the figures, the chosen one first: a label that would lie on another is left out."""
        several = len(self._figures) > 1
        labelled: list[Rect] = []
        for i in sorted(range(len(self._figures)), key=lambda i: i != self._chosen):
            figure = self._figures[i]
            marked = figure.doubtful or (several and i == self._chosen)
            box = self._box(figure.digit.box)
            colour = self._canvas.palette.mark if marked else self._canvas.palette.rule
            (self._canvas.dashes if figure.doubtful else self._canvas.outline)(box, colour)
            label = self._label(figure, box)
            if label.collidelist(labelled) < 0:
                labelled.append(label)
                self._canvas.text(
                    figure.trust,
                    (label.centerx, label.bottom - 3),
                    LABEL,
                    self._canvas.palette.mark if marked else self._canvas.palette.quiet,
                    italic=figure.doubtful,
                    align="centre",
                )

    def _label(self, figure: Figure, box: Rect) -> Rect:
        """Where a box's label lies, in points: below it, or above where there is no room."""
        ratio = self._canvas.ratio
        width = self._canvas.width(figure.trust, LABEL, italic=figure.doubtful)
        label = Rect(0, 0, round(width) + 4, LABEL + 3)
        label.midtop = (round(box.centerx / ratio), round(box.bottom / ratio) + 1)
        if label.bottom > self.area.bottom:
            label.bottom = round(box.top / ratio)
        label.clamp_ip(self.area)
        return label


def pen_width(area: Rect) -> float:
    """The pen's width in points on a sheet of that size."""
    least, most = PEN_RANGE
    return min(max(PEN * min(area.size), least), most)


def _extent(strokes: Sequence[Stroke]) -> tuple[float, float]:
    """How far ink goes to the right and down, in points."""
    right = max((x for stroke in strokes for x, *_ in stroke), default=0.0)
    bottom = max((y for stroke in strokes for _, y, *_ in stroke), default=0.0)
    return right, bottom
