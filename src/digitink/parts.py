"""The groups that strokes may form where they stand close: how likely each is by where they lie.

What is said of strokes holds of blobs of a picture and of what they are cut into as well. The
strokes of a part, from left to right, form groups of neighbours. Which of them are digits is
decided in `digitink.lattice`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log1p

import numpy as np
import numpy.typing as npt

from digitink.lines import Boxes, Floats
from digitink.reading import Box, enclosing

Group = tuple[int, ...]
"""Indices of the strokes of one digit, rising."""

Names = npt.NDArray[np.int_]

# Lengths are in heights of an ordinary digit of the line.
WIDE, WIDEST = 1.3, 1.6  # of 100 digits one is wider than the first, none than the second
TALLEST = 2.1  # none of several strokes is taller: an ordinary one may be but a ring of an 8
CROWD = 6  # strokes in one digit at most
PIECES = 12  # the same where what is cut is put together again

# Log odds, fitted to the right groups in numbers that were put together from the strokes of
# writers of pendigits.tra on whom no network was trained, and from made-up shapes; those of cuts to
# such numbers as pictures, and to digits of MNIST's training images, held back as well.
JOINED = 2.9  # for each stroke that joins others in a group ...
ASIDE, MIDDLE = -2.3, 0.05  # ... by the logarithm of 1 + how far aside it stands of them / this
PEN = 0.1  # is added to heights for that: a bar is as high as the pen is wide
LOW, WHOLE = -1.1, 0.8  # by how much a group is lower than that
SIGN = -3.0  # for strokes that are none of a digit's, where points and the like lie
FOOT = -1.0  # for a digit's foot that runs along the line it stands on
KEPT = 0.7  # by what cuts would have cost that are not made


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where blobs were cut: each cut by the piece on its right; on its left is the name before.

    `costs`: of each, in widths of the pen. `doubtful`: those through a blob that is narrow enough
    to be one digit, or a letter, or is crossed out.
    """

    costs: Mapping[int, float]
    doubtful: frozenset[int]


NO_CUTS = Cuts({}, frozenset())


