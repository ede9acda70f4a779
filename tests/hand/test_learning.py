"""Learning, on features made up so that it is known what can be learnt and what cannot."""

import re

import numpy as np
import pytest

from digitink import load_model
from digitink.hand.layer import Shown
from digitink.hand.learning import VARIANTS, learn, lesson
from digitink.hand.rehearsal import Rehearsal
from digitink.ink import Ink

SIZE = 24  # ten directions for the digits, the others for what is odd


def digits(n, seed):
    """Ordinary digits: each near its own direction, read by the direction it is nearest to."""
    random = np.random.default_rng(seed)
    labels = np.arange(n) % 10
    features = 3 * np.eye(SIZE)[labels] + random.normal(scale=0.3, size=(n, SIZE))
    return seen(features, labels)


def seen(features, labels):
    """Shown to a network; of no shape, so that it is told by its features alone."""
    features = np.asarray(features, np.float32)
    shapes = np.zeros((len(features), 49), np.float32)
    return Shown(features, features[:, :10] * np.float32(3), shapes, np.asarray(labels))


def odd(label, looks_like, direction, seed=0):
    """A correction: a `label` that looks much like another digit, and odd besides."""
    random = np.random.default_rng(seed)
    feature = 2 * np.eye(SIZE)[looks_like] + 2 * np.eye(SIZE)[direction]
    features = feature + random.normal(scale=0.1, size=(8, SIZE))
    return seen(features, np.full(8, label))


@pytest.fixture(scope="module")
def rehearsal():
    return Rehearsal.of(digits(1_000, 1), digits(1_000, 2))


def test_nothing_is_learnt_from_nothing(rehearsal):
    assert learn([], rehearsal, 1.0).layer is None


def test_one_correction_is_enough_for_its_siblings(rehearsal):
    first, sibling = odd(7, 1, 15), odd(7, 1, 15, seed=1)
    assert not sibling.right().any()
    learnt = learn([first], rehearsal, 1.0)
    assert (learnt.applied, learnt.refused) == ((0,), {})
    assert sibling.right(learnt.layer).all()
    assert rehearsal.fall(learnt.layer) == 0


def test_a_contradiction_is_refused_and_says_so(rehearsal):
    learnt = learn([odd(7, 1, 15), odd(4, 1, 15)], rehearsal, 1.0)
    assert learnt.applied == (0,)
    assert "contradicts what was taught" in learnt.refused[1]
    assert odd(7, 1, 15).right(learnt.layer).all()


def test_what_would_forget_is_refused_and_says_how_much(rehearsal):
    """The prior knows no threes, so that nothing holds them but the digits held back."""
    ordinary, held_back = rehearsal.ordinary, rehearsal.held_back
    unprepared = Rehearsal.of(ordinary.only(ordinary.labels != 3), held_back)
    threes = held_back.only(held_back.labels == 3)
    eights = seen(threes.features[:8], np.full(8, 8))
    learnt = learn([eights], unprepared, 1.0)
    assert learnt.layer is None
    assert re.fullmatch(
        "with it [0-9]+ more of 1,000 ordinary digits would be misread", learnt.refused[0]
    )


def test_an_ordinary_digit_cannot_become_another(rehearsal):
    threes = rehearsal.held_back.only(rehearsal.held_back.labels == 3)
    learnt = learn([seen(threes.features, np.full(100, 8))], rehearsal, 1.0)
    assert learnt.layer is None
    assert learnt.refused[0]


@pytest.mark.parametrize("bad", [0, 3, 6])
def test_only_the_one_that_does_not_fit_is_left_out(rehearsal, bad):
    lessons = [odd((i + 3) % 10, i, 12 + i) for i in range(7)]
    lessons[bad] = seen(digits(80, 4).features[::10], np.full(8, 5))  # noughts as fives
    learnt = learn(lessons, rehearsal, 1.0)
    assert set(learnt.refused) == {bad}
    assert learnt.applied == tuple(i for i in range(7) if i != bad)


def test_those_that_are_trusted_stay(rehearsal):
    first, second = odd(7, 1, 15), odd(4, 1, 15)
    assert learn([first, second], rehearsal, 1.0, trusted=[1]).applied == (1,)


def test_those_that_are_trusted_in_vain_are_tried_like_others(rehearsal):
    first, second = odd(7, 1, 15), odd(4, 1, 15)
    assert learn([first, second], rehearsal, 1.0, trusted=[0, 1]).applied == (0,)


def test_a_lesson_is_the_ink_and_variants_of_it():
    model = load_model()
    ink = Ink([[(0, 0), (10, 0), (4, 20)]])
    one, again = lesson(ink, 7, model), lesson(ink, 7, model)
    assert len(one) == 1 + VARIANTS
    assert one.labels.tolist() == [7] * len(one)
    np.testing.assert_array_equal(one.features, again.features)
    assert len(np.unique(one.features, axis=0)) == len(one)
