"""The surface of the window, drawn on in points, with the window's letters and colours."""

from typing import Literal

import pygame
from pygame import Rect, Surface

from digitink.desktop.lettering import Lettering
from digitink.desktop.palette import Palette

Align = Literal["left", "centre", "right"]
Place = tuple[float, float]


class Canvas:
    """Draws in points, y down, on a surface of `ratio` pixels a point."""

    def __init__(
        self, surface: Surface, ratio: float, palette: Palette, lettering: Lettering
    ) -> None:
        self.surface = surface
        self.ratio = ratio
        self.palette = palette
        self._lettering = lettering

    def pixels(self, area: Rect) -> Rect:
        """An area in points as one in pixels; neighbours stay neighbours."""
        left, top = round(area.left * self.ratio), round(area.top * self.ratio)
        right, bottom = round(area.right * self.ratio), round(area.bottom * self.ratio)
        return Rect(left, top, right - left, bottom - top)

    @property
    def hairline(self) -> int:
        """Pixels of the finest line."""
        return max(int(self.ratio), 1)

    def fill(self, area: Rect, colour: str) -> None:
        """Fill an area with a colour."""
        self.surface.fill(colour, self.pixels(area))

    def outline(self, box: Rect, colour: str) -> None:
        """A fine line around the inside of a box in pixels."""
        pygame.draw.rect(self.surface, colour, box, self.hairline)

    def dashes(self, box: Rect, colour: str, *, dash: float = 4) -> None:
        """A broken line around the inside of a box in pixels."""
        fine, step = self.hairline, max(round(dash * self.ratio), 2)
        for x in range(box.left, box.right, 2 * step):
            for y in (box.top, box.bottom - fine):
                self.surface.fill(colour, (x, y, min(step, box.right - x), fine))
        for y in range(box.top, box.bottom, 2 * step):
            for x in (box.left, box.right - fine):
                self.surface.fill(colour, (x, y, fine, min(step, box.bottom - y)))

    def text(
        self,
        text: str,
        at: Place,
        size: float,
        colour: str,
        *,
        italic: bool = False,
        bold: bool = False,
        align: Align = "left",
    ) -> Rect:
        """One line of text; `at` is a point of its baseline. Gives where it lies, in points."""
        pixels = round(size * self.ratio)
        drawn = self._lettering.draw(text, pixels, colour, italic=italic, bold=bold)
        width = drawn.get_width() / self.ratio
        left = at[0] - width * {"left": 0, "centre": 0.5, "right": 1}[align]
        top = at[1] - self._lettering.ascent(pixels, italic=italic, bold=bold) / self.ratio
        self.surface.blit(drawn, (round(left * self.ratio), round(top * self.ratio)))
        return Rect(round(left), round(at[1] - size), round(width), round(size))

    def width(self, text: str, size: float, *, italic: bool = False, bold: bool = False) -> float:
        """The width of a text, in points."""
        pixels = round(size * self.ratio)
        return self._lettering.width(text, pixels, italic=italic, bold=bold) / self.ratio

    def fitting(self, text: str, size: float, width: float, *, italic: bool = False) -> str:
        """The text, cut short with an ellipsis where it is wider than `width` points."""
        if self.width(text, size, italic=italic) <= width:
            return text
        while text and self.width(f"{text}…", size, italic=italic) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"
