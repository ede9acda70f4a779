"""Where ink that hangs together may be cut, so that digits which touch can be read one by one.

A cut runs from the top of the ink to its bottom where it crosses least of it: the shortest path
through a picture whose every pixel costs as much as it holds ink (Lee, Lee & Park, 1996, "A new
methodology for gray-scale character segmentation and its recognition"). Which cuts are right is
not known here: `digitink.lattice` weighs what they leave.
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
LINED = 1.3  # of the height: what holds so long a level line is ruled, and no cut undoes that
APART = 0.12  # of the height: cuts lie no closer together, nor to an end of the ink

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cut:
    """`path`: (H,) where it passes in each row, in pixels.

    `cost`: ink crossed, and a little for each step aside, in widths of the pen.
    """

    path: Floats
    cost: float


def find(pixels: Pixels, height: float) -> list[Cut]:
    """From left to right the cuts that may part digits which touch.

    None crosses another; where two would, the right one runs along the left one.

    `pixels`: (H, W) 0 paper to 1 ink, of ink that hangs together and no other. `height`: that of
    an ordinary digit, in pixels. [] where a line is ruled through or under the digits.
    """
    rows, columns = pixels.shape
    scale = min(1.0, ROWS / height)
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    if _is_ruled(small, height * scale):
        return []
    middle = len(small) // 2
    down, from_top = _accumulated(small[: middle + 1])
    up, from_bottom = _accumulated(small[: middle - 1 if middle else None : -1])
    costs = (down + up - small[middle]) / _pen(small)
    found: list[Cut] = []
    left = np.full(len(small), -np.inf)
    for column in _cheapest(costs, height * scale):
        top, bottom = _backtracked(from_top, column), _backtracked(from_bottom, column)
        left = np.maximum(left, np.concatenate([top, bottom[-2::-1]]))
        found.append(Cut(_enlarged(left, pixels.shape, small.shape), float(costs[column])))
    return found


def _is_ruled(pixels: Floats, height: float) -> bool:
    """Whether a level line runs through the ink."""
    ink = (pixels > INK).view(np.uint8)
    line = np.ones((1, math.ceil(LINED * height)), np.uint8)
    return bool(cv2.erode(ink, line, borderType=cv2.BORDER_CONSTANT, borderValue=0).any())


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


def _cheapest(costs: Floats, height: float) -> list[int]:
    """The columns of the cheapest cuts that are not too dear and lie apart, rising."""
    room = max(1, round(APART * height))
    free = costs <= DEAR
    free[:room] = free[-room:] = False
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
