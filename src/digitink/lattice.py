"""Which neighbours are one digit where that is unclear: the likeliest of all sequences of groups.

A sequence of groups that takes in each stroke of a part once is one way to read the part. Where
strokes lie gives odds to each group (`digitink.parts`); the likeliest sequence by that alone is
shown to the network. Where it is sure that all is one digit, or of every digit and where they lie
leaves hardly another way, none could be much better. Elsewhere it is asked about every group, and
the sequence that is likeliest as a whole is taken; a digit is as probable as all sequences agree on
it. This is segmentation by recognition (Matan et al., 1992, "Multi-digit recognition using a space
displacement neural network"; LeCun et al., 1998, "Gradient-based learning applied to document
recognition", section V), with strokes in place of cuts through pixels, and with cuts through pixels
where a picture leaves nothing else. Points and the like are groups as well, of which the network is
not asked and nothing is read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf, log1p

import numpy as np
import numpy.typing as npt

from digitink import limits
from digitink.errors import InputError
from digitink.parts import WIDE, Group, Part

Judge = Callable[[Sequence[Group]], Sequence[tuple[int, float]]]
"""Of each group its likeliest digit, and how probable that is, 0..1."""

Finer = Callable[[Part, Collection[int]], Part]
"""A part with its blobs cut, all but those that are known."""

SURE = 0.995  # the network's probability from which on nothing else is tried ...
KNOWN = 0.7  # ... and from which on nothing is cut
PLAIN = 0.8  # how much of all sequences a group is in by where strokes lie, or all are asked about
TRIED = 2  # times `limits.GROUPS`: so many groups are made of cuts, if only some are compared
TORN = 0.5  # how likely a digit is one, at most where it may be a letter's, at least beside none

# Log odds, fitted as those of `digitink.parts`.
DOUBT, NONE = -1.7, 0.002  # by the logarithm of 1 + the network's doubt / this
UNREAD = -10.0  # for each further digit that would fit into a group, and is not read there ...
USUAL = 0.7  # ... of this width, in heights


def decided(
    parts: list[Part], judge: Judge, finer: Finer
) -> tuple[list[Group], dict[Group, float]]:
    """The groups of all parts; of those in parts that were compared the posterior, 0..1.

    That is how probable it is that the digit seen there is there; elsewhere there was no doubt.
    Raises InputError on more groups than `limits.DIGITS`.
    """
    _check_number(sum(not part.is_sign(part.names) for part in parts))  # each is a digit at least
    chosen = [_likeliest(part, part.odds) for part in parts]
    seen = _asked(_digits(parts, chosen), judge)
    doubtful = {}
    left, made = limits.GROUPS, 0
    for i, digits in enumerate(chosen):
        found = [digit for digit in digits if digit in seen]  # all but signs
        sure = min((seen[digit][1] for digit in found), default=1.0) >= SURE
        if sure and len(digits) > 1 and not _plain(parts[i], digits):
            if len(parts[i].groups) <= left:
                left -= len(parts[i].groups)
                doubtful[i] = parts[i]
        elif not sure:
            known = {name for digit in found if seen[digit][1] >= KNOWN for name in digit}
            options = [parts[i]]
            if len(parts[i].groups) <= left and made < TRIED * limits.GROUPS:
                options.insert(0, finer(parts[i], known))
                made += len(options[0].groups)
            for part in options:
                if 1 < len(part.groups) <= left:
                    left -= len(part.groups)
                    doubtful[i] = part
                    break
    others = _digits(doubtful.values(), (part.groups for part in doubtful.values()))
    others = [one for one in others if one not in seen]
    if others:
        seen |= _asked(others, judge)
    uncut = list(chosen)
    posterior: dict[Group, float] = {}
    uncut_posterior: dict[Group, float] = {}
    for i, part in doubtful.items():
        odds = [
            a if part.is_sign(one) else a + DOUBT * log1p((1 - seen[one][1]) / NONE)
            for a, one in zip(part.odds, part.groups, strict=True)
        ]
        chosen[i] = _likeliest(part, _rather_cut(part, odds, seen))
        own = _posterior(part, odds, chosen[i], seen)
        posterior |= own
        if not part.cuts.costs:
            uncut[i] = chosen[i]
            uncut_posterior |= own
    found = _digits(parts, chosen)
    if len(found) > limits.DIGITS:  # no cut is to make too many of what was not
        found, posterior = _digits(parts, uncut), uncut_posterior
    _check_number(len(found))
    return found, posterior


def _check_number(groups: int) -> None:
    if groups > limits.DIGITS:
        raise InputError(f"{groups} pieces of ink; at most {limits.DIGITS} digits are read")


def _digits(parts: Iterable[Part], groups: Iterable[list[Group]]) -> list[Group]:
    """Of groups in each of these parts all that are no signs."""
    pairs = zip(parts, groups, strict=True)
    return [one for part, own in pairs for one in own if not part.is_sign(one)]


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


def _rather_cut(
    part: Part, odds: list[float], seen: Mapping[Group, tuple[int, float]]
) -> list[float]:
    """The log odds, less for groups that are wide: of several digits some may be right.

    The less, the more digits would fit in and the more the network doubts that there is one. What
    is wider than a digit has less in any case. That it may be none is still a doubt about the
    digits that are chosen in its place.
    """
    if not part.cuts.costs:
        return odds
    lefts, rights = np.array(part.sides).T
    spans = part.spans
    widths = np.array([rights[start:end].max() - lefts[start:end].min() for start, end in spans])
    doubts = np.array([0.0 if part.is_sign(one) else 1 - seen[one][1] for one in part.groups])
    unread = np.maximum(doubts * (widths / USUAL - 1), widths / WIDE - 1)
    return list(odds + UNREAD * np.maximum(0, unread))


def _plain(part: Part, digits: list[Group]) -> bool:
    """Whether where strokes lie leaves hardly another way to read a part."""
    shares = dict(zip(part.groups, _shares(part, part.odds), strict=True))
    return bool(min(shares[digit] for digit in digits) >= PLAIN)


def _posterior(
    part: Part, odds: list[float], chosen: list[Group], seen: Mapping[Group, tuple[int, float]]
) -> dict[Group, float]:
    """Of each of the chosen groups the probability that its digit is at about that place.

    Where exactly a cut lies is no doubt about the digit: all sequences count that have the same
    digit on more than half of the ink's width. But what hangs together with something doubtful may
    have lost ink to it, or taken some of its, and may be no number at all.
    """
    shares = _shares(part, odds)
    values = np.array([-1 if part.is_sign(one) else seen[one][0] for one in part.groups])
    widths = np.cumsum([0.0, *(right - left for left, right in part.sides)])
    starts, ends = widths[np.array(part.spans)].T
    found = {}
    digits = [one for one in chosen if not part.is_sign(one)]
    for one in digits:
        i = part.groups.index(one)
        shared = np.minimum(ends, ends[i]) - np.maximum(starts, starts[i])
        taken = np.maximum(ends, ends[i]) - np.minimum(starts, starts[i])
        alike = (2 * shared > taken) & (values == values[i])
        alike[i] = True  # were it of no width
        found[one] = min(1.0, float(shares[alike].sum()))
        edges = [cut for cut in part.cuts.costs if (cut in one) != (cut - 1 in one)]
        if not part.cuts.doubtful.isdisjoint(edges):
            found[one] = min(TORN, found[one])
    for chain in _chains(digits, part.cuts.costs):
        for one in chain:
            others = (seen[other][1] for other in chain if other != one)
            found[one] *= max(TORN, min(others, default=1.0))
    return found


def _chains(digits: list[Group], cuts: Collection[int]) -> list[list[Group]]:
    """The digits from left to right, parted where no cut lies between a digit and the next."""
    chains = [digits[:1]]
    for one, other in pairwise(digits):
        edges = ((cut, cut - 1) for cut in cuts)
        if any((i in one and k in other) or (k in one and i in other) for i, k in edges):
            chains[-1].append(other)
        else:
            chains.append([other])
    return chains


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
