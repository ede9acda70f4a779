"""Ink speaks for an answer as far as the answer suffers without it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitink import load_model, normalise
from digitink.data import mnist
from digitink.errors import InputError
from digitink.model import Card, Model
from digitink.occlusion import PATCH, STEP, attribution, log_odds

CARD = Card("stub", "", 2.0, 0.5, recipe="none", seed=0, parameters=0)
LEFT = slice(4, 12)
RIGHT = slice(16, 24)


class Weighs:
    """Stands in for a session: the logit of 7 is a weighted sum of the pixels, all others are 0."""

    def __init__(self, weights):
        self.weights = weights
        self.seen = 0

    def run(self, _, inputs):
        frames = inputs["frames"][:, 0]
        self.seen += len(frames)
        logits = np.zeros((len(frames), 10), np.float32)
        logits[:, 7] = (frames * self.weights).sum(axis=(1, 2))
        return [logits, logits]


def weighing(weights):
    return Model(CARD, Path("stub.onnx"), Weighs(weights))


@pytest.fixture
def two_bars():
    """Ink at the left that speaks for a 7, and at the right that speaks against it."""
    weights = np.zeros((28, 28), np.float32)
    weights[:, :14], weights[:, 14:] = 1, -1
    frame = np.zeros((28, 28), np.float32)
    frame[10:18, LEFT] = frame[10:18, RIGHT] = 1
    return weighing(weights), frame


def test_what_speaks_for_and_what_against(two_bars):
    model, frame = two_bars
    found = attribution(model, frame, 7)
    assert (found.shape, found.dtype) == ((28, 28), np.float32)
    assert (found[10:18, LEFT] > 0).all()
    assert (found[10:18, RIGHT] < 0).all()
    assert (found[frame == 0] == 0).all()
    assert found[:, LEFT].mean() == pytest.approx(-found[:, RIGHT].mean(), rel=0.1)


def test_what_speaks_for_one_speaks_against_the_others(two_bars):
    model, frame = two_bars
    assert (attribution(model, frame, 3)[10:18, LEFT] < 0).all()


def test_by_hand():
    """One pixel lies in so many patches, and each takes away all that it weighs."""
    weights = np.zeros((28, 28), np.float32)
    weights[14, 14] = 6
    frame = np.zeros((28, 28), np.float32)
    frame[14, 14] = 0.5
    found = attribution(weighing(weights), frame, 7)
    assert found[14, 14] == pytest.approx(6 * 0.5 / CARD.temperature, rel=1e-5)
    assert np.count_nonzero(found) == 1


def test_each_ink_is_taken_away_as_often_also_at_the_edge(two_bars):
    frame = np.ones((28, 28), np.float32)
    flat = weighing(np.full((28, 28), 0.01, np.float32))
    found = attribution(flat, frame, 7)
    inner = found[PATCH:-PATCH, PATCH:-PATCH]
    assert np.allclose(inner, inner[0, 0], rtol=0.05)
    assert (found > 0).all()


def test_only_patches_with_ink_are_asked_for(two_bars):
    model, frame = two_bars
    attribution(model, frame, 7)
    assert 1 < model._session.seen < (28 / STEP + PATCH) ** 2 / 2


def test_a_blank_frame_says_nothing():
    model = weighing(np.ones((28, 28), np.float32))
    assert not attribution(model, np.zeros((28, 28), np.uint8), 7).any()
    assert model._session.seen == 1


def test_a_personal_layer_speaks_too(two_bars):
    model, frame = two_bars
    reversed_ = model.adapted(
        lambda inputs, _: (
            np.eye(10, dtype=np.float32)[7]
            * -2
            * model._session.run(None, {"frames": inputs})[0][:, 7:8]
        )
    )
    found = attribution(reversed_, frame, 7)
    assert (found[10:18, LEFT] < 0).all()


def test_log_odds_are_those_of_the_probability():
    model = load_model()
    frames = mnist("test").images[:20]
    probabilities = model.probabilities(frames).astype(np.float64)
    for digit in (0, 7):
        p = probabilities[:, digit]
        sure = (p > 1e-4) & (p < 1 - 1e-4)
        expected = np.log(p[sure] / (1 - p[sure]))
        assert np.allclose(log_odds(model, frames, digit)[sure], expected, atol=1e-2)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 999))
def test_without_the_ink_that_speaks_for_it_the_answer_is_less_likely(index):
    model = load_model()
    frame = mnist("test").images[index]
    digit = int(model.probabilities(frame[None])[0].argmax())
    found = attribution(model, frame, digit)
    assert found.max() > 0
    assert (found[frame == 0] == 0).all()
    row, column = np.unravel_index(found.argmax(), found.shape)
    without = frame.copy()
    reach = PATCH // 2
    top, left = max(row - reach, 0), max(column - reach, 0)
    without[top : row + reach + 1, left : column + reach + 1] = 0
    with_, less = log_odds(model, np.stack([frame, without]), digit)
    assert less < with_


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), min_size=1, max_size=60))
def test_it_is_finite_for_whatever_is_drawn(points):
    raster = np.zeros((40, 40), np.float32)
    for x, y in points:
        raster[y, x] = 1
    found = attribution(load_model(), normalise(raster), 4)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("frame", [np.zeros((3, 3)), np.full((28, 28), 2.0)])
def test_a_frame_that_is_none(frame):
    with pytest.raises(InputError, match="frames"):
        attribution(load_model(), frame, 7)
