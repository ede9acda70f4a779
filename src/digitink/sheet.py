"""Where the paper lies in a picture: a sheet on a table, without the table.

Paper is smooth once its ink is gone, and it ends at straight edges. On a small copy a median filter
wipes thin ink away, whatever its tone; what hangs together there without a steep step is a region.
A region is a sheet if it nearly fills a polygon of few corners, if two of these lie well inside the
picture and are about as wide as corners of paper that is seen aslant, and if most of what lies
around is of another colour. So the end of a shadow, which runs right across, is none, and neither
is what a drawn box or the stroke of a broad pen cuts off from more paper.
"""

from itertools import product
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink.levels import small_copy
from digitink.raster import Pixels

COPY = 256 * 256  # pixels of the small copy on which a sheet is sought
LEAST = 120  # pixels of its shorter side: a smaller picture shows no table
STROKE = 9  # pixels of it: the side of the median filter; strokes half as wide vanish
STEPS = (1.2, 2.5, 5.0, 10.0)  # of 255 a pixel: steeper is an edge; the faintest are tried first
GAPS = (5, 17)  # pixels: gaps in an edge that still part two regions, where both tones are alike
AREA = (0.12, 0.97)  # of the picture: how large the bare paper of a sheet may be
CORNERS = 5  # of its polygon at most: four, or five where the picture cuts one off
SEEN = 2  # of them at least lie well inside the picture
FILLED = 0.9  # of the polygon and the region together is in both
RIM = 0.08  # of the shorter side: nearer to the edge of the picture its corners do not count
ANGLES = (55, 130)  # degrees: corners of paper seen aslant
UNLIKE = 10  # of 255: what differs by so much from the paper nearest to it is of another colour
ALIKE = 0.1  # of all around a sheet at most is of its colour: else it is a part of more paper
BEYOND = 15  # pixels: twice as far off begins what counts as around it
MARGIN = 7  # pixels: twice what is cut off all around, and with it the shadow of the edge

Image8 = npt.NDArray[np.uint8]


def only_sheet(tones: Pixels) -> Pixels | None:
    """A picture as if its sheet of paper went on to all sides; None where no sheet is found.

    `tones`: (H, W, C) float32 in 0..1, which stays as it is. What lies around the sheet becomes
    paper as it is nearest to it.
    """
    copy = np.asarray(np.rint(255 * small_copy(tones, COPY)), np.uint8)
    if min(copy.shape[:2]) < LEAST:
        return None
    plain = np.asarray(cv2.medianBlur(copy, STROKE), np.uint8).reshape(copy.shape)
    found = _sheet(plain)
    if found is None:
        return None
    sheet, paper = found
    alone = tones.copy()
    _go_on(alone, paper, _shrunk(sheet, MARGIN))
    return alone


def _sheet(plain: Image8) -> tuple[Image8, Image8] | None:
    """The mask (H, W) of the sheet in a picture (H, W, C) without thin ink; None without one.

    And a picture that has at each pixel the colour of the sheet's bare paper nearest to it.
    """
    steepness = _steepness(plain)
    least, most = (share * steepness.size for share in AREA)
    for step, gap in product(STEPS, GAPS):
        smooth = _shrunk((steepness < step).view(np.uint8), gap)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(smooth, connectivity=4)
        areas = enumerate(stats[1:, cv2.CC_STAT_AREA].tolist(), 1)
        large = sorted((area, label) for label, area in areas if least <= area <= most)
        for _, label in reversed(large):
            bare = (labels == label).view(np.uint8)
            sheet = _outline(_grown(bare, gap))
            if sheet is None:
                continue
            paper = _nearest(plain, bare)
            if _unlike(plain, sheet, paper):
                return sheet, paper
    return None


def _steepness(plain: Image8) -> Pixels:
    """The steepest step (H, W) at each pixel among the channels, in 1 / 255 a pixel."""
    steepest = np.zeros(plain.shape[:2], np.float32)
    for channel in range(plain.shape[2]):
        tone = cv2.GaussianBlur(plain[..., channel], (0, 0), 1.0)
        across, down = (cv2.Scharr(tone, cv2.CV_32F, *axis) / 32 for axis in ((1, 0), (0, 1)))
        np.maximum(steepest, cv2.magnitude(across, down), out=steepest)
    return steepest


