"""Which neighbours are one digit, and where that is unclear."""

import numpy as np
import pytest

from digitink import limits
from digitink.errors import InputError
from digitink.lattice import decided
from digitink.parts import Cuts, divisible, whole, with_uncut

SLICES = np.array([[0.3 * i, 0, 0.3 * i + 0.3, 1] for i in range(4)])


def sliced(n=4, *, cost=1.0, doubtful=frozenset()):
    """A part of one blob that was cut into n slices, named from 1 on."""
    names = np.arange(1, n + 1)
    cuts = Cuts(dict.fromkeys(names[1:].tolist(), cost), doubtful)
    return divisible(names, SLICES[:n], 10.0, cuts)


def told(**digits):
    """A judge that knows digits by their slices: `_12=(7, 0.99)`."""
    known = {tuple(map(int, name[1:])): seen for name, seen in digits.items()}

    def judge(groups):
        return [known.get(group, (4, 0.1)) for group in groups]

    return judge


BLOB = whole(np.array([0]), 10.0)


def asked_of(part, judge):
    """What is decided where the network doubts a blob and `part` is what it is cut into."""
    return decided([BLOB], judge, lambda *_: part)


def with_blob(part):
    return with_uncut(part, BLOB, {0: part.names})


def test_the_likeliest_sequence_is_taken():
    judge = told(_12=(7, 0.99), _34=(2, 0.98), _1=(1, 0.6), _2=(1, 0.5))
    groups, likely = asked_of(sliced(), judge)
    assert groups == [(1, 2), (3, 4)]
    assert min(likely[group] for group in groups) > 0.9


def test_what_would_be_dear_to_cut_is_rather_one():
    judge = told(_12=(7, 0.99), _34=(2, 0.99), _1234=(4, 0.9))
    assert asked_of(sliced(cost=0.1), judge)[0] == [(1, 2), (3, 4)]
    assert asked_of(sliced(cost=3.0), judge)[0] == [(1, 2, 3, 4)]


def test_of_what_is_not_read_as_one_some_digits_may_be():
    assert asked_of(sliced(cost=3.0), told())[0] == [(1, 2, 3, 4)]
    groups, likely = asked_of(sliced(cost=3.0), told(_12=(7, 0.99)))
    assert groups == [(1, 2), (3, 4)]
    assert max(likely.values()) < 0.5  # it may be none for all that


def test_where_another_digit_is_as_likely_each_has_half():
    judge = told(_12=(7, 0.999), _34=(2, 0.999), _123=(8, 0.999), _4=(1, 0.999))
    groups, likely = asked_of(sliced(cost=0.0), judge)
    assert [likely[group] for group in groups] == pytest.approx([0.5, 0.5], abs=0.01)


def test_where_only_the_place_of_a_cut_is_unclear_the_digit_is_not():
    judge = told(_12=(7, 0.999), _34=(2, 0.999), _123=(7, 0.999), _4=(2, 0.999))
    groups, likely = asked_of(sliced(cost=0.0), judge)
    assert [likely[group] for group in groups] == pytest.approx([1, 1], abs=0.01)


def test_what_ends_within_a_narrow_blob_is_as_likely_none():
    two = told(_12=(1, 0.999), _34=(1, 0.999))
    assert asked_of(sliced(doubtful=frozenset({2, 3, 4})), two)[1] == pytest.approx(
        {(1, 2): 0.5, (3, 4): 0.5}, abs=0.01
    )
    one = told(_1234=(0, 0.99))
    assert asked_of(sliced(doubtful=frozenset({2, 3, 4})), one)[1] == {
        (1, 2, 3, 4): pytest.approx(1, abs=0.05)
    }


def test_what_is_cut_from_something_doubtful_is_no_more_than_likely():
    judge = told(_12=(7, 0.999), _34=(2, 0.6))
    groups, likely = asked_of(sliced(cost=0.1), judge)
    assert groups == [(1, 2), (3, 4)]
    assert likely[(1, 2)] < 0.61
    assert likely[(3, 4)] > likely[(1, 2)]


