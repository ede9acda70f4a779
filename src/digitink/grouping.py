"""From pen strokes, or blobs of a picture, to lines of digits: which of them are one digit.

What follows is said of strokes, and holds of blobs too.

Where strokes lie says much: those that stand apart are never one digit, and a stroke in the middle
of another, or one too low to be a digit, mostly belongs to its neighbour. `digitink.lattice` has
the rest decided by the network.

Strokes are ordered by where they lie, never by when they were drawn, and none is divided. Blobs
are, where they make no digits of which the network is sure, or are wider than most digits: digits
may touch in a picture.
"""

from collections.abc import Callable, Collection
from itertools import product

import numpy as np
import numpy.typing as npt

from digitink.crossing import cross, middle
from digitink.ink import Ink
from digitink.lattice import TORN, Judge, decided
from digitink.lines import Boxes, Floats, lines, ordinary
from digitink.parts import (
    CROWD,
    WIDE,
    WIDEST,
    Cuts,
    Division,
    Group,
    Names,
    Part,
    divisible,
    whole,
    with_line,
    with_signs,
    with_uncut,
)
from digitink.signs import signs

Divide = Callable[[int, float], Division]
"""Cuts a blob, given its name and the height of an ordinary digit, into pieces, if it can be."""

# Lengths are in heights of an ordinary digit of the line.
DUST = 0.15  # smaller strokes are specks
APART = 0.2  # strokes of one digit leave no wider gap from left to right
FLAT = 0.25  # wider strokes no higher than this rule a line
SLIM, LONG, TALL = 0.8, 25.0, 2.5  # narrower, longer and taller blobs are not cut
OVER = 0.8  # of the width of a digit lies over another that it is no neighbour of
PAIRS = 4096  # of strokes, whose digits lie so, are looked at for crossings, for the sake of time
NARROW = 1.15  # what blobs narrower than this are cut into is unclear: V is no 11


def group(ink: Ink, judge: Judge) -> tuple[list[list[Group]], dict[Group, float]]:
    """Lines from top to bottom, in each the digits from left to right.

    No stroke is in two digits. Specks, and lines ruled under or over other ink, are in none. What
    is crossed out is one group, and so is a scribble of many strokes. `judge` is asked about each
    group of the answer once, in at most two calls. Beside the lines: of groups that may be others
    the posterior probability that the digit seen there is there, 0..1. Raises InputError on more
    groups than `limits.DIGITS`.
    """
    drawn = [i for i, stroke in enumerate(ink.strokes) if len(stroke)]
    if not drawn:
        return [], {}
    if len(drawn) == 1:  # nothing is to be decided: it is read at no more cost than ever
        judge([(drawn[0],)])
        return [[(drawn[0],)]], {}
    boxes = _boxes([ink.strokes[i] for i in drawn])
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    kept = sizes >= DUST * min(ordinary(boxes), sizes.max())
    found, posterior = _grouped(np.array(drawn)[kept], boxes[kept], judge)
    digits = [digit for line in found for digit in line]
    for one in _crossed(digits, dict(zip(drawn, boxes, strict=True)), ink):
        posterior[one] = min(TORN, posterior.get(one, 1.0))
    return found, posterior


def _crossed(digits: list[Group], boxes: dict[int, Floats], ink: Ink) -> set[Group]:
    """Groups that a stroke of another one crosses: an X is no 11, and what is crossed out nothing.

    Neighbours may cross at their sides, so most of the narrower one must lie over the other one.
    Where that is so of more pairs than are looked at, the others count as crossed.
    """
    found: set[Group] = set()
    if len(digits) < 2:
        return found
    x0, y0, x1, y1 = _enclosing(digits, boxes).T
    shared = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    over = shared >= OVER * np.minimum.outer(x1 - x0, x1 - x0)
    over &= np.minimum.outer(y1, y1) >= np.maximum.outer(y0, y0)
    middles = {i: middle(ink.strokes[i]) for digit in digits for i in digit}
    left = PAIRS
    for one, other in np.argwhere(np.triu(over, 1)):
        pairs = list(product(digits[one], digits[other]))
        left -= len(pairs)
        if left < 0 or any(cross(middles[i], middles[k]) for i, k in pairs):
            found |= {digits[one], digits[other]}
    return found


