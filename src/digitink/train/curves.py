"""Strokes written down as text, and the many ways in which a hand would draw them.

A template is read on a grid of ten by ten points, each named by two digits: across from the left,
then down from the top. Points are joined by a smooth curve; a point with a full stop is a corner;
a slash lifts the pen. So `11 81. 39 / 35 75` is a crossed 7.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from numpy.random import RandomState

from digitink.ink import Ink

Points = npt.NDArray[np.float64]

STEPS = 8  # points of the stroke between two points of its template
LOOSE = (
    0.1,
    0.45,
)  # steps of the grid: how far points stray from their places (standard deviation)


def drawn(template: str, random: RandomState) -> Ink:
    """The template's strokes, their points astray, in units of its grid, y down."""
    loose = random.uniform(*LOOSE)
    return Ink([_stroke(points.split(), random, loose) for points in template.split("/")])


def _stroke(names: list[str], random: RandomState, loose: float) -> Points:
    places = np.array([[int(name[0]), int(name[1])] for name in names], np.float64)
    points = places + random.normal(0, loose, places.shape)
    corners = [i for i, name in enumerate(names) if name.endswith(".")]
    ends = [0, *corners, len(points) - 1]
    parts = [smooth(points[a : b + 1]) for a, b in pairwise(ends)]
    return np.concatenate(parts)


def smooth(points: Points) -> Points:
    """A curve (m, 2) through all of the points (n, 2) in their order.

    Catmull & Rom, 1974: the direction in each point is that from its forerunner to its follower.
    """
    if len(points) < 3:
        return points
    first, last = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    p = np.concatenate([[first], points, [last]])[:, None]
    before, start, end, after = p[:-3], p[1:-2], p[2:-1], p[3:]
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    curve = (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    ) / 2
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])
