"""From strokes to lines: which of them were written beside one another, which below."""

from operator import itemgetter
from statistics import median

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Boxes = npt.NDArray[np.float64]
"""(n, 4) of x0, y0, x1, y1, y down, in the units of the ink."""

TAP = 1e-6  # of the side of all ink: what is no larger has no size of its own
TALL = 0.45  # of the ordinary height: what carries a line; bars and dashes follow what is near
SMALL = 0.25  # of the ordinary height: so does what is smaller but stands free, if not this low
REACH = 3.0  # ordinary heights: the farthest neighbours that show how lines run
STEADY = 2.0  # ordinary heights: lines so short say little about how they climb
STEEP = 4.0  # a step down is as far as so many steps to the right
NEAR = 2.4  # ordinary heights, counted so: what lies no farther apart is in one line
LEVEL = 0.5  # ordinary heights: pieces of one line lie no farther above one another
HALF = 0.7  # of the ordinary height: lower strokes that stand on one another may be an 8 ...
WHOLE = 1.6  # ... if together they are no taller than this
COLUMN = 1.7  # ordinary heights: all ink that is no wider may be pieces of one digit, ...
COLUMN_WHOLE = 2.3  # ... which together are no taller than this
TOUCH = 0.2  # of the ordinary height: pieces of a digit leave no more space between rows


def ordinary(boxes: Boxes) -> float:
    """How tall digits are here: an upper quartile of the heights, the tall ones weighing more.

    So neither the bars of 5s nor the rings of 8s bring it down. Where all is flat, their longer
    sides instead; where all are taps, the longer side of all ink; 0 for a single tap.
    """
    sides = boxes[:, 2:] - boxes[:, :2]
    width, height = sides.max(axis=0).tolist()
    whole = float((boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)).max())
    if max(width, height) <= TAP * whole:
        return whole
    upright = sides[:, 1] > 0.1 * sides[:, 0]  # others are bars, or rule a line
    rising = np.sort(sides[:, 1] if upright.any() else sides.max(axis=1))
    weights = np.cumsum(rising)
    return float(rising[np.searchsorted(weights, 0.7 * weights[-1])])


def lines(boxes: Boxes, *, whole: bool = False) -> list[list[int]]:
    """The indices of n boxes by line, lines from top to bottom; none is left out.

    Lines may climb or fall, if all alike, and their digits may differ in size. `whole`: the boxes
    are those of digits; otherwise strokes that stand on one another may be one digit, and what
    may be one digit is in one line.
    """
    height = ordinary(boxes)
    heights = boxes[:, 3] - boxes[:, 1]
    tall = heights >= TALL * height
    if not tall.any() or _side_by_side(boxes, tall, height):
        return [list(range(len(boxes)))]
    nearest = _nearest(boxes, tall)
    below = np.maximum(boxes[:, 1] - boxes[nearest, 3], boxes[nearest, 1] - boxes[:, 3])
    tall |= (heights >= SMALL * height) & (below > TOUCH * height)
    if tall.sum() < 2:
        return [list(range(len(boxes)))]
    level = _level(boxes[tall], height)
    near = _beside(level, height)
    if not whole:
        near |= _stacked(level, height)
    rows = np.zeros(len(boxes), np.intp)
    rows[tall] = _rows(_connected(near), _middles(level)[1], LEVEL * height)
    rows[~tall] = rows[nearest[~tall]]
    return [np.flatnonzero(rows == row).tolist() for row in range(rows.max() + 1)]


def _side_by_side(boxes: Boxes, tall: npt.NDArray[np.bool_], height: float) -> bool:
    """Whether all of them are plainly in one line: the most usual case, and the cheapest to see.

    The tall ones lie no farther above one another than a line allows, and none of the others is
    clear of any of these above or below.
    """
    top, bottom = boxes[:, 1], boxes[:, 3]
    middles = (top + bottom)[tall] / 2
    if middles.max() - middles.min() > LEVEL * height:
        return False
    reach = TOUCH * height
    low, high = bottom[tall].min() + reach, top[tall].max() - reach
    return bool((top <= low).all() and (bottom >= high).all())


def _middles(boxes: Boxes) -> Floats:
    """(2, n) x and y of the middles."""
    return (boxes[:, :2] + boxes[:, 2:]).T / 2


