"""The pixels of the ink, kept up with the strokes of a pad."""

from collections.abc import Sequence

import numpy as np
import pygame
from pygame import Rect, Surface

from digitink.desktop.areas import NOTHING, joined
from digitink.desktop.brush import Brush, Sample, reach, stamp
from digitink.desktop.pad import Pad, Point, Stroke


class InkLayer:
    """A transparent surface with the ink of a pad on it.

    What a growing stroke has for good is dry; its end, which the next point still bends, is wet
    and drawn anew each time.
    """

    def __init__(self, size: tuple[int, int], colour: str, *, scale: float, pen: float) -> None:
        """`size`: in pixels; `scale`: pixels a point of the pad; `pen`: its width in points."""
        self.surface = Surface(size, pygame.SRCALPHA)
        red, green, blue, _ = pygame.Color(colour)
        self.surface.fill((red, green, blue, 0))
        self._scale = scale
        self._pen = pen
        self._dry = np.zeros((size[1], size[0]), np.uint8)
        self._finished: tuple[Stroke, ...] = ()
        self._growing: list[tuple[Sequence[Point], Brush]] = []
        self._wet = NOTHING

    def follow(self, pad: Pad) -> Rect:
        """Draw what happened on the pad since the last call; gives the pixels that changed."""
        changed = self._wet
        known = len(self._finished)
        if self._taken_back(pad):
            changed = self.surface.get_rect()
            self._dry[:] = 0
            self._growing = []
            known = 0
        for stroke in pad.finished[known:]:
            brush = self._brush(stroke[0])
            way = [*brush.advance(stroke), *brush.tip(stroke)]
            changed = joined(changed, stamp(self._dry, way))
        self._finished = pad.finished

        self._growing = [(points, self._brush_of(points)) for points in pad.growing]
        tips = []
        self._wet = NOTHING
        for points, brush in self._growing:
            changed = joined(changed, stamp(self._dry, brush.advance(points)))
            tips.append(brush.tip(points))
            self._wet = joined(self._wet, reach(tips[-1]))
        changed = joined(changed, self._wet).clip(self.surface.get_rect())
        self._show(changed, tips)
        return changed

    def _taken_back(self, pad: Pad) -> bool:
        """Whether ink that is drawn here is on the pad no more."""
        known = len(self._finished)
        ended = (
            tuple(points)
            for points, _ in self._growing
            if not any(points is other for other in pad.growing)
        )
        return pad.finished[:known] != self._finished or any(
            stroke not in pad.finished[known:] for stroke in ended
        )

    def _brush_of(self, points: Sequence[Point]) -> Brush:
        """The brush that drew these points so far, or a new one."""
        known = (brush for drawn, brush in self._growing if drawn is points)
        return next(known, None) or self._brush(points[0])

    def _brush(self, first: Point) -> Brush:
        return Brush(first, scale=self._scale, pen=self._pen)

    def _show(self, area: Rect, tips: list[list[Sample]]) -> None:
        if not area:
            return
        coverage = self._dry[area.top : area.bottom, area.left : area.right].copy()
        for tip in tips:
            stamp(coverage, tip, origin=area.topleft)
        alpha = pygame.surfarray.pixels_alpha(self.surface)
        alpha[area.left : area.right, area.top : area.bottom] = coverage.T
