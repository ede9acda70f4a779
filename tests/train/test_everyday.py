from dataclasses import replace

import numpy as np
import pytest

from digitink.data import NO_DIGIT, Frames, Samples, mnist
from digitink.ink import Ink
from digitink.train import everyday
from digitink.train.everyday import EVERYDAY, SECOND, Plan, of

A_CLASS, BITMAPS = 3, 2  # of each digit held back here
PLAN = Plan("few", inks=2, bitmaps=3, shapes=80, no_digits=30, no_digits_held_back=10)
WRITERS = ["4", "1", "30", "2", "5"]


@pytest.fixture(scope="module")
def sets():
    """A hundred frames of MNIST, ten inks by each of five writers, forty bitmaps."""
    test = mnist("test")
    which = np.concatenate([np.flatnonzero(test.labels == digit)[:10] for digit in range(10)])
    frames = Frames("mnist-train", test.images[which], test.labels[which])
    inks = Samples(
        "pendigits.tra",
        [Ink([[(0, 0), (d, 9 + w), (9, d)]]) for w in range(5) for d in range(10)],
        np.tile(np.arange(10), 5),
        writers=np.repeat(WRITERS, 10),
    )
    bitmaps = Samples(
        "optdigits.tra",
        (test.images[which.reshape(10, 10)[:, :4].ravel()] > 99).astype(np.float32),
        np.arange(10).repeat(4),
    )
    return frames, inks, bitmaps


@pytest.fixture
def few(monkeypatch):
    """Splits that suit so few."""
    stratified = everyday.stratified
    monkeypatch.setattr(everyday, "stratified", lambda labels, n=A_CLASS: stratified(labels, n))
    monkeypatch.setattr(everyday, "BITMAPS", BITMAPS)


@pytest.fixture
def corpus(sets, few):
    return of(*sets, PLAN)


def test_every_part_is_as_large_as_it_should_be(corpus):
    assert corpus.facts()["frames"] == {
        "mnist-train": 70,
        "mnist-train, scanned anew": 70,
        "pendigits.tra": 3 * 10 * 2,
        "optdigits.tra": 2 * 10 * 3,
        "made-up digits": 80,
        "no digits": 30,
        "mnist-train, held back": 30,
        "pendigits.tra, held back": 2 * 10,
        "optdigits.tra, held back": 20,
        "no digits, held back": 10,
    }


def test_labels_are_digits_but_of_no_digits(corpus):
    for part in (*corpus.training, *corpus.validation, *corpus.no_digits):
        if part.name.startswith("no digits"):
            assert set(part.labels) == {NO_DIGIT}
        else:
            assert set(part.labels) == set(range(10))
        assert part.images.max(axis=(1, 2)).min() > 0, f"an empty frame in {part.name}"


def test_what_is_validated_on_is_as_read_and_by_other_writers(corpus, sets):
    _, inks, _ = sets
    _, by_writer, _ = corpus.validation
    away = np.isin(inks.writers, ["4", "30"])
    assert np.array_equal(by_writer.images, inks.frames()[away])
    seen = {image.tobytes() for part in corpus.training for image in part.images}
    assert not seen & {image.tobytes() for part in corpus.validation for image in part.images}


def test_the_first_frame_of_each_is_as_read(corpus, sets):
    _, inks, _ = sets
    drawn = next(part for part in corpus.training if part.name == "pendigits.tra")
    near = ~np.isin(inks.writers, ["4", "30"])
    assert np.array_equal(drawn.images[:: PLAN.inks], inks.frames()[near])
    assert not np.array_equal(drawn.images[1 :: PLAN.inks], inks.frames()[near])


def test_it_is_always_the_same(corpus, sets):
    assert of(*sets, PLAN).facts() == corpus.facts()


def test_a_parts_size_changes_no_other_part(corpus, sets):
    other = of(*sets, replace(PLAN, inks=1, shapes=85))
    assert np.array_equal(other.training[3].images, corpus.training[3].images)
    assert np.array_equal(other.training[5].images, corpus.training[5].images)
    assert np.array_equal(other.training[4].images[:80], corpus.training[4].images)


def test_what_is_held_back_is_the_same_in_all_plans(corpus, sets):
    other = of(*sets, replace(PLAN, long_flags=True, seed=PLAN.seed + 1))
    for mine, theirs in zip(
        (*corpus.validation, *corpus.no_digits), (*other.validation, *other.no_digits), strict=True
    ):
        assert np.array_equal(mine.images, theirs.images)
    for mine, theirs in zip(corpus.training[1:], other.training[1:], strict=True):
        assert not np.array_equal(mine.images, theirs.images)


def test_the_plans_differ_in_their_random_numbers():
    assert EVERYDAY.seed != SECOND.seed


def test_it_can_be_stopped(sets, few):
    assert of(*sets, PLAN, stop=lambda: True) is None


def test_its_sets_may_be_trained_on():
    from digitink.data import catalogue

    assert all(
        catalogue.entry(name).trainable
        for name in ("mnist-train", "pendigits.tra", "optdigits.tra")
    )


def test_the_writers_held_back_are_six_of_pendigits_thirty():
    from digitink.data import load_for_training
    from digitink.errors import DataError

    try:
        writers = load_for_training("pendigits.tra").writers
    except DataError as error:
        pytest.skip(str(error))
    assert len(set(everyday.WRITERS) & set(writers)) == 6
    assert len(set(writers)) == 30