def group_blobs(
    boxes: Boxes, judge: Judge, divide: Divide, cut_off: frozenset[int] = frozenset()
) -> tuple[list[list[Group]], dict[Group, float]]:
    """The same of blobs, by their boxes; specks among them are no longer told from digits.

    `cut_off`: those that are read only where they belong to a digit, as a bar to a 5.
    `divide` is asked where blobs make no digits of which the network is sure; what it gives is
    grouped in place of the blob. Beside the lines: of groups that may be others, or were cut, the
    posterior probability that the digit seen there is there, 0..1.
    """
    if not len(boxes):
        return [], {}
    return _grouped(np.arange(len(boxes)), boxes, judge, divide, cut_off)


def _grouped(
    names: Names,
    boxes: Boxes,
    judge: Judge,
    divide: Divide | None = None,
    cut_off: frozenset[int] = frozenset(),
) -> tuple[list[list[Group]], dict[Group, float]]:
    if _is_scribble(_in_heights(boxes)):
        scribble = tuple(sorted(names.tolist()))
        judge([scribble])
        return [[scribble]], {}
    cutter = _Cutter(dict(zip(names.tolist(), boxes, strict=True)), divide)
    parts = [part for line in lines(boxes) for part in _parts(names[line], boxes[line], cut_off)]
    digits, posterior = decided(parts, judge, cutter.finer)
    return _arranged(digits, cutter.boxes), posterior


class _Cutter:
    """Cuts the blobs of parts. `boxes`: of all strokes or blobs and of their pieces, by name."""

    def __init__(self, boxes: dict[int, Floats], divide: Divide | None) -> None:
        self.boxes = boxes
        self._divide = divide

    def finer(self, part: Part, known: Collection[int]) -> Part:
        """The part with its blobs cut, all but those that are known or signs."""
        if self._divide is None or part.height is None:
            return part
        pieces: dict[int, list[int]] = {}
        costs: dict[int, float] = {}
        doubtful: set[int] = set()
        below: dict[int, int] = {}
        for name in part.names:
            left, top, right, bottom = self.boxes[name]
            width = (right - left) / part.height
            fits = SLIM <= width <= LONG and bottom - top <= TALL * part.height
            clear = (name in known and width <= WIDE) or name in part.signs
            cut = self._divide(name, part.height) if fits and not clear else Division()
            self.boxes |= {piece: box for piece, box, _ in cut.pieces}
            pieces[name] = [piece for piece, _, _ in cut.pieces] or [name]
            own = {piece: cost for piece, _, cost in cut.pieces[1:]}
            costs |= own
            doubtful |= own.keys() if width < NARROW or cut.crossed_out else set()
            if cut.line is not None:
                below[name] = cut.line
        if not costs and not below:
            return part
        names = np.array([piece for each in pieces.values() for piece in each])
        boxes = _moved(np.array([self.boxes[name] for name in names.tolist()]), part.height)
        order = _from_left(boxes)
        fine = divisible(names[order], boxes[order], part.height, Cuts(costs, frozenset(doubtful)))
        fine = with_uncut(with_signs(fine, part.signs), part, pieces, below)
        for name, line in below.items():
            fine = with_line(fine, pieces[name], line)
        return fine


def _boxes(strokes: list[Floats]) -> Boxes:
    points = np.concatenate([stroke[:, :2] for stroke in strokes])
    starts = np.cumsum([0, *map(len, strokes[:-1])])
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    return np.concatenate([low, high], axis=1)


