"""From a raster to blobs, ink that hangs together: which of it may be digits, and what one is.

A blob is to a picture what a stroke is to ink: `digitink.grouping` finds which blobs are one digit.
Where digits touch, or touch a line that they stand on, a blob is several, and is cut.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink import cuts, limits
from digitink.errors import InputError
from digitink.parts import Division
from digitink.raster import INK, Pixels
from digitink.underline import without_line_below

SPECK = 0.15  # of the ordinary size: smaller blobs are dust
FLAT = 8  # times its own height: as wide as this a blob may be a ruled line, ...
# ... and is one if, in ordinary sizes, it is as wide and as thin as these. Such a size is no height
# of a line, in which `parts.WIDEST` counts.
WIDE, THIN = 1.6, 0.25
# A blob at an edge of the picture seems cut off something else if it is lower than these, of the
# ordinary height: a broad one, so many times as wide as high; any other, for it may be a digit.
BROAD_BIT, BIT = 0.3, 0.2
BROAD = 1.2

Table = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
IntBox = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is read as one digit.

    `box`: (x0, y0, x1, y1) in pixels of the raster. `pixels`: the raster (y1 - y0, x1 - x0)
    float32 inside that box, holding no ink but its own.
    """

    box: IntBox
    pixels: Pixels


class Blobs:
    """The ink of a raster.

    `boxes`: (n, 4) float64 of x0, y0, x1, y1 in pixels, of the blobs that may be digits and, after
    them, of what `cut` made of some, lines that digits stand on among it. Dust is none of them, and
    neither are lines ruled under or over other ink that they do not touch. `cut_off`: the places of
    those that an edge of the picture seems to have cut off something else.
    """

    def __init__(self, pixels: Pixels) -> None:
        """`pixels`: (H, W) float32, 0 paper to 1 ink.

        Raises InputError on more blobs than `limits.BLOBS`, dust aside.
        """
        self._pixels = pixels
        self._labels, self._stats = _labelled(pixels)
        sizes = _sizes(self._stats)
        ruled = _ruled(self._stats, sizes)
        self._kept = _no_dust(self._stats, sizes, ~ruled)
        if len(self._kept) > limits.BLOBS:
            raise InputError(
                f"{len(self._kept)} pieces of ink; at most {limits.BLOBS} are looked at"
            )
        self.boxes = _boxes(self._stats[self._kept])
        self.cut_off = frozenset(_cut_off(self._stats[self._kept], pixels.shape).tolist())
        self._rows = [np.array([row]) for row in self._kept]  # of the statistics, of each box
        self._lines: set[int] = set()  # which boxes are lines that digits stand on

    def piece(self, blobs: Sequence[int]) -> Piece:
        """Some of the blobs, by their places in `boxes`, as one digit.

        Of a line, never alone, as much as lies below or above the others.
        """
        rows = np.concatenate([self._rows[blob] for blob in blobs if blob not in self._lines])
        below = [int(row) for blob in self._lines.intersection(blobs) for row in self._rows[blob]]
        return _piece(self._pixels, self._labels, self._stats, rows, below)

    def cut(self, blob: int, height: float) -> Division:
        """Cut a blob that may be several digits, each of an ordinary `height` in pixels.

        Names are places in `boxes`, to which the pieces and the line are added.
        """
        x0, y0, x1, y1 = self.boxes[blob].astype(int).tolist()
        own = self._labels[y0:y1, x0:x1] == self._rows[blob][0] + 1
        ink = self._pixels[y0:y1, x0:x1] * own
        bare = without_line_below(ink, height)
        found = cuts.find(bare, height)
        if bare is ink and not found:
            return Division()
        line = own & (bare <= INK)
        own &= ~line
        self._labels = self._labels.astype(np.int32, copy=False)  # more labels than there were
        ends = [np.zeros(y1 - y0), *(cut.path for cut in found), np.full(y1 - y0, x1 - x0)]
        costs, stats = [], []
        for (left, right), cost in zip(pairwise(ends), [0, *(c.cost for c in found)], strict=True):
            start, end = math.floor(left.min()), math.ceil(right.max())
            columns = np.arange(start, end) + 0.5
            piece = own[:, start:end] & (left[:, None] < columns) & (columns <= right[:, None])
            if piece.any():
                costs.append(cost)
                stats.append(_statistics(piece, x0 + start, y0))
                label = len(self._stats) + len(stats)
                self._labels[y0:y1, x0 + start : x0 + end][piece] = label
        first = len(self.boxes)
        if bare is not ink:
            self._lines.add(first + len(stats))
            stats.append(_statistics(line, x0, y0))
            self._labels[y0:y1, x0:x1][line] = len(self._stats) + len(stats)
        rows = len(self._stats) + np.arange(len(stats))
        self._stats = np.concatenate([self._stats, stats])
        self._rows[blob] = rows
        self._rows += list(rows[:, None])
        self.boxes = np.concatenate([self.boxes, _boxes(np.array(stats))])
        pieces = ((place, self.boxes[place], cost) for place, cost in enumerate(costs, first))
        crossed_out = any(cut.crossed_out for cut in found)
        return Division(tuple(pieces), None if bare is ink else first + len(costs), crossed_out)


