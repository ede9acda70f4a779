"""How ink looks: the same pen as the page's, which leaves less the faster it goes.

It leaves more the harder it presses. A stroke is smoothed through the middles of its steps, and
drawn at several times its size and brought down, which makes its edges smooth as well.
"""

import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from pygame import Rect

from digitink.desktop.areas import joined
from digitink.desktop.pad import Point

SLOW = 1.12  # of the pen's width is left by a pen at rest, FAST by a fast one
FAST = 0.72
FAST_SPEED = 2.5  # points a millisecond
INERTIA = 0.8  # of its width the pen keeps from one point to the next
ROUNDING = 0.5  # points that a mouse's whole pixels are off
SPACING = 2.5  # points between the samples of a curve
FINER = 4  # times the size at which lines are drawn
FRACTION = 4  # bits of a pixel that cv2 draws between
PIECE = 64  # samples drawn at once: bounds the memory of a long stroke

Sample = tuple[float, float, float]
"""x, y and the width of the stroke there."""
Place = tuple[int, int]
Coverage = npt.NDArray[np.uint8]
"""(height, width), 0 paper to 255 ink."""


class Brush:
    """Turns the points of one stroke into samples in pixels, also while it grows.

    A sample is final once two more points are there: `advance` gives those that became so,
    beginning with the last of before; `tip` the way from there to the pen.
    """

    def __init__(self, first: Point, *, scale: float = 1, pen: float = 1) -> None:
        """`scale`: pixels a point; `pen`: its width in points."""
        x, y, _, pressure = first
        self._scale = scale
        self._pen = pen
        self._end: Sample = (x, y, _flowing(SLOW, 0, pressure))
        self._taken = 0  # points whose bend is final

    def advance(self, points: Sequence[Point]) -> list[Sample]:
        """The samples that the points added since the last call made final."""
        samples = [self._end]
        while self._taken < len(points) - 2:
            samples += _bend(samples[-1], points, self._taken)
            self._taken += 1
        self._end = samples[-1]
        return self._in_pixels(samples)

    def tip(self, points: Sequence[Point]) -> list[Sample]:
        """The way from the last final sample to the last point; nothing changes by asking."""
        samples = [self._end]
        for i in range(self._taken, len(points) - 1):
            samples += _bend(samples[-1], points, i)
        last = len(points) - 1
        samples.append((*_place(points, last), _width(samples[-1][2], points, last)))
        return self._in_pixels(samples)

    def _in_pixels(self, samples: Sequence[Sample]) -> list[Sample]:
        scale, pen = self._scale, self._scale * self._pen
        return [(x * scale, y * scale, width * pen) for x, y, width in samples]


def _bend(begin: Sample, points: Sequence[Point], i: int) -> list[Sample]:
    """From a sample past point `i` to the middle between it and the next: a quadratic Bézier."""
    (from_x, from_y, begun), (by_x, by_y) = begin, _place(points, i)
    to_x, to_y = _place(points, i + 1)
    to_x, to_y = (by_x + to_x) / 2, (by_y + to_y) / 2
    growth = _width(begun, points, i) - begun
    steps = max(math.ceil(math.dist((from_x, from_y), (to_x, to_y)) / SPACING), 1)
    samples = []
    for t in (k / steps for k in range(1, steps + 1)):
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        x, y = a * from_x + b * by_x + c * to_x, a * from_y + b * by_y + c * to_y
        samples.append((x, y, begun + growth * t))
    return samples


def _place(points: Sequence[Point], i: int) -> tuple[float, float]:
    """Where point `i` may have been before a mouse rounded it: as near its neighbours' middle."""
    x, y, *_ = points[i]
    if not 0 < i < len(points) - 1:
        return (x, y)
    away_x = (points[i - 1][0] + points[i + 1][0]) / 2 - x
    away_y = (points[i - 1][1] + points[i + 1][1]) / 2 - y
    share = min(0.5, ROUNDING / (math.hypot(away_x, away_y) or 1))
    return (x + share * away_x, y + share * away_y)


def _width(before: float, points: Sequence[Point], i: int) -> float:
    """Of the pen's own width, at point `i`, after what it was at the point before."""
    if i == 0:
        return before
    (x0, y0, t0, _), (x, y, t, pressure) = points[i - 1], points[i]
    return _flowing(before, math.dist((x0, y0), (x, y)) / max(t - t0, 1), pressure)


def _flowing(width: float, speed: float, pressure: float) -> float:
    """The pen's width after `width`, at a speed in points a millisecond."""
    flow = SLOW + (FAST - SLOW) * min(speed / FAST_SPEED, 1)
    return INERTIA * width + (1 - INERTIA) * flow * (0.5 + pressure)


def stamp(coverage: Coverage, samples: Sequence[Sample], *, origin: Place = (0, 0)) -> Rect:
    """Draw what a round pen leaves on its way through the samples; gives the pixels it touched.

    `samples` in pixels, widths too; `origin`: the pixel that the coverage begins at. Ink is never
    taken away; what lies outside the coverage is left out.
    """
    touched = Rect(origin, (0, 0))
    for begin in range(0, max(len(samples) - 1, 1), PIECE):
        touched = joined(touched, _stamp(coverage, samples[begin : begin + PIECE + 1], origin))
    return touched


def reach(samples: Sequence[Sample]) -> Rect:
    """The pixels that a pen may touch on its way through the samples."""
    xs, ys, widths = zip(*samples, strict=True)
    margin = max(widths) / 2 + 1
    left, top = math.floor(min(xs) - margin), math.floor(min(ys) - margin)
    return Rect(left, top, math.ceil(max(xs) + margin) - left, math.ceil(max(ys) + margin) - top)


def _stamp(coverage: Coverage, samples: Sequence[Sample], origin: Place) -> Rect:
    height, width = coverage.shape
    box = reach(samples).clip(Rect(origin, (width, height)))
    if not box:
        return box
    fine = np.zeros((box.height * FINER, box.width * FINER), np.uint8)
    way = np.array(samples)
    # The middle of a pixel of the coverage is the middle of FINER fine ones.
    ends = ((way[:, :2] - box.topleft) * FINER - 0.5) * (1 << FRACTION)
    corners = np.rint(ends).astype(np.int32).tolist()
    widths = np.maximum(np.rint(way[:, 2] * FINER), 1).astype(np.int32).tolist()
    for i in range(max(len(corners) - 1, 1)):
        j = min(i + 1, len(corners) - 1)
        cv2.line(fine, corners[i], corners[j], 255, widths[j], cv2.LINE_8, FRACTION)
    inside = box.move(-origin[0], -origin[1])
    part = coverage[inside.top : inside.bottom, inside.left : inside.right]
    np.maximum(part, cv2.resize(fine, box.size, interpolation=cv2.INTER_AREA), out=part)
    return box
