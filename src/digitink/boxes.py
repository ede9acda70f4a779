"""Boxes printed around digits, as dark as the ink: the rows of boxes that forms want numbers in.

A box is ink that hangs together and holds two level lines, one above the other, and two upright
ones that join their ends; see `digitink.straight`. What divides it, further lines of either kind,
is of the box as well. A comb is a row of boxes without their upper half: one level line with short
upright ones on it. Strokes that meet the lines stay whole.
"""

from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
import numpy.typing as npt

from digitink.raster import INK, Pixels
from digitink.straight import UNEVEN, Line, Mask, lines

SMALLEST = 24  # pixels of a box's sides: in a smaller one a line is as thick as a stroke
FULL = 0.5  # of its rectangle is ink: of a box less
THIN, HAIR = 1 / 9, 2  # of the shorter side, and pixels: how thick a line of a box may be
TRIED = 200  # pieces of ink at most, the largest, and ...
SEARCHED = 2  # ... times the picture's size: for the sake of time, as much of it is looked at
LONG = 0.75  # of the ink's width: the level lines of a box, which a stroke may run out of
UPRIGHT = 0.9  # of the space between the outer level lines: the lines across it
BARS = 0.5  # of its columns: what is alone in less of them, and lies within, may be bars of digits
CORNER = 0.05  # of that space, beside the lines' thickness: as near to one another lines end
THICKER = 2  # times the level lines: a border of two boxes side by side
ROW = 2.2  # times as wide as high are rows of boxes that lie one above the other
# Of the height of a row:
DIVIDED = 1.0  # the width of two boxes beside each other, at least, ...
EVEN = 1.3  # ... or more than two are all as large as one another, but for this factor
HELD = 0.3  # the height of what a box holds, at least, or it may be a digit itself
ALIKE = 0.15  # an empty box is as high as another that holds something, but for this

# A comb, a level line with teeth:
THICK = 1 / 10  # of its width: how thick the line may be
HIGH = 2.5  # times the line's thickness: teeth are as high, at least, ...
LEAN = 0.1  # ... may lean to the side by so much of their height, ...
APART = 1.3  # ... are farther apart than so many of their heights, ...
TOOTH = 0.7  # ... and no higher than so much of a digit, or they may be 1s,
HIGHEST = 8  # ... which is looked for up to as many of their heights

Corners = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Box:
    """Where its ink lies (x0, y0, x1, y1), which is its `own`, and how high a row of it is.

    `space`: where digits stand in it, (x0, y0, x1, y1). `least`: how high one must be, in pixels.
    """

    corners: Corners
    own: Mask
    height: float
    space: Corners
    least: float


def without_boxes(ink: Pixels) -> Pixels:
    """Ink (H, W) float32, 0 paper to 1 ink, without boxes; itself where there are none."""
    if min(ink.shape, default=0) < SMALLEST:
        return ink
    boxes = _boxes((ink > INK).view(np.uint8))
    if not boxes:
        return ink
    within = _without(ink, boxes) > INK
    heights = [box.height for box in boxes if _holds(box, within)]
    taken = [box for box in boxes if any(abs(box.height - h) <= ALIKE * h for h in heights)]
    return _without(ink, taken) if taken else ink


def _without(ink: Pixels, boxes: list[_Box]) -> Pixels:
    bare = ink.copy()
    for box in boxes:
        x0, y0, x1, y1 = box.corners
        bare[y0:y1, x0:x1][box.own] = 0
    return bare


def _boxes(mask: npt.NDArray[np.uint8]) -> list[_Box]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    sides, area = stats[:, 2:4], stats[:, cv2.CC_STAT_AREA]
    likely = (sides.max(axis=1) >= SMALLEST) & (area < FULL * sides.prod(axis=1))
    likely[0] = False  # the paper
    found = []
    left = SEARCHED * mask.size
    for blob in sorted(np.flatnonzero(likely), key=lambda b: -int(sides[b].prod()))[:TRIED]:
        x0, y0, width, height = stats[blob, :4].tolist()
        left -= width * height
        if left < 0:
            break
        corners = x0, y0, x0 + width, y0 + height
        own = labels[y0 : y0 + height, x0 : x0 + width] == blob
        box = (_box(own, corners) if min(width, height) >= SMALLEST else None) or _comb(
            own, corners
        )
        if box is not None:
            found.append(box)
    return found


def _box(blob: Mask, corners: Corners) -> _Box | None:
    """The box in a blob (h, w) of ink; None where there is none."""
    sides = _sides(blob)
    if sides is None:
        return None
    levels, uprights = sides
    width, height = (_at(each[-1]) - _at(each[0]) for each in (uprights, levels))
    if width >= ROW * height / (len(levels) - 1) or _even(levels):
        height /= len(levels) - 1
    else:  # what is level in a single row may be a digit's bar
        levels = [levels[0], levels[-1]]
    own = np.zeros(blob.shape, bool)
    for each in levels:
        each.paint(own, True)
    for each in _dividing(uprights, DIVIDED * height):
        each.paint(own.T, True)
    return _Box(corners, own, height, corners, HELD * height)


