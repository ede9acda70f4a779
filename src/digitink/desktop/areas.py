"""Boxes of pixels, of which those without a pixel do not count."""

from pygame import Rect

NOTHING = Rect(0, 0, 0, 0)


def joined(first: Rect, second: Rect) -> Rect:
    """The box around two boxes."""
    return first.union(second) if first and second else first or second
