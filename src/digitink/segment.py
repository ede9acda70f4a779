"""From a raster to lines of digits: which ink belongs together.

Ink that touches is one blob; blobs that stand above one another within a line are one digit (the
bar of a 5 that does not meet its body); blobs that stand beside one another are two. So digits
must stand apart, as on a form.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink import limits
from digitink.errors import InputError
from digitink.raster import Pixels

INK = 0.3  # from here on a pixel joins its neighbours into a blob
SPECK = 0.15  # of the ordinary size: smaller blobs are dust
FLAT = 8  # times its own height: as wide as this a blob may be a ruled line, ...
WIDEST, THIN = 1.6, 0.25  # ... and is one if, in ordinary sizes, it is as wide and as thin as these
LINE_GAP = 0.25  # of the ordinary size: blank rows that part two lines
STACKED = 0.35  # of the narrower blob's width: shared columns that make two blobs one digit

Table = npt.NDArray[Any]
IntBox = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is read as one digit.

    `box`: (x0, y0, x1, y1) in pixels of the raster. `pixels`: the raster (y1 - y0, x1 - x0)
    float32 inside that box, holding no ink but its own.
    """

    box: IntBox
    pixels: Pixels


def segment(pixels: Pixels, *, single: bool = False) -> list[list[Piece]]:
    """Lines from top to bottom, in each the pieces from left to right.

    Dust is left out, and so are lines ruled under or over other ink that they do not touch.
    `pixels`: (H, W) float32, 0 paper to 1 ink. `single`: all ink is one piece. No ink: no lines.
    Raises InputError on more pieces than `limits.DIGITS`.
    """
    if pixels.size == 0:
        return []
    binary = (pixels > INK).view(np.uint8)
    height, width = pixels.shape
    most = -(-height // 2) * -(-width // 2)  # blobs that do not touch
    ltype = cv2.CV_16U if most < 2**16 - 1 else cv2.CV_32S  # quicker where it is enough
    count, labels, stats, _ = cv2.connectedComponentsWithStats(binary, ltype=ltype)
    if count == 1:
        return []
    blobs = stats[1:]
    sizes = blobs[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    ruled = np.zeros(len(blobs), bool) if single else _ruled(blobs, sizes)
    ordinary = _ordinary(blobs[~ruled], sizes[~ruled])
    kept = np.flatnonzero((sizes >= SPECK * ordinary) & ~ruled)
    if not single and len(kept) > 1:
        boxes = {int(i): _box(blobs[i]) for i in kept}
        groups = [_digits(line, boxes) for line in _lines(boxes, LINE_GAP * ordinary)]
    else:
        groups = [[kept.tolist()]]
    found = sum(map(len, groups))
    if found > limits.DIGITS:
        raise InputError(f"{found} pieces of ink; at most {limits.DIGITS} digits are read")
    alone = found == 1 and len(kept) == len(blobs)  # then no other ink can be in the box
    return [
        [_piece(pixels, None if alone else labels, blobs, group) for group in line]
        for line in groups
    ]


def _ruled(blobs: Table, sizes: Table) -> Table:
    """(n,) which blobs are lines ruled under or over others, as thin as a pen and not much bent."""
    widths = blobs[:, cv2.CC_STAT_WIDTH]
    flat = widths > FLAT * blobs[:, cv2.CC_STAT_HEIGHT]
    if not flat.any() or flat.all():
        return np.zeros(len(blobs), bool)
    ordinary = _ordinary(blobs[~flat], sizes[~flat])
    thickness = blobs[:, cv2.CC_STAT_AREA] / widths
    return flat & (widths > WIDEST * ordinary) & (thickness < THIN * ordinary)


def _ordinary(blobs: Table, sizes: Table) -> float:
    """The median of the blobs' sizes, each weighing as much as it has ink."""
    order = np.argsort(sizes)
    ink = np.cumsum(blobs[order, cv2.CC_STAT_AREA])
    return float(sizes[order][np.argmax(2 * ink >= ink[-1])])


def _box(stat: Table) -> IntBox:
    x, y, width, height = stat[:4].tolist()
    return (x, y, x + width, y + height)


def _lines(boxes: dict[int, IntBox], gap: float) -> list[list[int]]:
    """Blobs parted wherever more than `gap` blank rows run all across."""
    lines: list[list[int]] = []
    bottom = -np.inf
    for i in sorted(boxes, key=lambda i: boxes[i][1]):
        if boxes[i][1] > bottom + gap:
            lines.append([])
        lines[-1].append(i)
        bottom = max(bottom, boxes[i][3])
    return lines


def _digits(line: list[int], boxes: dict[int, IntBox]) -> list[list[int]]:
    """The blobs of a line, those that stand above one another together, from left to right."""
    digits: list[list[int]] = []
    right = left = 0
    for i in sorted(line, key=lambda i: boxes[i][0]):
        x0, _, x1, _ = boxes[i]
        narrower = min(x1 - x0, right - left)
        if digits and min(right, x1) - x0 >= STACKED * narrower:
            digits[-1].append(i)
            right = max(right, x1)
        else:
            digits.append([i])
            left, right = x0, x1
    return digits


def _piece(pixels: Pixels, labels: Table | None, blobs: Table, group: list[int]) -> Piece:
    x0, y0 = blobs[group, :2].min(axis=0).tolist()
    x1, y1 = (blobs[group, :2] + blobs[group, 2:4]).max(axis=0).tolist()
    # One pixel more on each side: the faint rim of the ink.
    x0, y0 = max(x0 - 1, 0), max(y0 - 1, 0)
    x1, y1 = min(x1 + 1, pixels.shape[1]), min(y1 + 1, pixels.shape[0])
    inside = pixels[y0:y1, x0:x1]
    if labels is not None:
        own = np.isin(labels[y0:y1, x0:x1], np.array(group) + 1).view(np.uint8)
        inside = inside * cv2.dilate(own, np.ones((3, 3), np.uint8))
    return Piece((x0, y0, x1, y1), inside)
