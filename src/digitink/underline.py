"""Level lines as dark as the ink, where a form wants a number: from edge to edge, or below digits.

Ruling that is fainter than the ink is told from it by its depth, see `digitink.ruling`; what is as
dark can be told by its course alone, see `digitink.straight`. From edge to edge of a picture a line
is taken away at once; a shorter one only from ink of which the network can make nothing.
"""

from itertools import islice

import numpy as np

from digitink.raster import INK, Pixels
from digitink.straight import Line, Mask, lines

OBLONG = 1.5  # times its height: in a narrower picture the bar of one 7 may go from edge to edge,
MARGIN = 0.08  # ... unless so much of the width on either side holds the lines alone
SMALLEST = 24  # pixels of the height: in a smaller picture a line is as thick as a stroke
MOST = 8  # lines
THIN, HAIR = 1 / 40, 3  # of the picture's width, and pixels: how thick a line may be
RIM = 1 / 50  # of the width: as near as this to either edge the line is seen
GAP = 1  # of its thickness: bars of digits beside one another leave more, and are no line
LONG, THICK = 1.2, 0.12  # heights of a digit: a line that digits stand on; bars are no longer
AWAY = 0.12  # heights of a digit: so far above it and below it strokes are counted ...
THROUGH = 1 / 3  # ... and of those above no more than these go on below, as 7s and 9s may
ROOM = 4  # times as high as the line is thick is what stands on it, or it is no line


def without_underlines(ink: Pixels) -> Pixels:
    """Ink (H, W) float32, 0 paper to 1 ink, without such lines; itself where there is none."""
    height, width = ink.shape
    if height < SMALLEST:
        return ink
    rim = max(2, round(RIM * width))
    bare, thickest = ink, 0
    found = lines(ink > INK, width - 2 * rim, max(HAIR, THIN * width))
    for each in islice(found, MOST):
        if each.start >= rim or each.end <= width - rim or each.gap > GAP * each.thickness + 1:
            break
        if bare is ink:
            bare = ink.copy()
        each.alone(ink).paint(bare, 0)
        _, top, bottom = each.runs
        thickest = max(thickest, int((bottom - top).max()))
    if bare is ink:
        return ink
    rows, columns = (np.flatnonzero((bare > INK).any(axis=axis)) for axis in (1, 0))
    if not len(rows) or rows[-1] - rows[0] <= ROOM * thickest:
        return ink
    margin = min(columns[0], width - 1 - columns[-1])
    return bare if width >= OBLONG * height or margin >= MARGIN * width else ink


def without_line_below(ink: Pixels, height: float) -> Pixels:
    """The ink (H, W) of one blob without the line that its digits stand on; itself without one.

    `height`: of an ordinary digit, in pixels. A line below which most strokes go on is none that
    digits stand on: what is crossed out stays so, unless through its very feet.
    """
    mask = ink > INK
    for each in islice(lines(mask, LONG * height, max(HAIR, THICK * height)), MOST):
        away = each.thickness / 2 + AWAY * height
        above, below = (_strokes_along(mask, each, aside) for aside in (-away, away))
        if above and below <= THROUGH * above:
            bare = ink.copy()
            each.alone(ink).paint(bare, 0)
            return bare if (bare > INK).any() else ink
    return ink


def _strokes_along(mask: Mask, line: Line, aside: float) -> int:
    """How many strokes are met along a line, but so many pixels below it."""
    columns = np.arange(mask.shape[1])
    rows = np.rint(line.course(columns) + aside).astype(int)
    within = (rows >= 0) & (rows < len(mask))
    met = within & mask[np.clip(rows, 0, len(mask) - 1), columns]
    return int(np.count_nonzero(np.diff(met.astype(np.int8), prepend=0) == 1))
