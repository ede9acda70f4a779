"""Where ink that hangs together may be cut, so that digits which touch can be read one by one.

A cut runs from the top of the ink to its bottom where it crosses least of it: the shortest path
through a picture whose every pixel costs as much as it holds ink (Lee, Lee & Park, 1996, "A new
methodology for gray-scale character segmentation and its recognition"). Where two digits share a
stretch of ink such a path crosses one of them instead; there a cut goes straight from a notch in
the upper outline to one in the lower (Strathy, Suen & Krzyzak, 1993, "Segmentation of handwritten
digits using contour features"). Which cuts are right is not known here: `digitink.lattice` weighs
what they leave.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from digitink.raster import INK, Pixels, stroke_width

ROWS = 36  # to the height of an ordinary digit: finely enough to find a way between two
SLANT = 0.8  # what a step aside costs, in pixels of ink: a cut is straight where it can be
DEAR = 4.0  # widths of the pen: no cut costs more
LINED = 1.3  # of the height: a level line that is longer than digits ...
THROUGH, AWAY = 0.2, 0.12  # ... crosses them out if so many strokes to one go on so far beyond it
SOLID = 0.3  # of the height: where levels that touch are higher than this together, ink is solid
DEEP = 0.04  # of the height: a notch lies lower in the outline than what is on both sides of it
ASLANT = 0.2  # of the height: notches farther aside of one another are not opposite
NOTCHED = 3.0  # widths of the pen: what a cut from a notch costs, however much it crosses
APART = 0.12  # of the height: all others lie no closer to a cut, nor to an end of the ink

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cut:
    """`path`: (H,) where it passes in each row, in pixels.

    `cost`: ink crossed, and a little for each step aside, in widths of the pen; `NOTCHED` for a
    cut from a notch. `crossed_out`: whether what it parts seems to be.
    """

    path: Floats
    cost: float
    crossed_out: bool


def find(pixels: Pixels, height: float) -> list[Cut]:
    """From left to right the cuts that may part digits which touch.

    None crosses another; where two would, the right one runs along the left one, whatever it is.

    `pixels`: (H, W) 0 paper to 1 ink, of ink that hangs together and no other. `height`: that of
    an ordinary digit, in pixels. [] where it is solid.
    """
    rows, columns = pixels.shape
    scale = min(1.0, ROWS / height)
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    ink = (small > INK).view(np.uint8)
    levels = _levels(ink, height * scale)
    if any(rows > SOLID * height * scale for _, _, _, rows in levels):
        return []
    crossed_out = any(_goes_through(level, ink, height * scale) for level in levels)
    middle = len(small) // 2
    down, from_top = _accumulated(small[: middle + 1])
    up, from_bottom = _accumulated(small[: middle - 1 if middle else None : -1])
    costs = (down + up - small[middle]) / _pen(small)
    ways = [(path, NOTCHED) for path in _notched(small > INK, height * scale)]
    for column in _cheapest(costs, height * scale, [round(path[middle]) for path, _ in ways]):
        top, bottom = _backtracked(from_top, column), _backtracked(from_bottom, column)
        ways.append((np.concatenate([top, bottom[-2::-1]]), float(costs[column])))
    found: list[Cut] = []
    left = np.full(len(small), -np.inf)
    for path, cost in sorted(ways, key=lambda way: float(way[0][middle])):
        left = np.maximum(left, path)
        found.append(Cut(_enlarged(left, pixels.shape, small.shape), cost, crossed_out))
    return found


def _levels(ink: npt.NDArray[np.uint8], height: float) -> list[list[int]]:
    """Where ink (H, W) is level for longer than a digit: left, top, width and height of each."""
    framed = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    line = np.ones((1, math.ceil(LINED * height)), np.uint8)
    level = cv2.dilate(cv2.erode(framed, line), line)[1:-1, 1:-1]
    found: list[list[int]] = cv2.connectedComponentsWithStats(level)[2][1:, :4].tolist()
    return found


def _goes_through(level: list[int], ink: npt.NDArray[np.uint8], height: float) -> bool:
    """Whether strokes go on above what is level and below.

    Where they go on to one side alone, digits stand on it, hang from it or meet one another there.
    """
    x, top, width, rows = level
    away = math.ceil(AWAY * height)
    room = np.pad(ink, ((away, away), (0, 0)))
    sides = (room[y, x : x + width] for y in (top, top + rows - 1 + 2 * away))
    few, many = sorted(np.count_nonzero(np.diff(side, prepend=0) == 1) for side in sides)
    return bool(few > THROUGH * many)


def _accumulated(rows: Floats) -> tuple[Floats, list[npt.NDArray[np.int_]]]:
    """What the cheapest path to each pixel of the last row costs, and the predecessors.

    These are, for each row but the first, the columns in the row before.
    """
    cost, predecessors = rows[0], []
    columns = np.arange(len(cost))
    for row in rows[1:]:
        aside = np.pad(cost + SLANT, 1, constant_values=np.inf)
        ways = np.stack([cost, aside[:-2], aside[2:]])
        best = ways.argmin(axis=0)
        predecessors.append(columns + np.array([0, -1, 1])[best])
        cost = ways[best, columns] + row
    return cost, predecessors


def _backtracked(predecessors: list[npt.NDArray[np.int_]], column: int) -> Floats:
    """The path that ends in `column` of the last row, from the first row on."""
    path = [column]
    for before in reversed(predecessors):
        path.append(int(before[path[-1]]))
    return np.array(path[::-1], np.float64)


def _pen(pixels: Pixels | Floats) -> float:
    """The width of the pen, at least a pixel."""
    ink = cv2.copyMakeBorder((pixels > INK).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return max(1.0, stroke_width(cv2.distanceTransform(ink, cv2.DIST_L2, 3)))


def _notched(ink: Mask, height: float) -> list[Floats]:
    """Straight paths through ink (H, W) from notch to notch; upright where none is opposite."""
    rows, filled = np.arange(len(ink)), ink.any(axis=0)
    tops = np.where(filled, ink.argmax(axis=0), len(ink))
    bottoms = np.where(filled, len(ink) - 1 - ink[::-1].argmax(axis=0), -1)
    lower = _notches(-bottoms, DEEP * height)
    found = []
    for x in _notches(tops, DEEP * height):
        other = min(lower, key=lambda z: abs(z - x), default=x)
        if other in lower and abs(other - x) <= ASLANT * height and tops[x] < bottoms[other]:
            lower.remove(other)
            found.append(np.interp(rows, [tops[x], bottoms[other]], [x, other]))
        else:
            found.append(np.full(len(rows), float(x)))
    return found + [np.full(len(rows), float(x)) for x in lower]


def _notches(outline: npt.NDArray[np.int_], deep: float) -> list[int]:
    """The columns of the lowest points of an outline (W,) between two by so much higher ones.

    Of each column it has the row, from above.
    """
    found = []
    higher, lowest = int(outline[0]), -1
    for x, row in enumerate(outline.tolist()):
        if lowest < 0:
            higher = min(higher, row)
            lowest = x if row - higher >= deep else -1
        elif row > outline[lowest]:
            lowest = x
        elif outline[lowest] - row >= deep:
            found.append(lowest)
            higher, lowest = row, -1
    return found


def _cheapest(costs: Floats, height: float, taken: list[int]) -> list[int]:
    """The columns of the cheapest cuts that are not too dear and lie apart, rising.

    They lie apart from those that are `taken` as well.
    """
    room = max(1, round(APART * height))
    free = costs <= DEAR
    free[:room] = free[-room:] = False
    for column in taken:
        free[max(0, column - room + 1) : column + room] = False
    chosen: list[int] = []
    for column in np.argsort(costs, kind="stable").tolist():
        if free[column]:
            chosen.append(column)
            free[max(0, column - room + 1) : column + room] = False
    return sorted(chosen)


def _enlarged(path: Floats, shape: tuple[int, ...], small: tuple[int, ...]) -> Floats:
    """The path through all rows of the raster, in its pixels."""
    rows = (np.arange(shape[0]) + 0.5) * small[0] / shape[0] - 0.5
    return (np.interp(rows, np.arange(small[0]), path) + 0.5) * shape[1] / small[1]
