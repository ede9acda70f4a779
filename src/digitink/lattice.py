"""Which neighbours are one digit where that is unclear: the likeliest of all sequences of groups.

What follows is said of strokes, and holds of blobs of a picture and of what they are cut into.

The strokes of a part, from left to right, form groups of neighbours, and a sequence of groups that
takes in each stroke once is one way to read the part. Where strokes lie gives odds to each group;
the likeliest sequence by that alone is shown to the network. Where it is sure of every digit, no
other could be much better. Elsewhere it is asked about every group, and the sequence that is
likeliest as a whole is taken. This is segmentation by recognition (Matan et al., 1992, "Multi-digit
recognition using a space displacement neural network"; LeCun et al., 1998, "Gradient-based learning
applied to document recognition", section V), with strokes in place of cuts through pixels, and with
cuts through pixels where a picture leaves nothing else.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log1p

import numpy as np
import numpy.typing as npt

from digitink import limits
from digitink.errors import InputError
from digitink.lines import Boxes
from digitink.reading import Box, enclosing

Group = tuple[int, ...]
"""Indices of the strokes of one digit, rising."""

Judge = Callable[[Sequence[Group]], Sequence[tuple[int, float]]]
"""Of each group its likeliest digit, and how probable that is, 0..1."""

Finer = Callable[["Part", Collection[int]], "Part"]
"""A part with its blobs cut, all but those that are known."""

Names = npt.NDArray[np.int_]

# Lengths are in heights of an ordinary digit of the line.
WIDEST = 1.6  # no digit is wider
CROWD = 6  # strokes in one digit at most
PIECES = 12  # the same where what is cut is put together again
SURE = 0.995  # the network's probability from which on nothing else is tried ...
KNOWN = 0.7  # ... and from which on nothing is cut
TRIED = 2  # times `limits.GROUPS`: so many groups are made of cuts, if only some are compared
TORN = 0.5  # how likely a digit is one, at most where it may be a letter's, at least beside none

# Log odds, fitted to the right groups in numbers that were put together from the strokes of
# writers of pendigits.tra on whom no network was trained, and from made-up shapes; those of cuts to
# such numbers as pictures, and to digits of MNIST's training images, held back as well.
DOUBT, NONE = -1.7, 0.002  # by the logarithm of 1 + the network's doubt / this
JOINED = 2.9  # for each stroke that joins others in a group ...
ASIDE, MIDDLE = -2.3, 0.05  # ... by the logarithm of 1 + how far aside it stands of them / this
PEN = 0.1  # is added to heights for that: a bar is as high as the pen is wide
LOW, WHOLE = -1.1, 0.8  # by how much a group is lower than that
KEPT = 0.7  # by what cuts would have cost that are not made


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where blobs were cut: each cut by the piece on its right; on its left is the name before.

    `costs`: of each, in widths of the pen. `narrow`: those through a blob that is narrow enough to
    be one digit, or a letter.
    """

    costs: Mapping[int, float]
    narrow: frozenset[int]


NO_CUTS = Cuts({}, frozenset())


@dataclass(frozen=True, slots=True)
class Part:
    """Strokes of a line that stand apart from all others, and the groups they may form.

    `names`: of the strokes from left to right; `widths`: theirs. `groups`, by where they end;
    `spans`: of each its (start, end) among the strokes; `odds`: its log odds by where its strokes
    lie. `height`: of an ordinary digit of the line; None where nothing may be cut.
    """

    names: tuple[int, ...]
    widths: tuple[float, ...]
    groups: list[Group]
    spans: list[tuple[int, int]]
    odds: list[float]
    height: float | None = None
    cuts: Cuts = NO_CUTS


def whole(names: Names, height: float | None = None) -> Part:
    """A part that is one group."""
    own = tuple(names.tolist())
    return Part(own, (1.0,) * len(own), [_group(names)], [(0, len(own))], [0.0], height)


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
            found.append((end, start, odds + LOW * max(0, WHOLE - (box[3] - box[1]))))
    found.sort()
    return Part(
        names=tuple(names.tolist()),
        widths=tuple((boxes[:, 2] - boxes[:, 0]).tolist()),
        groups=[_group(names[start:end]) for end, start, _ in found],
        spans=[(start, end) for end, start, _ in found],
        odds=[odds for _, _, odds in found],
        height=height,
        cuts=cuts,
    )


def with_uncut(fine: Part, part: Part, pieces: Mapping[int, Sequence[int]]) -> Part:
    """What a part was cut into, with the groups it had before; `pieces`: of each of its strokes.

    So what was seen in these counts, and what is too wide for a digit may stay whole.
    """
    place = {name: i for i, name in enumerate(fine.names)}
    found = {
        (end, start): (group, odds)
        for (start, end), group, odds in zip(fine.spans, fine.groups, fine.odds, strict=True)
    }
    for group, odds in zip(part.groups, part.odds, strict=True):
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


