import numpy as np
import pytest

from digitink.evaluate import metrics
from digitink.train import calibrate

RANDOM = np.random.default_rng(0)


def drawn(n, temperature):
    """Logits (n, 10), and labels drawn from their softmax at that temperature."""
    logits = RANDOM.normal(0, 3, (n, 10)).astype(np.float32)
    chances = calibrate.probabilities(logits, temperature)
    labels = (chances.cumsum(1) < RANDOM.random((n, 1))).sum(1).clip(max=9)
    return logits, labels.astype(np.int64)


@pytest.mark.parametrize("true", [0.5, 1.0, 2.5])
def test_it_finds_the_temperature_that_labels_were_drawn_with(true):
    logits, labels = drawn(20_000, true)
    assert calibrate.temperature(logits, labels) == pytest.approx(true, rel=0.05)


@pytest.mark.parametrize("n", [5, 500])
def test_no_other_temperature_is_likelier(n):
    logits, labels = drawn(n, 1.7)
    best = calibrate.unlikelihood(logits, labels, calibrate.temperature(logits, labels))
    others = np.geomspace(0.05, 20, 200)
    assert all(best <= calibrate.unlikelihood(logits, labels, other) + 1e-6 for other in others)


def test_many_digits_outweigh_what_is_usual():
    logits, labels = drawn(20_000, 0.2)
    found = calibrate.temperature(logits, labels)
    assert found == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize("n", [10, 100, 1000])
def test_a_model_with_all_digits_right_is_not_made_as_sure_as_can_be(n):
    logits = np.eye(10, dtype=np.float32)[np.arange(n) % 10] * 6
    assert 0.3 < calibrate.temperature(logits, np.arange(n) % 10) < 1


@pytest.mark.parametrize("n", [1, 99, 100, 999, 5000])
def test_one_digit_in_a_hundred_lies_below_the_threshold(n):
    logits, _ = drawn(n, 0.4)
    below = calibrate.unsure_below(logits, 1.5)
    assert calibrate.unsure(logits, 1.5, below).sum() == n // 100


def test_equally_sure_digits_are_never_marked_together():
    logits = np.zeros((300, 10), np.float32)
    logits[:, 3] = [9] * 290 + [5] * 10
    assert not calibrate.unsure(logits, 1.0, calibrate.unsure_below(logits, 1.0)).any()


def test_figures_name_their_data():
    logits, labels = drawn(100, 1.0)
    figures = calibrate.figures("some", logits, labels, 2.0, 0.6)
    assert (figures["data"], figures["n"]) == ("some", 100)
    assert figures["loss"] == metrics.nll(logits / 2, labels)
    assert figures["accuracy"] == metrics.accuracy(logits.argmax(1), labels)
    assert 0 <= figures["calibration_error"] <= 1
    assert figures["unsure"] == (calibrate.probabilities(logits, 2.0).max(1) < 0.6).mean()