def _outline(region: Image8) -> Image8 | None:
    """The convex hull of a region as a mask, if it is the outline of a sheet."""
    contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    for tolerance in np.arange(0.01, 0.08, 0.005):
        polygon = cv2.approxPolyDP(hull, tolerance * around, True)
        if len(polygon) <= CORNERS:
            break
    else:
        return None
    if _corners(polygon[:, 0].astype(np.float64), region.shape) < SEEN:
        return None
    with_ink, ideal = (_filled(outline, region.shape) for outline in (contour, polygon))
    both, either = np.count_nonzero(with_ink & ideal), np.count_nonzero(with_ink | ideal)
    return _filled(hull, region.shape) if both >= FILLED * either else None


def _filled(outline: npt.NDArray[Any], shape: tuple[int, ...]) -> Image8:
    """The mask of what an outline (n, 1, 2) holds."""
    return np.asarray(cv2.drawContours(np.zeros(shape, np.uint8), [outline], -1, 1, -1), np.uint8)


def _corners(polygon: npt.NDArray[np.float64], shape: tuple[int, ...]) -> int:
    """How many corners of paper a polygon (n, 2) has well inside a picture of this shape."""
    height, width = shape
    rim = RIM * min(height, width)
    x, y = polygon.T
    inside = (x > rim) & (x < width - rim) & (y > rim) & (y < height - rim)
    before, after = np.roll(polygon, 1, axis=0) - polygon, np.roll(polygon, -1, axis=0) - polygon
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    angles = np.degrees(np.arccos(np.clip((before * after).sum(axis=1) / lengths, -1, 1)))
    return int(np.count_nonzero(inside & (angles > ANGLES[0]) & (angles < ANGLES[1])))


def _unlike(plain: Image8, sheet: Image8, paper: Image8) -> bool:
    """Whether a picture (H, W, C) is of other colours around the sheet than its paper."""
    around = _grown(sheet, BEYOND) == 0
    if not around.any():
        return False
    differences = np.abs(plain[around] - paper[around].astype(np.int16)).max(axis=1)
    return bool((differences < UNLIKE).mean() <= ALIKE)


def _nearest(plain: Image8, bare: Image8) -> Image8:
    """A picture (H, W, C) that has at each pixel the colour of the nearest one of a mask."""
    _, labels = cv2.distanceTransformWithLabels(
        1 - bare, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((labels.max() + 1, plain.shape[2]), np.uint8)
    colours[labels[bare > 0]] = plain[bare > 0]
    return np.asarray(colours[labels])


def _go_on(tones: Pixels, paper: Image8, sheet: Image8) -> None:
    """Paint over what is not on the sheet: with `paper`, a small copy, and grain as paper has it.

    Without grain it would be told from the real paper, and that would be taken for faint ink.
    """
    size = tones.shape[1::-1]
    outside = cv2.resize(sheet, size, interpolation=cv2.INTER_NEAREST) == 0
    random = np.random.RandomState(0)
    samples = np.flatnonzero(~outside)
    samples = samples[random.randint(len(samples), size=min(len(samples), COPY))]
    drawn = random.randint(len(samples), size=np.count_nonzero(outside))
    for channel in range(tones.shape[2]):
        light = np.asarray(cv2.resize(paper[..., channel], size), np.float32) / np.float32(255)
        tone = tones[..., channel]
        grain = tone.ravel()[samples] - light.ravel()[samples]
        limit = np.quantile(np.abs(grain), 0.9)  # what differs more is ink
        grain[np.abs(grain) > limit] = 0
        tone[outside] = np.clip(light[outside] + grain[drawn], 0, 1)


def _grown(mask: Image8, side: int) -> Image8:
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)), np.uint8)


def _shrunk(mask: Image8, side: int) -> Image8:
    """The same backwards; what is beyond the picture's edge takes nothing away."""
    return np.asarray(cv2.erode(mask, np.ones((side, side), np.uint8), borderValue=1), np.uint8)