def _comb(blob: Mask, corners: Corners) -> _Box | None:
    """The comb in a blob (h, w) of ink, a level line with teeth on it; None where there is none."""
    width = blob.shape[1]
    if width < SMALLEST:
        return None
    level = next(lines(blob, LONG * width, max(HAIR, THICK * width)), None)
    if level is None or level.seen < BARS:
        return None
    own = np.zeros(blob.shape, bool)
    level.paint(own, True)
    teeth = _teeth(blob & ~own, level)
    if teeth is None:
        return None
    height = int(np.count_nonzero(teeth.any(axis=1)))
    x0, y0, x1, _ = corners
    foot = y0 + round(_at(level))
    space = x0, max(0, foot - round(HIGHEST * height)), x1, foot
    return _Box(corners, own | teeth, height, space, height / TOOTH)


def _teeth(ink: Mask, level: Line) -> Mask | None:
    """What of ink (h, w) stands on a level line as its teeth do: alike, apart, at its ends."""
    _, labels, stats, middles = cv2.connectedComponentsWithStats(ink.view(np.uint8))
    x, top = middles[:, 0], stats[:, cv2.CC_STAT_TOP]
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    thin = UNEVEN * level.thickness + 1
    stands = np.abs(level.course(x) - level.thickness / 2 - top - height) <= thin
    teeth = stands & (width <= thin + LEAN * height) & (height >= HIGH * level.thickness)
    teeth[0] = False  # the paper
    if not teeth.any():
        return None
    usual = float(np.median(height[teeth]))
    teeth &= (height <= EVEN * usual) & (usual <= EVEN * height)
    where = np.sort(x[teeth])
    if len(where) < 2 or np.diff(where).min() < APART * usual:
        return None
    ends = [where[0] - level.start <= thin + 1, level.end - where[-1] <= thin + 1]
    # At an edge of the picture a comb may be cut off.
    return teeth[labels] if all(ends) or (any(ends) and len(where) > 2) else None


def _sides(blob: Mask) -> tuple[list[Line], list[Line]] | None:
    """The level lines of a box, from the top, and its upright ones, from the left.

    The outer ones join one another's ends; None where there are none such.
    """
    height, width = blob.shape
    most = height // SMALLEST + 4, width // SMALLEST + 4  # denser are no boxes, and take time
    found = lines(blob, LONG * width, max(HAIR, THIN * min(blob.shape)))
    levels = sorted(islice(found, most[0]), key=_at)
    if not 2 <= len(levels) < most[0]:
        return None
    top, *within, bottom = levels
    levels = [top, *(each for each in within if each.seen >= BARS), bottom]
    space = _at(bottom) - _at(top)
    if space < SMALLEST:
        return None
    thickness = max(top.thickness, bottom.thickness)
    slack = CORNER * space + UNEVEN * thickness + 1
    rest = blob.copy()
    for each in levels:
        each.paint(rest, False)
    found = lines(rest.T, UPRIGHT * space - thickness, THICKER * thickness + 1)
    across = (each for each in islice(found, most[1]) if _joins(each, top, bottom, slack))
    uprights = sorted(across, key=_at)
    if len(uprights) < 2:
        return None
    left, right = uprights[0], uprights[-1]
    joined = _joins(top, left, right, slack) and _joins(bottom, left, right, slack)
    return (levels, uprights) if joined else None


def _at(each: Line) -> float:
    """The row of a level line's middle, the column of an upright one's."""
    return float(each.course((each.start + each.end) / 2))


def _dividing(uprights: list[Line], least: float) -> list[Line]:
    """Those that have so much room on both sides together, or all where they are evenly apart.

    Others within may be stems of digits.
    """
    found = list(uprights)
    while len(found) > 2 and not _even(found):
        room = [_at(found[i + 1]) - _at(found[i - 1]) for i in range(1, len(found) - 1)]
        if min(room) >= least:
            break
        del found[1 + room.index(min(room))]
    return found


def _even(found: list[Line]) -> bool:
    """Whether lines divide more than two boxes that are about as large as one another."""
    sizes = np.diff([_at(each) for each in found])
    return bool(len(sizes) > 2 and sizes.max() <= EVEN * sizes.min())


def _joins(each: Line, first: Line, last: Line, slack: float) -> bool:
    """Whether a line goes from one that crosses it to another, and no farther, but for `slack`."""
    start = first.course(each.course(each.start))
    end = last.course(each.course(each.end))
    return bool(abs(each.start - start) <= slack and abs(each.end - end) <= slack)


def _holds(box: _Box, mask: Mask) -> bool:
    """Whether there is ink within a box that may be a digit."""
    x0, y0, x1, y1 = box.space
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask[y0:y1, x0:x1].view(np.uint8))
    return bool((stats[1:, cv2.CC_STAT_HEIGHT] >= box.least).any())
