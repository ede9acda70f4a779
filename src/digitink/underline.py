"""A level line from edge to edge of a picture, as dark as its ink: where a form wants a number.

Ruling that is fainter than the ink is told from it by its depth, see `digitink.ruling`; what is as
dark can be told by its course alone. In every column of pixels ink lies in runs. Short runs whose
middles follow one another along a hardly bent curve, from one edge of the picture to the other, are
a line. Where a stroke meets it the run is longer, and stays: so strokes that cross the line stay
whole. That is how staves are taken from scores (I. Fujinaga: Staff detection and removal, 2004).
"""

import math

import numpy as np
import numpy.typing as npt

from digitink.raster import INK, Pixels

OBLONG = 1.5  # times its height: in a narrower picture the bar of one 7 may go from edge to edge,
MARGIN = 0.08  # ... unless so much of the width on either side holds the lines alone
SMALLEST = 24  # pixels of the height: in a smaller picture a line is as thick as a stroke
MOST = 8  # lines
THIN, HAIR = 1 / 40, 2  # of the picture's width, and pixels: how thick a line may be
CLIMB = math.radians(6)  # either way
SLOPES = 49  # that are tried
BENT, LEAST = 1 / 200, 1.5  # of the width, and pixels: a line lies in a band of twice that
UNEVEN = 1.6  # times as thick as most of the line: a longer run is of a stroke that meets it
SEEN, COVERED = 0.5, 0.85  # of the columns: the line alone is seen in, it or a stroke over it
RIM = 1 / 50  # of the width: as near as this to either edge the line is seen
ROOM = 4  # times as high as the line is thick is what stands on it, or it is no line
POINTS = 50_000  # of runs at most are looked at for a line's course, for the sake of time

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Runs = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]
"""Runs of ink, each in one column: that column, the first row, the row after the last."""


def without_underlines(ink: Pixels) -> Pixels:
    """Ink (H, W) float32, 0 paper to 1 ink, without such lines; itself where there is none."""
    height, width = ink.shape
    if height < SMALLEST:
        return ink
    bare, thickest = ink, 0
    for _ in range(MOST):
        line = _line(bare > INK)
        if line is None:
            break
        if bare is ink:
            bare = ink.copy()
        for x, top, bottom in zip(*line, strict=True):
            bare[max(top - 1, 0) : bottom + 1, x] = 0  # with the faint rim of the ink
            thickest = max(thickest, bottom - top)
    if bare is ink:
        return ink
    rows, columns = (np.flatnonzero((bare > INK).any(axis=axis)) for axis in (1, 0))
    if not len(rows) or rows[-1] - rows[0] <= ROOM * thickest:
        return ink
    margin = min(columns[0], width - 1 - columns[-1])
    return bare if width >= OBLONG * height or margin >= MARGIN * width else ink


def _line(mask: Mask) -> Runs | None:
    """The runs of a line in a mask (H, W) of ink; None where there is none."""
    height, width = mask.shape
    x, top, bottom = _runs(mask)
    thin = bottom - top <= max(HAIR, THIN * width)
    x, top, bottom = x[thin], top[thin], bottom[thin]
    if len(x) < SEEN * width:
        return None
    middle = (top + bottom - 1) / 2
    band = max(LEAST, BENT * width)
    slope, level = _course(x - width / 2, middle, band)
    near = np.abs(middle - slope * (x - width / 2) - level) <= band
    if np.count_nonzero(near) < SEEN * width:
        return None
    curve = np.polynomial.Polynomial.fit(x[near], middle[near], 2)
    thick = float(np.median((bottom - top)[near]))
    own = np.abs(middle - curve(x)) <= max(LEAST, thick)
    own &= bottom - top <= UNEVEN * thick + 1
    columns = np.arange(width)
    seen = np.isin(columns, x[own])
    covered = seen | mask[np.clip(np.rint(curve(columns)).astype(int), 0, height - 1), columns]
    rim = max(2, round(RIM * width))
    to_the_edges = seen[:rim].any() and seen[-rim:].any()
    if seen.mean() < SEEN or covered.mean() < COVERED or not to_the_edges:
        return None
    return x[own], top[own], bottom[own]


def _runs(mask: Mask) -> Runs:
    ends = np.diff(np.pad(mask.view(np.int8), ((1, 1), (0, 0))), axis=0).T
    x, top = np.nonzero(ends == 1)
    _, bottom = np.nonzero(ends == -1)
    return x, top, bottom


def _course(x: Floats, y: Floats, band: float) -> tuple[float, float]:
    """The slope and level of the nearly level line near which most of points (N,) lie."""
    some = slice(None, None, 1 + len(x) // POINTS)
    x, y = x[some], y[some]
    most, course = 0, (0.0, 0.0)
    for slope in np.tan(np.linspace(-CLIMB, CLIMB, SLOPES)):
        bins = np.rint((y - slope * x) / band).astype(int)
        first = int(bins.min())
        counts = np.bincount(bins - first, minlength=2)
        pairs = counts[:-1] + counts[1:]
        fullest = int(pairs.argmax())
        if pairs[fullest] > most:
            most, course = int(pairs[fullest]), (float(slope), (first + fullest + 0.5) * band)
    return course
