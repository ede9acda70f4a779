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


def test_no_other_temperature_has_a_lower_loss():
    logits, labels = drawn(500, 1.7)
    found = calibrate.temperature(logits, labels)
    best = metrics.nll(logits / found, labels)
    assert all(
        best <= metrics.nll(logits / other, labels) + 1e-9 for other in np.geomspace(0.05, 20, 200)
    )


def test_a_perfect_model_gets_a_temperature_all_the_same():
    logits = np.eye(10, dtype=np.float32) * 10
    assert 0.04 < calibrate.temperature(logits, np.arange(10)) < 0.06


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
