"""The personal layer: what it adds, and that it is the one that it is said to be."""

import numpy as np
import pytest

from digitink.hand.layer import PersonalLayer, Shown, both, fit, together
from digitink.hand.likeness import shapes_of
from digitink.model import softmax

RANDOM = np.random.default_rng(0)
NONE = np.zeros((0, 49), np.float32)  # no shape is taught


def floats(*shape, seed=1):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def shown(n=30, size=5, seed=1):
    random = np.random.default_rng(seed)
    frames = random.random((n, 28, 28), np.float32)
    labels = random.integers(0, 10, n)
    return Shown(floats(n, size, seed=seed), floats(n, 10, seed=seed), shapes_of(frames), labels)


def prior_of(lessons, taught=NONE):
    inputs = both(lessons.features, lessons.shapes, taught).astype(np.float64)
    return inputs.T @ inputs / len(inputs) + 0.01 * np.eye(inputs.shape[1])


def test_it_is_linear_in_features_and_likenesses():
    frames = RANDOM.random((3, 28, 28), np.float32)
    weights, features = floats(3 + 2, 10), floats(3, 3)
    layer = PersonalLayer(weights, shapes_of(frames[:2]))
    added = layer(frames[:, None], features)
    # the first two frames are those that were taught
    likenesses = np.exp((shapes_of(frames) @ shapes_of(frames[:2]).T - 1) / 0.3**2)
    np.testing.assert_allclose(likenesses[[0, 1], [0, 1]], 1, rtol=1e-4)
    np.testing.assert_allclose(added, features @ weights[:3] + likenesses @ weights[3:], rtol=1e-4)


def test_it_leaves_alone_what_has_no_features_and_is_like_nothing_taught():
    layer = PersonalLayer(floats(5, 10), NONE)
    assert not layer(np.ones((1, 1, 28, 28), np.float32), np.zeros((1, 5), np.float32)).any()


@pytest.mark.parametrize("taught", [0, 3])
def test_the_fitted_one_is_where_loss_and_prior_hold_each_other(taught):
    lessons, temperature = shown(), 0.5
    shapes = lessons.shapes[:taught]
    prior = 20 * prior_of(lessons, shapes)
    weights = fit(lessons, shapes, prior, temperature).weights.astype(np.float64)
    inputs = both(lessons.features, lessons.shapes, shapes)
    probabilities = softmax((lessons.logits + inputs @ weights) / temperature)
    slope = inputs.T @ (probabilities - np.eye(10)[lessons.labels]) / temperature
    np.testing.assert_allclose(slope, -prior @ weights, atol=0.02 * np.abs(slope).max())


def test_a_stiff_prior_changes_nothing_a_soft_one_reads_the_lessons():
    lessons = shown(n=4)
    prior = prior_of(lessons)
    assert np.abs(fit(lessons, NONE, 1e6 * prior, 1.0).weights).max() < 1e-4
    assert lessons.right(fit(lessons, NONE, 1e-2 * prior, 1.0)).all()


def test_what_has_no_features_is_learnt_by_its_shape():
    frames = np.zeros((4, 28, 28), np.float32)
    for i, frame in enumerate(frames):
        frame[7 * i : 7 * i + 7, 7 * i : 7 * i + 7] = 1
    shapes = shapes_of(frames)
    blank = Shown(floats(4, 5) * 0, floats(4, 10) * 0, shapes, np.array([3, 1, 4, 1]))
    prior = 0.01 * np.eye(5 + len(shapes))
    assert blank.right(fit(blank, shapes, prior, 1.0)).all()
    assert not fit(blank, NONE, prior[:5, :5], 1.0).weights.any()


def test_right_without_a_layer_and_with_one():
    few = shown(n=3)
    np.testing.assert_array_equal(few.right(), few.logits.argmax(1) == few.labels)
    features = np.ones((10, 1), np.float32)
    many = Shown(
        features, np.zeros((10, 10), np.float32), np.zeros((10, 49), np.float32), np.arange(10)
    )
    sevens = PersonalLayer(100 * np.eye(10, dtype=np.float32)[[7]], NONE)
    np.testing.assert_array_equal(many.right(sevens), many.labels == 7)


def test_parts_together_and_some_of_them():
    one, two = shown(n=3), shown(n=2, seed=2)
    whole = together([one, two])
    assert len(whole) == 5
    some = whole.only(np.array([False, False, False, True, True]))
    for name in ("features", "logits", "shapes", "labels"):
        np.testing.assert_array_equal(getattr(some, name), getattr(two, name))


@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
def test_the_temperature_is_that_of_the_model(temperature):
    """Logits and temperature scaled alike are the same probabilities, and the same lessons."""
    lessons = shown()
    prior = prior_of(lessons)
    logits = lessons.logits * np.float32(temperature)
    scaled = Shown(lessons.features, logits, lessons.shapes, lessons.labels)
    one = fit(lessons, NONE, prior, 1.0).weights
    other = fit(scaled, NONE, prior / temperature**2, temperature).weights
    np.testing.assert_allclose(other, one * temperature, rtol=0.02, atol=1e-3 * temperature)