def decided(
    parts: list[Part], judge: Judge, finer: Finer
) -> tuple[list[Group], dict[Group, float]]:
    """The groups of all parts; of groups in parts that were cut the posterior, 0..1.

    That is how probable it is that the digit seen there is there. Raises InputError on more groups
    than `limits.DIGITS`.
    """
    _check_number(len(parts))  # of each comes a group at least
    chosen = [_likeliest(part, part.odds) for part in parts]
    seen = _asked([digit for digits in chosen for digit in digits], judge)
    doubtful = {}
    left, made = limits.GROUPS, 0
    for i, digits in enumerate(chosen):
        if min(seen[digit][1] for digit in digits) < SURE:
            known = {name for digit in digits if seen[digit][1] >= KNOWN for name in digit}
            options = [parts[i]]
            if len(parts[i].groups) <= left and made < TRIED * limits.GROUPS:
                options.insert(0, finer(parts[i], known))
                made += len(options[0].groups)
            for part in options:
                if 1 < len(part.groups) <= left:
                    left -= len(part.groups)
                    doubtful[i] = part
                    break
    others = [one for part in doubtful.values() for one in part.groups if one not in seen]
    if others:
        seen |= _asked(others, judge)
    uncut = list(chosen)
    posterior: dict[Group, float] = {}
    for i, part in doubtful.items():
        doubts = [DOUBT * log1p((1 - seen[one][1]) / NONE) for one in part.groups]
        odds = [a + b for a, b in zip(part.odds, doubts, strict=True)]
        chosen[i] = _likeliest(part, odds)
        if part.cuts.costs:
            posterior |= _posterior(part, odds, chosen[i], seen)
        else:
            uncut[i] = chosen[i]
    if sum(map(len, chosen)) > limits.DIGITS:  # no cut is to make too many of what was not
        chosen, posterior = uncut, {}
    found = [digit for digits in chosen for digit in digits]
    _check_number(len(found))
    return found, posterior


def _check_number(groups: int) -> None:
    if groups > limits.DIGITS:
        raise InputError(f"{groups} pieces of ink; at most {limits.DIGITS} digits are read")


def _asked(groups: list[Group], judge: Judge) -> dict[Group, tuple[int, float]]:
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


def _posterior(
    part: Part, odds: list[float], chosen: list[Group], seen: Mapping[Group, tuple[int, float]]
) -> dict[Group, float]:
    """Of each of the chosen groups the probability that its digit is at about that place.

    Where exactly a cut lies is no doubt about the digit: all sequences count that have the same
    digit on more than half of the ink's width. But what is cut from something doubtful may have
    lost ink to it, or taken some of its.
    """
    shares = _shares(part, odds)
    values = np.array([seen[one][0] for one in part.groups])
    widths = np.cumsum([0.0, *part.widths])
    starts, ends = widths[np.array(part.spans)].T
    found = {}
    for one in chosen:
        i = part.groups.index(one)
        shared = np.minimum(ends, ends[i]) - np.maximum(starts, starts[i])
        taken = np.maximum(ends, ends[i]) - np.minimum(starts, starts[i])
        alike = (2 * shared > taken) & (values == values[i])
        found[one] = min(1.0, float(shares[alike].sum()))
        edges = [cut for cut in part.cuts.costs if (cut in one) != (cut - 1 in one)]
        if not part.cuts.narrow.isdisjoint(edges):
            found[one] = min(TORN, found[one])
        beyond = {cut - 1 if cut in one else cut for cut in edges}
        for other in chosen:
            if not beyond.isdisjoint(other):
                found[one] *= max(TORN, seen[other][1])
    return found


def _shares(part: Part, odds: list[float]) -> npt.NDArray[np.float64]:
    """(n,) how much of all sequences, by their odds, each group is in, 0..1: forward-backward."""
    n = part.spans[-1][1]
    before, after = np.full(n + 1, -inf), np.full(n + 1, -inf)
    before[0] = after[n] = 0
    steps = list(zip(part.spans, odds, strict=True))
    for (start, end), own in steps:  # by rising end: all that leads to a start is summed
        before[end] = np.logaddexp(before[end], before[start] + own)
    for (start, end), own in reversed(steps):
        after[start] = np.logaddexp(after[start], after[end] + own)
    starts, ends = np.array(part.spans).T
    return np.asarray(np.exp(before[starts] + odds + after[ends] - before[n]))