def whole(pixels: Pixels) -> Piece | None:
    """All ink of a raster (H, W) but dust, as one digit; None where there is none."""
    labels, stats = _labelled(pixels)
    if not len(stats):
        return None
    kept = _no_dust(stats, _sizes(stats), np.ones(len(stats), bool))
    return _piece(pixels, labels, stats, kept, [])


def _labelled(pixels: Pixels) -> tuple[Table, Table]:
    """The number of each pixel's blob, from 1 on, and cv2's statistics of the blobs."""
    if pixels.size == 0:
        return np.zeros(pixels.shape, np.int32), np.zeros((0, 5), np.int32)
    binary = (pixels > INK).view(np.uint8)
    height, width = pixels.shape
    most = -(-height // 2) * -(-width // 2)  # blobs that do not touch
    ltype = cv2.CV_16U if most < 2**16 - 1 else cv2.CV_32S  # quicker where it is enough
    _, labels, stats, _ = cv2.connectedComponentsWithStats(binary, ltype=ltype)
    return labels, stats[1:]


def _boxes(stats: Table) -> Floats:
    corners = stats[:, :2]
    return np.concatenate([corners, corners + stats[:, 2:4]], axis=1).astype(np.float64)


def _statistics(part: npt.NDArray[np.bool_], x0: int, y0: int) -> list[int]:
    """What cv2 says of a blob, of the pixels (h, w) of a part whose corner lies at x0, y0."""
    x, y, width, height = cv2.boundingRect(part.view(np.uint8))
    return [x0 + x, y0 + y, width, height, int(part.sum())]


def _sizes(stats: Table) -> Table:
    return np.asarray(stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1))


def _ruled(stats: Table, sizes: Table) -> Table:
    """(n,) which blobs are lines ruled under or over others, as thin as a pen and not much bent."""
    widths = stats[:, cv2.CC_STAT_WIDTH]
    flat = widths > FLAT * stats[:, cv2.CC_STAT_HEIGHT]
    if not flat.any() or flat.all():
        return np.zeros(len(stats), bool)
    ordinary = _ordinary(stats[~flat], sizes[~flat])
    thickness = stats[:, cv2.CC_STAT_AREA] / widths
    return flat & (widths > WIDE * ordinary) & (thickness < THIN * ordinary)


def _no_dust(stats: Table, sizes: Table, among: Table) -> Table:
    """The places of those among the blobs that are not small beside the others."""
    if not len(stats):
        return np.zeros(0, np.intp)
    return np.flatnonzero(among & (sizes >= SPECK * _ordinary(stats[among], sizes[among])))


def _cut_off(stats: Table, shape: tuple[int, ...]) -> Table:
    """The places of blobs at an edge of the picture that are too low for a digit beside the others.

    At its upper and lower edge they may be broad; at the others a broad one may be a minus.
    """
    if not len(stats):
        return np.zeros(0, np.intp)
    x, y, width, height = stats[:, :4].T
    ordinary = _ordinary(stats, height)
    low = height <= np.where(width >= BROAD * height, BROAD_BIT, BIT) * ordinary
    low &= (y == 0) | (y + height == shape[0])
    small = np.maximum(width, height) <= BIT * ordinary
    small &= (x == 0) | (x + width == shape[1])
    found = low | small
    return np.flatnonzero(found & ~found.all())


def _ordinary(stats: Table, sizes: Table) -> float:
    """The median of the blobs' sizes, each weighing as much as it has ink."""
    order = np.argsort(sizes)
    ink = np.cumsum(stats[order, cv2.CC_STAT_AREA])
    return float(sizes[order][np.argmax(2 * ink >= ink[-1])])


def _piece(pixels: Pixels, labels: Table, stats: Table, blobs: Table, lines: list[int]) -> Piece:
    x0, y0 = stats[blobs, :2].min(axis=0).tolist()
    x1, y1 = (stats[blobs, :2] + stats[blobs, 2:4]).max(axis=0).tolist()
    for line in lines:
        rows = np.flatnonzero((labels[:, x0:x1] == line + 1).any(axis=1))
        y0, y1 = min([y0, *rows[:1].tolist()]), max([y1, *(rows[-1:] + 1).tolist()])
    # One pixel more on each side: the faint rim of the ink.
    x0, y0 = max(x0 - 1, 0), max(y0 - 1, 0)
    x1, y1 = min(x1 + 1, pixels.shape[1]), min(y1 + 1, pixels.shape[0])
    inside = pixels[y0:y1, x0:x1]
    if len(blobs) < len(stats):  # otherwise no other ink can be in the box
        here = labels[y0:y1, x0:x1]
        own = np.isin(here, np.append(blobs, lines) + 1)
        rim = cv2.dilate(own.view(np.uint8), np.ones((3, 3), np.uint8)) > 0
        inside = inside * (own | (rim & (here == 0)))
    return Piece((x0, y0, x1, y1), inside)
