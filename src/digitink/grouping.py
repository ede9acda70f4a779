"""From pen strokes, or blobs of a picture, to lines of digits: which of them are one digit.

What follows is said of strokes, and holds of blobs too.

Where strokes lie says much: those that stand apart are never one digit, and a stroke in the middle
of another, or one too low to be a digit, mostly belongs to its neighbour. The grouping that is
likeliest by that alone is shown to the network; where it is sure of every digit, no other could be
much better. Elsewhere it is asked about every group of neighbours there may be, and the sequence
of groups that is likeliest as a whole is taken. This is segmentation by recognition (Matan et al.,
1992, "Multi-digit recognition using a space displacement neural network"; LeCun et al., 1998,
"Gradient-based learning applied to document recognition", section V), with strokes in place of
cuts through pixels.

Strokes are ordered by where they lie, never by when they were drawn, and none is divided.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, log1p

import numpy as np
import numpy.typing as npt

from digitink import limits
from digitink.errors import InputError
from digitink.ink import Ink
from digitink.lines import Boxes, Floats, lines, ordinary
from digitink.reading import Box, enclosing

Group = tuple[int, ...]
"""Indices of the strokes of one digit, rising."""

Judge = Callable[[Sequence[Group]], Sequence[float]]
"""Of each group how probable its likeliest digit is, 0..1."""

# Lengths are in heights of an ordinary digit of the line.
DUST = 0.15  # smaller strokes are specks
APART = 0.2  # strokes of one digit leave no wider gap from left to right
WIDEST = 1.6  # no digit is wider
FLAT = 0.25  # wider strokes no higher than this rule a line
CROWD = 6  # strokes in one digit at most; more of them to a square height are a scribble
SURE = 0.995  # the network's probability from which on nothing else is tried

# Log odds, fitted to the right groups in numbers that were put together from the strokes of
# writers of pendigits.tra on whom no network was trained, and from made-up shapes.
DOUBT, NONE = -1.7, 0.002  # by the logarithm of 1 + the network's doubt / this
JOINED = 2.9  # for each stroke that joins others in a group ...
ASIDE, MIDDLE = -2.3, 0.05  # ... by the logarithm of 1 + how far aside it stands of them / this
PEN = 0.1  # is added to heights for that: a bar is as high as the pen is wide
LOW, WHOLE = -1.1, 0.8  # by how much a group is lower than that


def group(ink: Ink, judge: Judge) -> list[list[Group]]:
    """Lines from top to bottom, in each the digits from left to right.

    No stroke is in two digits. Specks, and lines ruled under or over other ink, are in none. What
    is crossed out is one group, and so is a scribble of many strokes. `judge` is asked about each
    group of the answer once, in at most two calls. Raises InputError on more groups than
    `limits.DIGITS`.
    """
    drawn = [i for i, stroke in enumerate(ink.strokes) if len(stroke)]
    if len(drawn) < 2:
        return [_alone(i, judge) for i in drawn]
    boxes = _boxes([ink.strokes[i] for i in drawn])
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    kept = sizes >= DUST * min(ordinary(boxes), sizes.max())
    return _grouped(np.array(drawn)[kept], boxes[kept], judge)


def group_blobs(boxes: Boxes, judge: Judge) -> list[list[Group]]:
    """The same of blobs, by their boxes; specks among them are no longer told from digits."""
    if len(boxes) < 2:
        return [_alone(i, judge) for i in range(len(boxes))]
    return _grouped(np.arange(len(boxes)), boxes, judge)


def _alone(name: int, judge: Judge) -> list[Group]:
    """A line of one digit. Nothing is to be decided: it is read at no more cost than ever."""
    judge([(name,)])
    return [(name,)]


def _grouped(names: npt.NDArray[np.int_], boxes: Boxes, judge: Judge) -> list[list[Group]]:
    if _is_scribble(_in_heights(boxes)):
        judge([_group(names)])
        return [[_group(names)]]
    rows = [_parts(names[line], boxes[line]) for line in lines(boxes)]
    digits = _decided([part for row in rows for part in row], judge)
    return _arranged(digits, dict(zip(names.tolist(), boxes, strict=True)))


def _boxes(strokes: list[Floats]) -> Boxes:
    points = np.concatenate([stroke[:, :2] for stroke in strokes])
    starts = np.cumsum([0, *map(len, strokes[:-1])])
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    return np.concatenate([low, high], axis=1)


@dataclass(frozen=True, slots=True)
class Part:
    """Strokes of a line that stand apart from all others, and the groups they may form.

    `spans`: of each group its (start, end) among the strokes from left to right, by rising end.
    `odds`: its log odds by where its strokes lie.
    """

    groups: list[Group]
    spans: list[tuple[int, int]]
    odds: list[float]


def _parts(names: npt.NDArray[np.int_], boxes: Boxes) -> list[Part]:
    """The parts of one line."""
    boxes = _in_heights(boxes)
    owners = _wide_strokes(boxes)
    runs = [np.flatnonzero(owners == owner) for owner in np.unique(owners[owners >= 0])]
    parts = [_whole(names[run]) for run in runs]
    for run in _runs(np.flatnonzero(owners == FREE), boxes):
        crowded = _is_scribble(boxes[run])
        parts.append(_whole(names[run]) if crowded else _divisible(names[run], boxes[run]))
    return parts


def _in_heights(boxes: Boxes) -> Boxes:
    """The boxes in heights of a digit, rounded, so that it does not matter where they are."""
    boxes = (boxes - np.tile(boxes[:, :2].min(axis=0), 2)) / (ordinary(boxes) or 1)
    return boxes.round(6)


def _is_scribble(boxes: Boxes) -> bool:
    """Whether boxes in heights of a digit are too many for the space that they are in."""
    if len(boxes) <= CROWD:
        return False
    sides = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
    return len(boxes) > CROWD * float(np.maximum(1, sides).prod())


FREE, RULED = -1, -2


def _wide_strokes(boxes: Boxes) -> npt.NDArray[np.int_]:
    """Of n strokes those that are FREE to be digits, that are RULED lines, or else who owns them.

    A stroke too wide for a digit owns itself and what it crosses: of which it passes the middle,
    and all that lies among these.
    """
    owners = np.full(len(boxes), FREE)
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    wide = np.flatnonzero(width > WIDEST)
    if not len(wide):
        return owners
    quarter = np.stack([np.zeros(len(boxes)), height / 4], axis=1)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    for i in wide:
        crossed = _overlapping(boxes[i], middle - quarter, middle + quarter)
        if crossed.sum() == 1 and height[i] <= FLAT and len(boxes) > len(wide):
            owners[i] = RULED
            continue
        box = np.array([*boxes[crossed, :2].min(axis=0), *boxes[crossed, 2:].max(axis=0)])
        owned = _overlapping(box, middle, middle)
        met = owners[owned]
        owners[owned | np.isin(owners, met[met >= 0])] = i
    return owners


def _overlapping(box: Floats, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """(n,) which boxes, given by their corners (n, 2), share a point with a box."""
    across, down = ((low <= box[2:]) & (high >= box[:2])).T
    shared: npt.NDArray[np.bool_] = across & down
    return shared


def _runs(strokes: npt.NDArray[np.int_], boxes: Boxes) -> list[npt.NDArray[np.int_]]:
    """The strokes from left to right, parted where they leave a gap."""
    if len(strokes) < 2:
        return [strokes] if len(strokes) else []
    keys = (*boxes[strokes].T, boxes[strokes, 0] + boxes[strokes, 2])  # the last counts first
    strokes = strokes[np.lexsort(keys)]
    right = np.maximum.accumulate(boxes[strokes, 2])[:-1]
    left = np.minimum.accumulate(boxes[strokes[::-1], 0])[::-1][1:]
    return np.split(strokes, np.flatnonzero(left - right > APART) + 1)


def _whole(names: npt.NDArray[np.int_]) -> Part:
    """A part that is one group."""
    return Part([_group(names)], [(0, 1)], [0.0])


def _group(names: npt.NDArray[np.int_]) -> Group:
    return tuple(sorted(names.tolist()))


def _divisible(names: npt.NDArray[np.int_], boxes: Boxes) -> Part:
    """A part with all groups of neighbours that might be a digit."""
    if len(names) == 1:
        return _whole(names)
    found = []
    for start in range(len(names)):
        box = boxes[start].tolist()
        odds = 0.0
        for end in range(start + 1, min(start + CROWD, len(names)) + 1):
            if end > start + 1:
                odds += _joining(box, other := boxes[end - 1].tolist())
                box = enclosing([box, other])
                if box[2] - box[0] > WIDEST * max(1, box[3] - box[1]):
                    break
            found.append((end, start, odds + LOW * max(0, WHOLE - (box[3] - box[1]))))
    found.sort()
    return Part(
        groups=[_group(names[start:end]) for end, start, _ in found],
        spans=[(start, end) for end, start, _ in found],
        odds=[odds for _, _, odds in found],
    )


def _joining(box: Box, other: Box) -> float:
    """The log odds that a stroke belongs to the strokes before it, by their boxes."""
    (x0, y0, x1, y1), (left, top, right, bottom) = box, other
    aside = min(1, abs(left + right - x0 - x1) / 2)
    shared = min(y1, bottom) - max(y0, top) + PEN
    beside = max(0, shared / (min(y1 - y0, bottom - top) + PEN))
    return JOINED + ASIDE * beside * log1p(aside / MIDDLE)


def _decided(parts: list[Part], judge: Judge) -> list[Group]:
    """The groups of all parts."""
    chosen = [_likeliest(part, part.odds) for part in parts]
    probability = _asked([digit for digits in chosen for digit in digits], judge)
    doubtful = []
    left = limits.GROUPS
    for i, (part, digits) in enumerate(zip(parts, chosen, strict=True)):
        sure = len(part.groups) == 1 or min(probability[digit] for digit in digits) >= SURE
        if not sure and len(part.groups) <= left:
            left -= len(part.groups)
            doubtful.append(i)
    others = [one for i in doubtful for one in parts[i].groups if one not in probability]
    if others:
        probability |= _asked(others, judge)
    for i in doubtful:
        seen = [DOUBT * log1p((1 - probability[one]) / NONE) for one in parts[i].groups]
        odds = [a + b for a, b in zip(parts[i].odds, seen, strict=True)]
        chosen[i] = _likeliest(parts[i], odds)
    found = [digit for digits in chosen for digit in digits]
    if len(found) > limits.DIGITS:
        raise InputError(f"{len(found)} pieces of ink; at most {limits.DIGITS} digits are read")
    return found


def _arranged(digits: list[Group], boxes: dict[int, Floats]) -> list[list[Group]]:
    """The digits by line, now that it is known what is a digit, each line from left to right."""
    if len(digits) < 2:
        return [digits]
    strokes = [np.array([boxes[i] for i in digit]) for digit in digits]
    whole = np.array([[*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0)] for own in strokes])
    found = lines(whole, whole=True)
    return [
        [digits[i] for i in sorted(line, key=lambda i: whole[i, 0] + whole[i, 2])] for line in found
    ]


def _asked(groups: list[Group], judge: Judge) -> dict[Group, float]:
    return dict(zip(groups, judge(groups), strict=True))


def _likeliest(part: Part, odds: list[float]) -> list[Group]:
    """The groups, each stroke in one of them, whose odds sum to the most."""
    best = [0.0] + [-inf] * part.spans[-1][1]
    last = [0] * len(best)
    for i, (start, end) in enumerate(part.spans):
        if best[start] + odds[i] > best[end]:
            best[end], last[end] = best[start] + odds[i], i
    chosen = []
    end = len(best) - 1
    while end:
        chosen.append(part.groups[last[end]])
        end = part.spans[last[end]][0]
    return chosen[::-1]