def test_what_hangs_together_is_as_likely_as_its_least():
    judge = told(_1=(1, 0.999), _2=(7, 0.999), _3=(1, 0.999), _4=(2, 0.85))
    groups, likely = asked_of(sliced(cost=0.0), judge)
    assert groups == [(1,), (2,), (3,), (4,)]
    assert max(likely[(i,)] for i in (1, 2, 3)) < 0.86


def test_what_does_not_hang_together_is_likely_by_itself():
    names = np.arange(1, 5)  # two blobs, each cut in two
    part = divisible(names, SLICES, 10.0, Cuts({2: 0.0, 4: 0.0}, frozenset()))
    judge = told(_1=(1, 0.999), _2=(7, 0.999), _3=(1, 0.999), _4=(2, 0.85))
    groups, likely = asked_of(part, judge)
    assert groups == [(1,), (2,), (3,), (4,)]
    assert min(likely[(1,)], likely[(2,)]) > 0.9
    assert likely[(3,)] < 0.86


def test_no_digit_is_certain_that_may_be_a_half_of_another():
    judge = told(_12=(1, 0.999), _1=(1, 0.999), _2=(1, 0.999))
    _, likely = asked_of(sliced(2, cost=0.0), judge)
    assert max(likely.values()) < 0.7


def test_too_wide_for_a_digit_it_may_still_be_none():
    boxes = np.array([[0.6 * i, 0, 0.6 * i + 0.6, 1] for i in range(4)])
    part = divisible(np.arange(1, 5), boxes, 10.0, Cuts({2: 1.0, 3: 1.0, 4: 1.0}, frozenset()))
    assert (1, 2, 3, 4) not in part.groups
    assert asked_of(with_blob(part), told())[0] == [(0,)]
    sure = {f"_{i}": (1, 0.999) for i in range(1, 5)}
    assert asked_of(with_blob(part), told(**sure))[0] == [(1,), (2,), (3,), (4,)]


def test_the_wider_it_is_the_sooner_it_is_several_digits():
    likely = told(**{f"_{i}": (1, 0.95) for i in range(1, 5)})
    for width, expected in ((0.4, [(0,)]), (1.2, [(1,), (2,), (3,), (4,)])):
        boxes = np.array([[width * i, 0, width * (i + 1), 1] for i in range(4)])
        part = divisible(np.arange(1, 5), boxes, 10.0, Cuts({2: 1.0, 3: 1.0, 4: 1.0}, frozenset()))
        assert asked_of(with_blob(part), likely)[0] == expected


def test_strokes_over_one_another_are_not_wide():
    boxes = np.array([[0, 0, 1, 1], [0.1, 0, 1.1, 1], [0.05, 0, 1.05, 1]])
    part = divisible(np.arange(1, 4), boxes, 10.0, Cuts({2: 0.0}, frozenset()))
    judge = told(_123=(8, 0.99), _1=(1, 0.99), _23=(1, 0.9), _12=(1, 0.9), _3=(1, 0.99))
    assert asked_of(part, judge)[0] == [(1, 2, 3)]


def test_what_is_not_cut_may_be_wide():
    part = divisible(np.arange(1, 3), np.array([[0, 0, 0.8, 1], [0.7, 0, 1.55, 1]]), 10.0)
    judge = told(_12=(2, 0.994), _1=(1, 0.994), _2=(1, 0.98))
    assert decided([part], judge, lambda same, _: same)[0] == [(1, 2)]


