from dataclasses import replace

import numpy as np
import pytest

from digitink.data import NO_DIGIT, Frames
from digitink.train import corpus
from digitink.train.corpus import Corpus, Making, Part, joined, make

ONES = Frames("ones", np.full((2, 28, 28), 1, np.uint8), np.array([1, 1]))
TWOS = Frames("twos", np.full((1, 28, 28), 2, np.uint8), np.array([2]))
NONE = Frames("none", np.full((3, 28, 28), 9, np.uint8), np.full(3, NO_DIGIT))


@pytest.fixture
def some():
    return Corpus(
        "some",
        training=(ONES, NONE),
        validation=(TWOS,),
        test=lambda: ONES,
        data=({"name": "numbers", "n": 3},),
        held_back="the twos",
        no_digits=(NONE,),
    )


def test_facts_are_names_numbers_and_a_hash(some):
    facts = some.facts()
    assert len(facts.pop("sha256")) == 64
    assert facts == {
        "corpus": "some",
        "data": [{"name": "numbers", "n": 3}],
        "frames": {"ones": 2, "none": 3, "twos": 1},
        "held_back": "the twos",
    }


@pytest.mark.parametrize("part", ["training", "validation", "no_digits"])
@pytest.mark.parametrize("field", ["images", "labels"])
def test_the_hash_follows_every_image_and_label(some, part, field):
    *others, last = getattr(some, part)
    changed = getattr(last, field).copy()
    changed.flat[-1] += 1
    other = replace(some, **{part: (*others, replace(last, **{field: changed}))})
    assert other.facts()["sha256"] != some.facts()["sha256"]
    assert replace(some).facts() == some.facts()


def test_joined_frames_keep_their_order():
    both = joined((ONES, TWOS))
    assert both.name == "ones and twos"
    assert both.images[:, 0, 0].tolist() == both.labels.tolist() == [1, 1, 2]


def part(frames):
    return Part(len(frames), zip(frames.images, frames.labels, strict=True))


def never():
    return False


def test_parts_are_made_by_name_and_reported(monkeypatch):
    monkeypatch.setattr(corpus, "REPORT_FRAMES", 2)
    heard = []
    made = make({"a": part(NONE), "b": part(ONES)}, report=heard.append, stop=never)
    assert list(made) == ["a", "b"]
    assert made["a"].name == "a"
    assert np.array_equal(made["b"].images, ONES.images)
    assert np.array_equal(made["a"].labels, NONE.labels)
    assert heard == [Making(2, 5), Making(4, 5), Making(5, 5)]


def test_a_stop_is_heard_after_each_frame():
    asked = iter([False, False, True])
    assert make({"a": part(NONE)}, report=lambda _: None, stop=lambda: next(asked)) is None
    assert list(asked) == []
