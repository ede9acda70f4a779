import numpy as np
import pytest
from numpy.random import RandomState

from digitink.data import Frames, mnist
from digitink.train import letters, nodigits


@pytest.fixture(scope="module")
def digits():
    frames = mnist("test")
    return Frames("some", frames.images[:300], frames.labels[:300])


def kinds(digits):
    return {
        "letter": lambda random: nodigits.letter(random, letters.TRAINED),
        "scribble": nodigits.scribble,
        "mark": nodigits.mark,
        "blot": nodigits.blot,
        "pair": lambda random: nodigits.pair(random, digits),
        "turned": lambda random: nodigits.turned(random, digits),
        "half": lambda random: nodigits.half(random, digits),
        "draw": lambda random: nodigits.draw(random, digits, letters.TRAINED),
    }


@pytest.mark.parametrize("kind", kinds(None))
def test_each_is_a_frame_with_ink_and_the_seed_fixes_it(kind, digits):
    make = kinds(digits)[kind]
    random, again = RandomState(0), RandomState(0)
    images = [make(random) for _ in range(40)]
    assert {(i.shape, i.dtype) for i in images} == {((28, 28), np.dtype(np.uint8))}
    assert all(i.max() > 50 for i in images)
    assert len({i.tobytes() for i in images}) > 20
    assert all(np.array_equal(i, make(again)) for i in images)


def test_digits_are_taken_from_those_given_alone(digits):
    sixes = digits.labels == 6
    only = Frames("sixes and a line", digits.images.copy(), digits.labels)
    only.images[~sixes] = 0
    only.images[~sixes, 4:24, 14] = 255
    mirrored = {nodigits._pick(RandomState(seed), only, (6,)).tobytes() for seed in range(20)}
    known = {(i.astype(np.float32) / np.float32(255)).tobytes() for i in digits.images[sixes]}
    assert mirrored <= known


def test_both_of_a_pair_are_seen(digits):
    random = RandomState(0)
    ink = [np.count_nonzero(nodigits.pair(random, digits) > 100) for _ in range(100)]
    assert np.median(ink) > np.median(np.count_nonzero(digits.images > 100, axis=(1, 2)))


def test_all_kinds_are_drawn(digits, monkeypatch):
    called = set()
    for kind in set(kinds(None)) - {"draw"}:
        monkeypatch.setattr(nodigits, kind, lambda *_, kind=kind: called.add(kind))
    random = RandomState(0)
    for _ in range(300):
        nodigits.draw(random, digits, letters.TRAINED)
    assert called == set(kinds(None)) - {"draw"}
