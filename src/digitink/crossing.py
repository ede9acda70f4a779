"""Whether strokes cross in their middles, as those of one shape do and of two digits hardly."""

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""(n, 2 or more) of x, y and what else is known of them."""

POINTS = 32  # of a stroke are looked at: two with all of theirs could take minutes
END = 0.25  # of a stroke's length: nearer to its ends a crossing may be where digits touch
PARALLEL = 1e-5  # of either: areas that differ by no more are as large, in any unit


def cross(one: Points, other: Points) -> bool:
    """Whether the middles of two strokes cross."""
    if (one.max(axis=0) < other.min(axis=0)).any() or (other.max(axis=0) < one.min(axis=0)).any():
        return False
    a, b, c, d = one[:-1, None], one[1:, None], other[None, :-1], other[None, 1:]
    apart = _side(a, b, c) * _side(a, b, d) < 0
    return bool((apart & (_side(c, d, a) * _side(c, d, b) < 0)).any())


def _side(start: Points, end: Points, point: Points) -> Points:
    """On which side of a line a point lies, by sign."""
    along, aside = end - start, point - start
    one, other = along[..., 0] * aside[..., 1], along[..., 1] * aside[..., 0]
    side: Points = one - other
    return np.where(np.abs(side) <= PARALLEL * np.abs(other), 0, side)


def middle(stroke: Points) -> Points:
    """The middle of a stroke, without what is near its ends: (`POINTS`, 2)."""
    points = stroke[:, :2]
    way = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    places = np.linspace(END, 1 - END, POINTS) * way[-1]
    return np.stack([np.interp(places, way, axis) for axis in points.T], axis=1)
