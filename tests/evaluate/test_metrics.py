import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitink.evaluate.metrics import (
    accuracy,
    calibration_error,
    class_scores,
    confusion_matrix,
    nll,
    reliability,
    risk_coverage,
    wilson_interval,
)

LABELS = np.array([0, 0, 1, 1, 1, 2])
PREDICTED = np.array([0, 1, 1, 1, 0, 2])


@pytest.fixture
def drawn():
    """Random logits and labels of 500 examples in 10 classes, right about two times in three."""
    generator = np.random.default_rng(7)
    labels = generator.integers(0, 10, 500)
    logits = generator.normal(size=(500, 10)).astype(np.float32)
    logits[np.arange(500), labels] += 2
    return logits, labels


def softmax(logits):
    powers = np.exp(logits.astype(np.float64))
    return powers / powers.sum(axis=1, keepdims=True)


def test_accuracy_is_the_share_of_equal_entries():
    assert accuracy(PREDICTED, LABELS) == pytest.approx(4 / 6)


@pytest.mark.parametrize(
    ("predicted", "labels"),
    [
        (np.zeros(3, int), np.zeros(1, int)),  # would broadcast
        (np.zeros(0, int), np.zeros(0, int)),
        (np.zeros((2, 2), int), np.zeros((2, 2), int)),
    ],
)
def test_accuracy_refuses_what_does_not_match(predicted, labels):
    with pytest.raises(ValueError, match="do not match"):
        accuracy(predicted, labels)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # Newcombe, 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_equals_published_values(successes, n, low, high):
    assert wilson_interval(successes, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_interval_holds_the_share_and_stays_in_range(counts):
    successes, n = counts
    low, high = wilson_interval(successes, n)
    tolerance = 1e-12
    assert 0 <= low <= successes / n + tolerance
    assert successes / n - tolerance <= high <= 1


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (2, 1), (-1, 3)])
def test_wilson_interval_refuses_no_share(successes, n):
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(successes, n)


def test_nll_of_even_odds_is_log_of_their_number():
    assert nll(np.zeros((4, 10), np.float32), np.array([0, 3, 5, 9])) == pytest.approx(math.log(10))


def test_nll_equals_the_plain_sum(drawn):
    logits, labels = drawn
    plain = [-math.log(row[label]) for row, label in zip(softmax(logits), labels, strict=True)]
    assert nll(logits, labels) == pytest.approx(sum(plain) / len(plain))
    assert nll(np.log(softmax(logits)), labels) == pytest.approx(sum(plain) / len(plain))


def test_nll_survives_logits_that_overflow_an_exponential():
    logits = np.array([[5_000.0, 0.0], [5_000.0, 0.0]], np.float32)
    assert nll(logits, np.array([0, 0])) == 0
    assert nll(logits, np.array([1, 1])) == pytest.approx(5_000)


def test_calibration_error_by_hand():
    # Two bins of (0, 0.5], (0.5, 1]: 0.5 twice, one right; 0.9, 0.8, 0.7, one right.
    probabilities = np.array([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1], [0.2, 0.8], [0.7, 0.3]])
    labels = np.array([0, 1, 0, 0, 1])
    expected = 2 / 5 * abs(1 / 2 - 0.5) + 3 / 5 * abs(1 / 3 - 0.8)
    assert calibration_error(probabilities, labels, bins=2) == pytest.approx(expected)


def test_calibration_error_equals_a_plain_loop(drawn):
    logits, labels = drawn
    probabilities = softmax(logits)
    confidence, predicted = probabilities.max(axis=1), probabilities.argmax(axis=1)
    expected = 0.0
    for low in np.arange(15) / 15:
        members = [i for i, p in enumerate(confidence) if low < p <= low + 1 / 15]
        if members:
            right = np.mean([predicted[i] == labels[i] for i in members])
            expected += len(members) / len(labels) * abs(right - confidence[members].mean())
    assert calibration_error(probabilities, labels) == pytest.approx(expected)


def test_calibration_error_of_certainty_is_the_error_rate():
    probabilities = np.eye(10)[[1, 2, 3, 4]]
    assert calibration_error(probabilities, np.array([1, 2, 3, 9])) == pytest.approx(0.25)


@pytest.mark.parametrize("metric", [nll, calibration_error])
@pytest.mark.parametrize(
    ("shape", "labels"),
    [((3, 10), [1, 2]), ((0, 10), []), ((2,), [0, 1]), ((2, 10), [0, 10]), ((2, 10), [0, -1])],
)
def test_scores_that_do_not_fit_their_labels_are_refused(metric, shape, labels):
    with pytest.raises(ValueError, match="labels"):
        metric(np.full(shape, 0.1), np.array(labels, int))


