"""What the window shows, and drawing anew the parts of it that changed."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame
from pygame import Rect

from digitink.desktop.canvas import Canvas
from digitink.desktop.headline import draw_gloss, draw_headline
from digitink.desktop.layout import Layout
from digitink.desktop.margin import draw_frame, draw_odds
from digitink.desktop.pad import Pad
from digitink.desktop.sheet import Sheet
from digitink.desktop.tools import Action, draw_tools, place_buttons
from digitink.desktop.words import Figure, Lines

if TYPE_CHECKING:
    from digitink.desktop.live import Answer

TITLE = 23  # points of the window's name
SMALL = 15  # of the other letters in header and footer
PRIVACY = "Nothing leaves this computer"


@dataclass(slots=True)
class Shown:
    """All that is shown but the ink: the latest answer, its digit that is opened up, words."""

    answer: "Answer | None" = None
    lines: Lines = ()  # of the answer
    chosen: int = 0
    status: str = "opening the model"
    ready: bool = False
    complaint: str = ""
    note: str = ""
    enabled: frozenset[Action] = frozenset()
    under: Action | None = None  # the button that the pointer is on

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures of the number, in reading order."""
        return tuple(figure for line in self.lines for figure in line)

    @property
    def figure(self) -> Figure | None:
        """The one that is opened up."""
        return self.figures[self.chosen] if self.lines else None

    @property
    def which(self) -> str:
        """Which one that is, where there are several."""
        n = len(self.figures)
        return f"digit {self.chosen + 1} of {n}" if n > 1 else ""

    @property
    def hint(self) -> str:
        """How to set right what was read."""
        return "Wrong? Type the digit that it is" if self.figure else ""


class View:
    """The parts of a window, each drawn only when what it shows is another thing than before."""

    def __init__(self, canvas: Canvas, layout: Layout, pad: Pad) -> None:
        self.layout = layout
        self.sheet = Sheet(canvas, layout.sheet, pad)
        self.buttons = place_buttons(canvas, layout.tools)
        self.places: list[Rect] = []  # of the number's figures
        self._canvas = canvas
        self._drawn: dict[Callable[[Shown], None], Hashable] = {}
        canvas.surface.fill(canvas.palette.paper)
        self.sheet.draw()

    def refresh(self, shown: Shown) -> bool:
        """Draw what changed; whether anything did."""
        changed = self.sheet.refresh(shown.figures, shown.chosen)
        parts: dict[Callable[[Shown], None], Hashable] = {
            self._header: (shown.status, shown.ready),
            self._headline: (shown.lines, shown.chosen),
            self._gloss: (shown.lines, shown.complaint),
            self._frame: (shown.answer, shown.chosen),
            self._odds: (shown.figure, shown.which),
            self._tools: (shown.enabled, shown.under, shown.hint),
            self._footer: (shown.answer, shown.note),
        }
        for draw, key in parts.items():
            if draw not in self._drawn or self._drawn[draw] != key:
                self._drawn[draw] = key
                draw(shown)
                changed = True
        return changed

    def button_at(self, x: float, y: float) -> Action | None:
        """The button at a place of the window."""
        places = self.buttons.items()
        return next((action for action, place in places if place.collidepoint(x, y)), None)

    def figure_at(self, x: float, y: float) -> int | None:
        """Which figure of the number is at a place of the window."""
        places = enumerate(self.places)
        return next((i for i, place in places if place.collidepoint(x, y)), None)

    def _header(self, shown: Shown) -> None:
        canvas, palette, area = self._canvas, self._canvas.palette, self.layout.header
        canvas.fill(area, palette.paper)
        baseline = area.bottom - 7
        canvas.text("digitink", (area.left, baseline), TITLE, palette.print, italic=True)
        at = (area.right, baseline)
        said = canvas.text(shown.status, at, SMALL, palette.quiet, align="right")
        middle = ((said.left - 12) * canvas.ratio, (baseline - 5) * canvas.ratio)
        colour = palette.ink if shown.ready else palette.quiet
        pygame.draw.aacircle(canvas.surface, colour, middle, 4.5 * canvas.ratio)
        if not shown.ready:
            pygame.draw.aacircle(canvas.surface, palette.paper, middle, 3 * canvas.ratio)

    def _headline(self, shown: Shown) -> None:
        area = self.layout.headline
        self.places = draw_headline(self._canvas, area, shown.lines, shown.chosen)

    def _gloss(self, shown: Shown) -> None:
        draw_gloss(self._canvas, self.layout.gloss, shown.lines, shown.complaint)

    def _frame(self, shown: Shown) -> None:
        frames = shown.answer.inspection.frames if shown.answer else ()
        pixels = frames[shown.chosen] if len(frames) else None
        draw_frame(self._canvas, self.layout, pixels)

    def _odds(self, shown: Shown) -> None:
        draw_odds(self._canvas, self.layout, shown.figure, shown.which)

    def _tools(self, shown: Shown) -> None:
        draw_tools(
            self._canvas,
            self.layout.tools,
            self.buttons,
            enabled=shown.enabled,
            under=shown.under,
            hint=shown.hint,
        )

    def _footer(self, shown: Shown) -> None:
        canvas, palette, area = self._canvas, self._canvas.palette, self.layout.footer
        canvas.fill(area, palette.paper)
        baseline = area.bottom - 6
        privacy = canvas.text(PRIVACY, (area.right, baseline), SMALL, palette.quiet, align="right")
        room = privacy.left - area.left - 20
        if shown.note:
            note = canvas.fitting(shown.note, SMALL, room, italic=True)
            canvas.text(note, (area.left, baseline), SMALL, palette.print, italic=True)
        elif shown.answer:
            reader = f"{shown.answer.model}{' and your hand' if shown.answer.personal else ''}"
            took = f"Read by {reader} in {shown.answer.milliseconds:.1f} ms"
            canvas.text(
                canvas.fitting(took, SMALL, room), (area.left, baseline), SMALL, palette.quiet
            )
