"""The letters of the window: the page's faces where the system has them."""

import warnings
from functools import lru_cache

import pygame
from pygame import Surface

# As the page's style sheet has them, in pygame's spelling.
FACES = [
    *("iowanoldstyle", "palatinolinotype", "urwpalladiol", "p052", "palatino", "bookantiqua"),
    *("liberationserif", "georgia", "dejavuserif"),
]
FINER = 4  # times the size at which letters are drawn: they keep the shapes that hinting bends


class Lettering:
    """Fonts and texts that were drawn before; good for as long as pygame's fonts are open.

    Sizes are in pixels.
    """

    def __init__(self) -> None:
        self._font = lru_cache(maxsize=64)(_font)
        self._drawn = lru_cache(maxsize=512)(self._draw)

    def draw(self, text: str, size: int, colour: str, *, italic: bool, bold: bool) -> Surface:
        """The text on a transparent surface."""
        return self._drawn(text, size, colour, italic, bold)

    def width(self, text: str, size: int, *, italic: bool, bold: bool) -> float:
        """How wide that is."""
        return self._font(size * FINER, italic, bold).size(text)[0] / FINER

    def ascent(self, size: int, *, italic: bool, bold: bool) -> float:
        """How far its baseline lies below its upper edge."""
        return self._font(size * FINER, italic, bold).get_ascent() / FINER

    def _draw(self, text: str, size: int, colour: str, italic: bool, bold: bool) -> Surface:
        large = self._font(size * FINER, italic, bold).render(text, True, colour)
        width, height = large.get_size()
        return pygame.transform.smoothscale(large, (-(-width // FINER), -(-height // FINER)))


def _font(size: int, italic: bool, bold: bool) -> pygame.font.Font:
    path = _face(italic=italic, bold=bold)
    font = pygame.font.Font(path, max(size, 1))
    if path == _face(italic=False, bold=False):  # the family has no such file: make it so
        font.italic, font.bold = italic, bold
    return font


@lru_cache
def _face(*, italic: bool, bold: bool) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where fonts cannot be listed, pygame's own will do
        return pygame.font.match_font(FACES, bold=bold, italic=italic)
