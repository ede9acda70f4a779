"""From depths to ink: where the paper's noise ends, how deep the ink is, whether there is any.

The depth of a pixel is the share of its paper's light that it lacks. Depths from the noise of the
paper to the tone of the ink become 0 to 1, with all greys between them kept; where the deeper
pixels do not stand clear of that noise, or shade off without an edge, there is no ink at all.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink.raster import Pixels

NOISE = 3.0  # standard deviations of the paper that are still paper
PROOF = 512 * 512  # pixels of the copy on which it is told whether there is ink at all
SMOOTHED = 40  # pixels of the shorter side: strokes of a larger picture are wide enough for it
CLEAR = 4.5  # standard deviations of the paper by which ink must stand out
CLEAR_SMOOTHED = 3.3  # the same where noise is smoothed: pure noise then stays below 3
CLEAR_FAINT = 8.0  # ... and where ink is fainter in the copy than any ink is
SPECKS = 0.2  # of their contrast is left to lone specks when they are smoothed, more to strokes
EDGE = 0.5  # of the contrast lies within 1/24 of the shorter side, where a stroke ends
FAINTEST = 0.08  # depth of the faintest ink
INK_TONE = 0.85  # quantile of the ink, by depth, that becomes 1: cores of strokes, not their specks

Floats = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Levels:
    """Depths: of the paper, where its noise ends, of the ink; and how clear the ink stands out.

    `contrast`: from the mean of the paler pixels to that of the deeper ones. `deviation`: the
    standard deviation of the paler ones.
    """

    paper: float
    noise: float
    ink: float
    contrast: float
    deviation: float


def levelled(depth: Pixels, *, least: float = 0.0) -> Pixels:
    """Depths (H, W) to ink in 0..1: the paper and its noise 0, the ink's tone 1.

    What is less deep than `least` is paper too. All zeros where there is no ink.
    """
    levels = _levels(depth, least)
    if levels is None or not _holds_ink(depth, levels, least):
        return np.zeros_like(depth)
    reach = np.float32(levels.ink - levels.paper)
    share = (depth - np.float32(levels.paper)) / reach
    # Twice as steep from the end of the noise on, so that strokes keep their width.
    share = np.minimum(share, 2 * (share - np.float32(levels.noise - levels.paper) / reach))
    return np.asarray(np.clip(share, 0, 1), np.float32)


def small_copy(pixels: Pixels, area: int) -> Pixels:
    """Pixels (H, W) or (H, W, C) brought down to about `area` pixels by area averaging."""
    height, width, *channels = pixels.shape
    factor = max(1.0, (height * width / area) ** 0.5)
    if factor == 1:
        return pixels
    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    copy = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(copy, np.float32).reshape(size[1], size[0], *channels)


def _holds_ink(depth: Pixels, levels: _Levels, least: float) -> bool:
    """Whether the deeper pixels are ink rather than noise, lone specks or the end of a gradient."""
    copy = small_copy(depth, PROOF)
    clear = CLEAR
    if min(copy.shape) >= SMOOTHED:
        copy, clear = np.asarray(cv2.blur(copy, (3, 3)), np.float32), CLEAR_SMOOTHED
    smooth = _levels(copy, least)
    if smooth is None or levels.contrast < FAINTEST:
        return False
    if smooth.contrast < FAINTEST:  # thin strokes on a large page, or what is left of noise
        clear = CLEAR_FAINT
    if smooth.contrast < max(SPECKS * levels.contrast, clear * smooth.deviation):
        return False
    near = np.ones(2 * [max(5, min(copy.shape) // 24)], np.uint8)
    steepest = float((cv2.dilate(copy, near) - cv2.erode(copy, near)).max())
    return steepest >= EDGE * smooth.contrast


def _levels(depth: Pixels, least: float) -> _Levels | None:
    """The levels of the histogram; None where there is but one, or nothing deeper than `least`."""
    first, last = -128, 256  # a bin around each multiple of 1 / 256 from -0.5 to 1
    edges = [(first - 0.5) / 256, (last + 0.5) / 256]
    counts = cv2.calcHist([depth], [0], None, [last - first + 1], edges).ravel()
    depths = np.arange(first, last + 1) / 256
    filled = np.flatnonzero(counts)
    if not filled.size:  # nearly black: a paper of hardly any light exaggerates what is not even
        return None
    peak = int(np.argmax(counts[: (filled[0] + filled[-1]) // 2 + 1]))  # in the paler half
    paler = slice(0, peak + 1)  # ink only deepens: on this side of the peak is pure noise
    noise = _moments(depths[paler], counts[paler], around=depths[peak])[1]
    floor = max(least, float(depths[peak]) + NOISE * noise)
    mass = np.cumsum(counts * np.clip(depths - floor, 0, None))
    if mass[-1] <= 0:
        return None
    top = float(depths[np.searchsorted(mass, INK_TONE * mass[-1])])
    pale = depths < (depths[peak] + top) / 2
    mean, deviation = _moments(depths[pale], counts[pale])
    contrast = _moments(depths[~pale], counts[~pale])[0] - mean
    return _Levels(float(depths[peak]), floor, top, contrast, deviation)


def _moments(values: Floats, counts: Floats, *, around: float | None = None) -> tuple[float, float]:
    """Mean and standard deviation, `around` the mean or what is given."""
    mean = float(np.average(values, weights=counts))
    middle = mean if around is None else around
    return mean, float(np.average((values - middle) ** 2, weights=counts)) ** 0.5