def _level(boxes: Boxes, height: float) -> Boxes:
    """The boxes moved up or down so that lines run level.

    How much lines climb is what fits the steps from each box to its neighbour on the right best,
    where there are steps enough to tell.
    """
    x, y = _middles(boxes)
    right, down = x - x[:, None], y - y[:, None]  # from the row's box to the column's
    heights = boxes[:, 3] - boxes[:, 1]
    shared = np.minimum.outer(boxes[:, 3], boxes[:, 3]) - np.maximum.outer(boxes[:, 1], boxes[:, 1])
    beside = shared >= 0.5 * np.minimum.outer(heights, heights)
    beside &= (right > 0) & (right <= REACH * height)
    rows = np.flatnonzero(beside.any(axis=1))
    nearest = np.where(beside, right + np.abs(down), np.inf).argmin(axis=1)[rows]
    right, down = right[rows, nearest], down[rows, nearest]
    steps = right @ right + (STEADY * height) ** 2
    climb = (right @ down) / steps if steps else 0.0  # no steps, and no height to speak of
    moved = boxes.copy()
    moved[:, 1::2] -= (climb * x)[:, None]
    return moved


def _beside(boxes: Boxes, height: float) -> npt.NDArray[np.bool_]:
    """(n, n) which boxes stand beside one another."""
    _, y = _middles(boxes)
    steps = _gaps(boxes[:, 0], boxes[:, 2]) + STEEP * np.abs(y - y[:, None])
    beside: npt.NDArray[np.bool_] = steps <= NEAR * height
    return beside


def _stacked(boxes: Boxes, height: float) -> npt.NDArray[np.bool_]:
    """(n, n) which boxes stand on one another as the pieces of one digit would."""
    across, down = _gaps(boxes[:, 0], boxes[:, 2]), _gaps(boxes[:, 1], boxes[:, 3])
    top, bottom = boxes[:, 1], boxes[:, 3]
    both = np.maximum.outer(bottom, bottom) - np.minimum.outer(top, top)
    if boxes[:, 2].max() - boxes[:, 0].min() <= COLUMN * height:
        pieces = both <= COLUMN_WHOLE * height
    else:
        low = bottom - top <= HALF * height
        pieces = (both <= WHOLE * height) & np.logical_and.outer(low, low)
    stacked: npt.NDArray[np.bool_] = pieces & (across == 0) & (down <= TOUCH * height)
    return stacked


def _gaps(low: Floats, high: Floats) -> Floats:
    """(n, n) what is free between intervals, 0 where they overlap."""
    gaps: Floats = np.maximum.outer(low, low) - np.minimum.outer(high, high)
    return np.maximum(gaps, 0)


def _connected(near: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.intp]]:
    """The connected parts of the graph of who is near whom."""
    parts = []
    free = np.ones(len(near), bool)
    while free.any():
        part = np.zeros(len(near), bool)
        fresh = np.arange(len(near)) == free.argmax()
        while fresh.any():
            part |= fresh
            fresh = near[fresh].any(axis=0) & ~part
        free &= ~part
        parts.append(np.flatnonzero(part))
    return parts


def _rows(parts: list[npt.NDArray[np.intp]], y: Floats, level: float) -> npt.NDArray[np.intp]:
    """Of each of n middles, given by the parts they are in, the number of its line from the top."""
    rows = np.zeros(len(y), np.intp)
    row, above = -1, -np.inf
    placed = [(median(y[part].tolist()), part) for part in parts]
    for middle, part in sorted(placed, key=itemgetter(0)):
        row += middle > above + level
        above = middle
        rows[part] = row
    return rows


def _nearest(boxes: Boxes, tall: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """(n,) of each box the tall one that is nearest, which may be itself.

    Of several that are as near, as all that it overlaps are, it is the one whose middle is nearest.
    """
    nearest = np.arange(len(boxes))
    candidates = np.flatnonzero(tall)
    candidates = candidates[np.lexsort(boxes[candidates].T)]  # that boxes come in any order
    low, high = boxes[candidates, :2], boxes[candidates, 2:]
    for i in np.flatnonzero(~tall):
        gaps = np.maximum(np.maximum(low - boxes[i, 2:], boxes[i, :2] - high), 0)
        middles = np.abs(low + high - boxes[i, :2] - boxes[i, 2:]).sum(axis=1)
        nearest[i] = candidates[np.lexsort((middles, np.hypot(*gaps.T)))[0]]
    return nearest