@dataclass(frozen=True, slots=True)
class Division:
    """What a blob was cut into; no pieces where it is left as it is.

    `pieces`: from left to right, of each its name, one higher than that before it; its box; and
    what the cut on its left costs, in widths of the pen. `line`: the name of the line that its
    digits stand on, which is in none of the pieces; None where there is none. It is no piece's
    neighbour by name, as cuts are: the piece before it is the last, and after it begins another
    blob. `crossed_out`: whether all of it seems to be.
    """

    pieces: tuple[tuple[int, Floats, float], ...] = ()
    line: int | None = None
    crossed_out: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Strokes of a line that stand apart from all others, and the groups they may form.

    `names`: of the strokes from left to right; `sides`: left and right of each. `groups`, by where
    they end; `spans`: of each its (start, end) among the strokes; `odds`: its log odds by where its
    strokes lie. `height`: of an ordinary digit of the line; None where nothing may be cut. `signs`:
    which of its strokes may be points or the like. A group may hold the line below its strokes as
    well, which is none of `names`.
    """

    names: tuple[int, ...]
    sides: tuple[tuple[float, float], ...]
    groups: list[Group]
    spans: list[tuple[int, int]]
    odds: list[float]
    height: float | None = None
    cuts: Cuts = NO_CUTS
    signs: frozenset[int] = frozenset()

    def is_sign(self, group: Group) -> bool:
        """Whether a group is a point or the like rather than a digit."""
        return self.signs.issuperset(group)


def whole(names: Names, height: float | None = None) -> Part:
    """A part that is one group."""
    own = tuple(names.tolist())
    return Part(own, ((0.0, 1.0),) * len(own), [_group(names)], [(0, len(own))], [0.0], height)


def divisible(names: Names, boxes: Boxes, height: float, cuts: Cuts = NO_CUTS) -> Part:
    """A part with all groups of neighbours that might be a digit.

    `boxes`: of the strokes from left to right, in heights of a digit.
    """
    if len(names) == 1:
        return whole(names, height)
    most = PIECES if cuts.costs else CROWD
    found = []
    for start in range(len(names)):
        box = boxes[start].tolist()
        odds = 0.0
        for end in range(start + 1, min(start + most, len(names)) + 1):
            if end > start + 1:
                other = boxes[end - 1].tolist()
                before = names[start : end - 1]
                kept = _kept(int(names[end - 1]), before, cuts.costs) if cuts.costs else None
                odds += _joining(box, other) if kept is None else kept
                box = enclosing([box, other])
                if box[2] - box[0] > WIDEST * max(1, box[3] - box[1]):
                    break
                if box[3] - box[1] > TALLEST:
                    break
            found.append((end, start, odds + LOW * max(0, WHOLE - (box[3] - box[1]))))
    found.sort()
    return Part(
        names=tuple(names.tolist()),
        sides=tuple((left, right) for left, right in boxes[:, [0, 2]].tolist()),
        groups=[_group(names[start:end]) for end, start, _ in found],
        spans=[(start, end) for end, start, _ in found],
        odds=[odds for _, _, odds in found],
        height=height,
        cuts=cuts,
    )


def with_signs(part: Part, signs: frozenset[int]) -> Part:
    """The part, of whose strokes these may be points or the like, and no digit."""
    part = replace(part, signs=signs & set(part.names))
    steps = zip(part.groups, part.odds, strict=True)
    return replace(part, odds=[SIGN if part.is_sign(group) else odds for group, odds in steps])


def with_line(part: Part, pieces: Collection[int], line: int) -> Part:
    """The part with each group of these pieces once more, the line below them taken with it.

    For what was taken from a 2 with the line may have been its foot.
    """
    steps = list(zip(part.groups, part.spans, part.odds, strict=True))
    steps += [
        ((*group, line), span, odds + FOOT)
        for group, span, odds in steps
        if set(group) <= set(pieces)
    ]
    steps.sort(key=lambda step: step[1][::-1])
    return replace(
        part,
        groups=[group for group, _, _ in steps],
        spans=[span for _, span, _ in steps],
        odds=[odds for _, _, odds in steps],
    )


def with_uncut(
    fine: Part, part: Part, pieces: Mapping[int, Sequence[int]], changed: Collection[int] = ()
) -> Part:
    """What a part was cut into, with the groups it had before; `pieces`: of each of its strokes.

    So what was seen in these counts, and what is too wide for a digit may stay whole. Groups with
    strokes that were `changed`, as by a line that was taken from them, are not what they were.
    """
    place = {name: i for i, name in enumerate(fine.names)}
    found = {
        (end, start): (group, odds)
        for (start, end), group, odds in zip(fine.spans, fine.groups, fine.odds, strict=True)
    }
    for group, odds in zip(part.groups, part.odds, strict=True):
        if not set(changed).isdisjoint(group):
            continue
        own = sorted(place[piece] for name in group for piece in pieces[name])
        start, end = own[0], own[-1] + 1
        if end - start == len(own):
            kept = sum(fine.cuts.costs.get(p, 0.0) for name in group for p in pieces[name])
            found[end, start] = (group, odds + KEPT * kept)
    steps = sorted(found)
    return replace(
        fine,
        groups=[found[step][0] for step in steps],
        spans=[(start, end) for end, start in steps],
        odds=[found[step][1] for step in steps],
    )


def _group(names: Names) -> Group:
    return tuple(sorted(names.tolist()))


def _kept(name: int, before: Names, costs: Mapping[int, float]) -> float | None:
    """The log odds that a piece belongs to those before it, by the cuts between; None without."""
    cuts = [cut for cut, other in ((name, name - 1), (name + 1, name + 1)) if other in before]
    found = [costs[cut] for cut in cuts if cut in costs]
    return KEPT * sum(found) if found else None


def _joining(box: Box, other: Box) -> float:
    """The log odds that a stroke belongs to the strokes before it, by their boxes."""
    (x0, y0, x1, y1), (left, top, right, bottom) = box, other
    aside = min(1, abs(left + right - x0 - x1) / 2)
    shared = min(y1, bottom) - max(y0, top) + PEN
    beside = max(0, shared / (min(y1 - y0, bottom - top) + PEN))
    return JOINED + ASIDE * beside * log1p(aside / MIDDLE)
