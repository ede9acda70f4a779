"""Lines as dark as the ink, where a form wants a number: from edge to edge, or below digits.

Ruling that is fainter than the ink is told from it by its depth, see `digitink.ruling`; what is as
dark can be told by its course alone, see `digitink.straight`. From edge to edge of a picture a line
is taken away at once, be it level or the upright one of a margin; a shorter one, level, only from
ink of which the network can make nothing.
"""

from itertools import islice

import cv2
import numpy as np

from digitink.raster import INK, Pixels
from digitink.straight import Line, Mask, lines

OBLONG = 1.5  # times its height: in a narrower picture the bar of one 7 may go from edge to edge,
MARGIN = 0.08  # ... unless so much of the width on either side holds the lines alone
SMALLEST = 24  # pixels of the shorter side: in a smaller picture a line is as thick as a stroke
MOST = 8  # lines
THIN, HAIR = 1 / 14, 3  # of the picture's shorter side, and pixels: how thick a line may be
RIM = 1 / 50  # of the way from edge to edge: as near as this to either the line is seen
# An upright line may be a 1 if what stands beside it is higher than so much of its height, or if it
# bends by more than so much: few 1s by hand are so straight.
LOWER, BEND = 0.8, 0.01
ASIDE = 2  # pixels from it on both sides: strokes that are met there cross it, as the bar of a 4
# A level line that is alone in less of its columns, or thicker than so much of the width and than 2
# pixels, may be the bars of 4s or the feet of 2s, unless it runs beyond all else on both sides.
COVERED, FINE = 0.5, 1 / 40
GAP = 1  # of its thickness: bars of digits beside one another leave more, and are no line
LONG, THICK = 1.2, 0.12  # heights of a digit: a line that digits stand on; bars are no longer
AWAY = 0.12  # heights of a digit: so far above it and below it strokes are counted ...
THROUGH = 1 / 3  # ... and of those above no more than these go on below, as 7s and 9s may
ROOM = 4  # times as high as the line is thick is what stands on it, or it is no line


def without_underlines(ink: Pixels) -> Pixels:
    """Ink (H, W) float32, 0 paper to 1 ink, without such lines; itself where there is none."""
    if min(ink.shape, default=0) < SMALLEST:
        return ink
    return _without_upright(_without_level(ink))


def _without_level(ink: Pixels) -> Pixels:
    height, width = ink.shape
    found = _from_edge_to_edge(ink)
    if not found:
        return ink
    bare = _without(ink, found)
    rows, columns = (np.flatnonzero((bare > INK).any(axis=axis)) for axis in (1, 0))
    thickest = max(int((bottom - top).max()) for _, top, bottom in (each.runs for each in found))
    if not len(rows) or rows[-1] - rows[0] <= ROOM * thickest:
        return ink
    margin = min(columns[0], width - 1 - columns[-1])
    covered = min(each.seen for each in found) < COVERED
    if (covered or thickest > max(2, FINE * width)) and margin <= max(RIM * width, thickest):
        return ink
    return bare if width >= OBLONG * height or margin >= MARGIN * width else ink


def _without_upright(ink: Pixels) -> Pixels:
    """The same of upright lines: straight, far higher than all else, crossed by no strokes."""
    lying = ink.T
    found = _from_edge_to_edge(lying)
    if not found or any(_is_bent(each) or _is_crossed(lying > INK, each) for each in found):
        return ink
    bare = np.ascontiguousarray(_without(lying, found).T)
    _, _, stats, _ = cv2.connectedComponentsWithStats((bare > INK).view(np.uint8))
    highest = int(stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0))
    return bare if 0 < highest <= LOWER * len(ink) else ink


def _from_edge_to_edge(ink: Pixels) -> list[Line]:
    width = ink.shape[1]
    rim = max(2, round(RIM * width))
    found = lines(ink > INK, width - 2 * rim, max(HAIR, THIN * min(ink.shape)))

    def is_from_edge_to_edge(line: Line) -> bool:
        whole = line.gap <= GAP * line.thickness + 1
        return whole and line.start < rim and line.end > width - rim

    return list(filter(is_from_edge_to_edge, islice(found, MOST)))


def _without(ink: Pixels, found: list[Line]) -> Pixels:
    bare = ink.copy()
    for each in found:
        each.alone(ink).paint(bare, 0)
    return bare


def _is_bent(line: Line) -> bool:
    start, middle, end = line.course(np.linspace(line.start, line.end, 3))
    return bool(abs(middle - (start + end) / 2) > BEND * (line.end - line.start))


def _is_crossed(mask: Mask, line: Line) -> bool:
    """Whether strokes meet a line on both of its sides."""
    aside = line.thickness / 2 + ASIDE
    return all(_strokes_along(mask, line, side * aside) for side in (-1, 1))


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
            bare = _without(ink, [each])
            return bare if (bare > INK).any() else ink
    return ink


def _strokes_along(mask: Mask, line: Line, aside: float) -> int:
    """How many strokes are met along a line, but so many pixels below it."""
    columns = np.arange(mask.shape[1])
    rows = np.rint(line.course(columns) + aside).astype(int)
    within = (rows >= 0) & (rows < len(mask))
    met = within & mask[np.clip(rows, 0, len(mask) - 1), columns]
    return int(np.count_nonzero(np.diff(met.astype(np.int8), prepend=0) == 1))
