"""Strokes as they are drawn, with undo and redo: the truth of the window, its pixels a cache."""

import math
from collections.abc import Hashable, Sequence

Point = tuple[float, float, float, float]
"""x, y in points of the pad with y down, t in milliseconds, pressure 0..1 (0.5 where unknown)."""
Stroke = tuple[Point, ...]

STEP = 0.5  # points: a pen that moved less has not moved


class Pad:
    """Strokes that are finished, and those that are growing, one a pointer."""

    def __init__(self) -> None:
        self.finished: tuple[Stroke, ...] = ()
        self._growing: dict[Hashable, list[Point]] = {}
        # What was finished before each stroke or clear: tuples share their strokes.
        self._done: list[tuple[Stroke, ...]] = []
        self._undone: list[tuple[Stroke, ...]] = []

    @property
    def growing(self) -> tuple[Sequence[Point], ...]:
        """The strokes that are being drawn, each one object for as long as it grows."""
        return tuple(self._growing.values())

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """All strokes, those being drawn last."""
        return (*self.finished, *map(tuple, self.growing))

    @property
    def empty(self) -> bool:
        """Whether there is no ink."""
        return not (self.finished or self._growing)

    @property
    def can_undo(self) -> bool:
        """Whether there is a stroke or a clear to take back."""
        return bool(self._done or self._growing)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back since the last change."""
        return bool(self._undone)

    def begin(self, pointer: Hashable, point: Point) -> None:
        """Put a pen down; where its last stroke never ended, that ends now."""
        self.end(pointer)
        self._growing[pointer] = [point]

    def move(self, pointer: Hashable, point: Point) -> bool:
        """Go on to `point`; whether that made the pointer's stroke longer."""
        stroke = self._growing.get(pointer)
        if stroke is None or math.dist(stroke[-1][:2], point[:2]) < STEP:
            return False
        stroke.append(point)
        return True

    def end(self, pointer: Hashable) -> bool:
        """Lift a pen; whether it was down."""
        stroke = self._growing.pop(pointer, None)
        if stroke is None:
            return False
        self._become((*self.finished, tuple(stroke)))
        return True

    def end_all(self) -> None:
        """Lift all pens."""
        for pointer in list(self._growing):
            self.end(pointer)

    def clear(self) -> None:
        """Take all ink away; undo brings it back."""
        self.end_all()
        if self.finished:
            self._become(())

    def undo(self) -> None:
        """Take back the last stroke or clear."""
        self.end_all()
        if self._done:
            self._undone.append(self.finished)
            self.finished = self._done.pop()

    def redo(self) -> None:
        """Do again what undo took back; a new stroke or clear forgets it."""
        self.end_all()
        if self._undone:
            self._done.append(self.finished)
            self.finished = self._undone.pop()

    def _become(self, strokes: tuple[Stroke, ...]) -> None:
        self._done.append(self.finished)
        self._undone.clear()
        self.finished = strokes