def _parts(names: Names, boxes: Boxes, cut_off: frozenset[int]) -> list[Part]:
    """The parts of one line."""
    height = ordinary(boxes) or 1.0
    boxes = _in_heights(boxes)
    owners = _wide_strokes(boxes)
    runs = [np.flatnonzero(owners == owner) for owner in np.unique(owners[owners >= 0])]
    parts = [whole(names[run], height) for run in runs]
    for run in _runs(np.flatnonzero(owners == FREE), boxes):
        crowded = _is_scribble(boxes[run])
        parts.append(whole(names[run]) if crowded else divisible(names[run], boxes[run], height))
    found = cut_off.union(names[signs(boxes)].tolist())
    return [with_signs(part, found) for part in parts]


def _in_heights(boxes: Boxes) -> Boxes:
    """The boxes in heights of a digit."""
    return _moved(boxes, ordinary(boxes) or 1)


def _moved(boxes: Boxes, height: float) -> Boxes:
    """The boxes in this height, rounded, so that it does not matter where they are."""
    corner = np.tile(boxes[:, :2].min(axis=0), 2)
    return np.asarray((boxes - corner) / height).round(6)


def _is_scribble(boxes: Boxes) -> bool:
    """Whether boxes in heights of a digit are too many for the space that they are in."""
    if len(boxes) <= CROWD:
        return False
    sides = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
    return len(boxes) > CROWD * float(np.maximum(1, sides).prod())


FREE, RULED = -1, -2


def _wide_strokes(boxes: Boxes) -> Names:
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
    ruled = []
    for i in wide:
        crossed = _overlapping(boxes[i], middle - quarter, middle + quarter)
        if crossed.sum() == 1 and height[i] <= FLAT and len(boxes) > len(wide):
            ruled.append(i)
            continue
        box = np.array([*boxes[crossed, :2].min(axis=0), *boxes[crossed, 2:].max(axis=0)])
        owned = _overlapping(box, middle, middle)
        met = owners[owned]
        owners[owned | np.isin(owners, met[met >= 0])] = i
    owners[ruled] = RULED  # whoever met them: no order of the strokes counts
    return owners


def _overlapping(box: Floats, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """(n,) which boxes, given by their corners (n, 2), share a point with a box."""
    across, down = ((low <= box[2:]) & (high >= box[:2])).T
    shared: npt.NDArray[np.bool_] = across & down
    return shared


def _runs(strokes: Names, boxes: Boxes) -> list[Names]:
    """The strokes from left to right, parted where they leave a gap."""
    if len(strokes) < 2:
        return [strokes] if len(strokes) else []
    strokes = strokes[_from_left(boxes[strokes])]
    right = np.maximum.accumulate(boxes[strokes, 2])[:-1]
    left = np.minimum.accumulate(boxes[strokes[::-1], 0])[::-1][1:]
    return np.split(strokes, np.flatnonzero(left - right > APART) + 1)


def _from_left(boxes: Boxes) -> Names:
    """The order of boxes from left to right, by their middles and then in any fixed way."""
    return np.lexsort((*boxes.T, boxes[:, 0] + boxes[:, 2]))  # the last counts first


def _enclosing(digits: list[Group], boxes: dict[int, Floats]) -> Boxes:
    """Of each digit the box around its strokes, (n, 4); the line below it has none."""
    strokes = [np.array([boxes[i] for i in digit if i in boxes]) for digit in digits]
    return np.array([[*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0)] for own in strokes])


def _arranged(digits: list[Group], boxes: dict[int, Floats]) -> list[list[Group]]:
    """The digits by line, now that it is known what is a digit, each line from left to right."""
    if len(digits) < 2:
        return [digits]
    whole = _enclosing(digits, boxes)
    found = lines(whole, whole=True)
    return [
        [digits[i] for i in sorted(line, key=lambda i: whole[i, 0] + whole[i, 2])] for line in found
    ]
