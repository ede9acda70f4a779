"""The personal layer: what it adds, and that it is the one that it is said to be."""

import numpy as np
import pytest

from digitink.hand import layer
from digitink.hand.layer import PersonalLayer, Shown, fit, precision, together
from digitink.model import softmax

RANDOM = np.random.default_rng(0)


def shown(n=30, size=5, seed=1):
    random = np.random.default_rng(seed)
    features = random.normal(size=(n, size)).astype(np.float32)
    logits = random.normal(size=(n, 10)).astype(np.float32)
    return Shown(features, logits, random.integers(0, 10, n))


def test_it_is_linear_and_leaves_alone_what_has_no_features():
    weights = RANDOM.normal(size=(3, 10)).astype(np.float32)
    features = RANDOM.normal(size=(2, 3)).astype(np.float32)
    expected = np.stack([f @ weights for f in features])
    assert not PersonalLayer(weights)(np.zeros((1, 3), np.float32)).any()
    np.testing.assert_allclose(PersonalLayer(weights)(features), expected, rtol=1e-5)


def test_the_fitted_one_is_where_loss_and_prior_hold_each_other():
    lessons, temperature = shown(), 0.5
    prior = 20 * precision(lessons.features)
    weights = fit(lessons, prior, temperature).weights.astype(np.float64)
    inputs = lessons.features
    probabilities = softmax((lessons.logits + inputs @ weights) / temperature)
    slope = inputs.T @ (probabilities - np.eye(10)[lessons.labels]) / temperature
    np.testing.assert_allclose(slope, -prior @ weights, atol=0.02 * np.abs(slope).max())


def test_a_stiff_prior_changes_nothing_a_soft_one_reads_the_lessons():
    lessons = shown(n=4)
    prior = precision(lessons.features)
    assert np.abs(fit(lessons, 1e6 * prior, 1.0).weights).max() < 1e-4
    assert lessons.right(fit(lessons, 1e-2 * prior, 1.0)).all()


@pytest.mark.parametrize("size", [1, 64, 65, 150])
def test_large_matrices_are_taken_in_parts(size, monkeypatch):
    monkeypatch.setattr(layer, "SERIAL", 1_000)
    values = RANDOM.normal(size=(300, size)).astype(np.float32)
    gram = layer._product(values.T, values)
    np.testing.assert_allclose(gram, values.T @ values, rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(layer._inverse(gram) @ gram, np.eye(size), atol=1e-3)
    assert layer._product(values[:0], gram).shape == (0, size)


def test_the_prior_is_stiff_where_ordinary_digits_lie():
    features = RANDOM.normal(size=(500, 2)).astype(np.float32) * [5, 0.1]
    found = precision(features.astype(np.float32))
    assert found.shape == (2, 2)
    assert found[0, 0] > 50 * found[1, 1] > 0
    assert np.linalg.eigvalsh(found).min() > 0


def test_right_without_a_layer():
    few = shown(n=3)
    np.testing.assert_array_equal(few.right(), few.logits.argmax(1) == few.labels)


def test_parts_together_and_some_of_them():
    one, two = shown(n=3), shown(n=2, seed=2)
    whole = together([one, two])
    assert len(whole) == 5
    some = whole.only(np.array([False, False, False, True, True]))
    np.testing.assert_array_equal(some.features, two.features)
    np.testing.assert_array_equal(some.logits, two.logits)
    np.testing.assert_array_equal(some.labels, two.labels)


def test_right_with_a_layer():
    features = np.ones((10, 1), np.float32)
    many = Shown(features, np.zeros((10, 10), np.float32), np.arange(10))
    sevens = PersonalLayer(100 * np.eye(10, dtype=np.float32)[[7]])
    np.testing.assert_array_equal(many.right(sevens), many.labels == 7)


@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
def test_the_temperature_is_that_of_the_model(temperature):
    """Logits and temperature scaled alike are the same probabilities, and the same lessons."""
    lessons = shown()
    prior = precision(lessons.features)
    scaled = Shown(lessons.features, lessons.logits * np.float32(temperature), lessons.labels)
    one = fit(lessons, prior, 1.0).weights
    other = fit(scaled, prior / temperature**2, temperature).weights
    np.testing.assert_allclose(other, one * temperature, rtol=0.02, atol=1e-3 * temperature)