def test_what_is_read_for_its_width_alone_is_unsure():
    boxes = np.array([[1.2 * i, 0, 1.2 * (i + 1), 1] for i in range(4)])
    part = divisible(np.arange(1, 5), boxes, 10.0, Cuts({2: 1.0, 3: 1.0, 4: 1.0}, frozenset()))
    for known, most in ((0.95, 0.1), (0.9999, 1.0)):
        groups, posterior = asked_of(
            with_blob(part), told(**{f"_{i}": (1, known) for i in part.names})
        )
        assert groups == [(1,), (2,), (3,), (4,)]
        assert most - 0.1 <= max(posterior.values()) <= most


def test_what_is_put_together_again_is_not_asked_twice():
    asked = []

    def judge(groups):
        asked.extend(groups)
        return [(4, 0.1)] * len(groups)

    decided([BLOB], judge, lambda *_: with_blob(sliced()))
    assert (0,) in asked
    assert (1, 2, 3, 4) not in asked
    assert len(asked) == len(set(asked))


def test_cuts_never_make_too_many_of_what_was_not(monkeypatch):
    monkeypatch.setattr(limits, "DIGITS", 3)
    sure = told(**{f"_{i}": (1, 0.999) for i in range(1, 5)})
    assert decided([BLOB], sure, lambda *_: with_blob(sliced())) == ([(0,)], {})
    apart = divisible(np.arange(7, 9), SLICES[:2], 10.0)  # which was never cut
    sure = told(**{f"_{i}": (1, 0.999) for i in range(1, 5)}, _7=(1, 0.99), _8=(1, 0.99))
    groups, likely = decided(
        [BLOB, apart], sure, lambda part, _: with_blob(sliced()) if part is BLOB else part
    )
    assert groups == [(0,), (7,), (8,)]
    assert likely.keys() == {(7,), (8,)}  # what was in doubt there still is
    many = [whole(np.array([10 + i]), 10.0) for i in range(4)]
    with pytest.raises(InputError, match="4 pieces of ink"):
        decided(many, told(), lambda part, _: part)


def test_where_cuts_are_too_many_to_compare_strokes_are_compared(monkeypatch):
    monkeypatch.setattr(limits, "GROUPS", 3)
    apart = divisible(np.arange(1, 3), SLICES[:2], 10.0)
    judge = told(_12=(7, 0.999), _1=(1, 0.9), _2=(1, 0.9))
    assert decided([apart], judge, lambda *_: sliced())[0] == [(1, 2)]


def test_too_many_parts_are_refused_before_anything_is_looked_at():
    def judge(_):
        raise AssertionError

    parts = [whole(np.array([i]), 10.0) for i in range(limits.DIGITS + 1)]
    with pytest.raises(InputError, match="501 pieces of ink; at most 500"):
        decided(parts, judge, lambda part, _: part)


def test_no_more_is_cut_where_cuts_were_too_many_to_compare(monkeypatch):
    many, few = sliced(4), sliced(2)
    monkeypatch.setattr(limits, "GROUPS", len(many.groups) - 1)
    parts = [whole(np.array([10 + i]), 10.0) for i in range(20)]
    cut = []

    def finer(part, _):
        cut.append(part)
        return many

    decided(parts, told(), finer)
    assert cut == parts[:2]  # what is made of more than that would come to nothing

    def finer_and_fewer(part, _):
        return many if part is parts[0] else few

    groups, _ = decided(parts[:2], told(_1=(7, 0.999), _2=(2, 0.999)), finer_and_fewer)
    assert groups == [(10,), (1,), (2,)]  # one that is too much does not stand for all


@pytest.mark.parametrize("probability", [0.995, 1.0])
def test_nothing_is_cut_where_the_network_is_sure(probability):
    def finer(*_):
        raise AssertionError

    assert decided([BLOB], told(_0=(3, probability)), finer) == ([(0,)], {})


@pytest.mark.parametrize(("probability", "known"), [(0.8, {0}), (0.6, set())])
def test_what_is_known_is_not_cut(probability, known):
    asked = []

    def finer(part, names):
        asked.append(set(names))
        return part

    decided([BLOB], told(_0=(3, probability)), finer)
    assert asked == [known]
