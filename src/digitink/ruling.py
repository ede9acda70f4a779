"""Lines that were on a page before it was written on: ruled or squared, fainter than the ink.

A closing wider than a ruled line leaves the thin things of a page. Their depths are averaged along
rows, and along columns, which brings out what is long and level, or upright. What then stands out
by some depth, hangs together, runs through much of the page and is thin is a line. By which depth,
is tried: that which brings out the most.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink.raster import Pixels

SMALLEST = 100  # pixels of the shorter side: in a smaller copy strokes are as thin as ruling
WIDTH = 1 / 50  # of the shorter side: wider than any ruling ...
LEAST = 5  # pixels: ... and no less
ALONG = 15  # pixels: so far depths are averaged
CLEAR = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16)  # of the light: how far a line stands out
LONG = 0.4  # of the page: the shortest line ...
TOGETHER = 1.5  # ... and all that are level, laid end to end
CLIMBING = 0.2  # of its length: how far a line may climb, or be bent
THIN, HAIR = 0.02, 3  # of its length, and in pixels: how thick a line may be
DEEPER = 1.3  # times as deep as most of the ruling: ink, which stays ...
RIM = 5  # pixels: ... with the square of this side around it

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ruling:
    """`lines`: a mask (H, W) of most of the ruling. `bare`: the page (H, W) without it."""

    lines: Mask
    bare: Pixels


def find(page: Pixels) -> Ruling | None:
    """The ruling of a page, (H, W) float32 in 0..1, paper light; None where there is none.

    Upright lines count only beside level ones: by themselves they are 1s.
    """
    if min(page.shape) < SMALLEST:
        return None
    widest = max(LEAST, round(WIDTH * min(page.shape)))
    paper = cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((widest, widest), np.uint8))
    depth = np.asarray((paper - page) / np.maximum(paper, np.float32(0.01)), np.float32)
    level = _raised(cv2.blur(depth, (ALONG, 1)))
    found = [_lines(level, clear) for clear in CLEAR]
    lines, length = max(found, key=lambda each: each[1])
    if length < TOGETHER:
        return None
    upright = _raised(cv2.blur(depth, (1, ALONG)).T)
    columns, _ = max((_lines(upright, clear) for clear in CLEAR), key=lambda each: each[1])
    lines |= columns.T
    deeper = (depth > DEEPER * float(np.quantile(depth[lines], 0.9))).view(np.uint8)
    ink = cv2.dilate(deeper, np.ones((RIM, RIM), np.uint8)) > 0
    lines &= ~ink
    return Ruling(lines, np.where(ink, page, paper)) if lines.any() else None


def _raised(depth: npt.NDArray[Any]) -> Pixels:
    """How much deeper each pixel is than most."""
    return np.ascontiguousarray(depth - np.median(depth), np.float32)


def _lines(depth: Pixels, clear: float) -> tuple[Mask, float]:
    """The level lines in depths (H, W), and how long they are together, in widths of the page."""
    above = (depth > clear).view(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(above)
    _, _, width, height, area = stats.T
    thick = np.maximum(HAIR, THIN * width)
    found = (width >= LONG * depth.shape[1]) & (area <= thick * width)
    found &= height <= np.maximum(thick, CLIMBING * width)
    found[0] = False  # the background
    return found[labels], float(width[found].sum() / depth.shape[1])