def test_confusion_matrix_has_the_truth_in_rows():
    expected = [[1, 1, 0], [1, 2, 0], [0, 0, 1]]
    assert confusion_matrix(PREDICTED, LABELS, classes=3).tolist() == expected


@pytest.mark.parametrize("outside", [-1, 10])
def test_confusion_matrix_refuses_what_is_no_class(outside):
    with pytest.raises(ValueError, match=r"0\.\.9"):
        confusion_matrix(np.array([outside]), np.array([0]))
    with pytest.raises(ValueError, match=r"0\.\.9"):
        confusion_matrix(np.array([0]), np.array([outside]))


def test_class_scores_by_hand():
    scores = class_scores(confusion_matrix(PREDICTED, LABELS, classes=3))
    assert scores.precision.tolist() == pytest.approx([1 / 2, 2 / 3, 1])
    assert scores.recall.tolist() == pytest.approx([1 / 2, 2 / 3, 1])
    assert scores.f1.tolist() == pytest.approx([1 / 2, 2 / 3, 1])
    assert scores.support.tolist() == [2, 3, 1]


def test_undefined_class_scores_are_nan():
    # Class 0 is never predicted, class 1 never occurs, class 2 neither.
    scores = class_scores(confusion_matrix(np.array([1, 1]), np.array([0, 0]), classes=3))
    assert np.isnan(scores.precision).tolist() == [True, False, True]
    assert np.isnan(scores.recall).tolist() == [False, True, True]
    assert np.isnan(scores.f1).tolist() == [False, False, True]
    assert scores.f1[:2].tolist() == [0, 0]


def test_reliability_equals_a_plain_loop(drawn):
    logits, labels = drawn
    probabilities = softmax(logits)
    found = reliability(probabilities, labels, bins=8)
    for b in range(8):
        inside = [
            (row.max(), row.argmax() == label)
            for row, label in zip(probabilities, labels, strict=True)
            if b / 8 < row.max() <= (b + 1) / 8
        ]
        assert found.count[b] == len(inside)
        if inside:
            confidence, right = np.mean(inside, axis=0)
            assert (found.confidence[b], found.accuracy[b]) == pytest.approx((confidence, right))
        else:
            assert math.isnan(found.confidence[b])
            assert math.isnan(found.accuracy[b])
    assert found.count.sum() == len(labels)


ANSWERS = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40)


@given(ANSWERS)
def test_risk_and_coverage_equal_a_plain_loop(answers):
    sureness, right = (np.array(column) for column in zip(*answers, strict=True))
    found = risk_coverage(sureness, right)
    expected = []
    for threshold in sorted({s for s, _ in answers}, reverse=True):
        answered = [r for s, r in answers if s >= threshold]
        expected.append(
            (threshold, len(answered) / len(answers), answered.count(False) / len(answered))
        )
    columns = np.column_stack([found.threshold, found.coverage, found.risk])
    assert columns == pytest.approx(np.array(expected))
    risk_of = {threshold: risk for threshold, _, risk in expected}
    assert found.area == pytest.approx(np.mean([risk_of[s] for s, _ in answers]))
    for threshold, coverage, risk in expected:
        assert found.from_threshold(threshold) == pytest.approx((coverage, risk))


def test_risk_and_coverage_by_hand():
    curve = risk_coverage(np.array([0.9, 0.5, 0.7, 0.6]), np.array([True, False, False, True]))
    assert curve.coverage.tolist() == [0.25, 0.5, 0.75, 1]
    assert curve.risk == pytest.approx(np.array([0, 1 / 2, 1 / 3, 1 / 2]))
    assert curve.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    assert curve.at_coverage(0.6) == 2
    assert curve.from_threshold(0.65) == (0.5, 0.5)
    nothing, risk = curve.from_threshold(0.95)
    assert nothing == 0
    assert math.isnan(risk)
    assert [point["coverage"] for point in curve.points()] == [1, 0.5]


def test_a_perfect_order_puts_all_mistakes_last():
    right = np.arange(100) < 90
    curve = risk_coverage(np.linspace(1, 0, 100), right)
    assert curve.risk[:90].tolist() == [0] * 90
    assert curve.risk[-1] == pytest.approx(0.1)


@pytest.mark.parametrize(("sureness", "right"), [(3, 2), (0, 0)])
def test_risk_and_coverage_refuse_what_does_not_match(sureness, right):
    with pytest.raises(ValueError, match="do not match"):
        risk_coverage(np.zeros(sureness), np.zeros(right, bool))
