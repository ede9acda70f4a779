"""Figures of merit of a classifier on labelled examples: pure functions of NumPy arrays.

Everywhere: N examples (at least one), C classes, `labels` (N,) integers in 0..C-1, `predicted`
(N,) the same, `probabilities` (N, C) with rows that sum to 1. Sums are made in float64. Arrays
that do not fit together raise ValueError.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

Z_95 = 1.959963984540054  # the standard normal distribution's 97.5 % point
CALIBRATION_BINS = 15
COVERAGES = (1.0, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8, 0.5)  # at which a risk is stated


@dataclass(frozen=True, slots=True, eq=False)
class ClassScores:
    """Four arrays (C,), an entry a class; nan where a quotient is 0 / 0, never a made-up 0.

    `precision` = TP / (TP + FP), nan for a class that was never predicted; `recall` =
    TP / (TP + FN), nan for one that never occurs; `f1` = 2 TP / (2 TP + FP + FN), nan only for one
    that neither occurs nor was predicted; `support` = TP + FN, how often it occurs.
    """

    precision: Floats
    recall: Floats
    f1: Floats
    support: Counts


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Three arrays (B,), an entry a bin of equal width over 0..1.

    `count`: examples whose prediction has a probability in that bin; `confidence`: the mean of
    these probabilities; `accuracy`: the share of them that is right; both nan in an empty bin.
    """

    count: Counts
    confidence: Floats
    accuracy: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RiskCoverage:
    """What is won by leaving the least sure unanswered.

    Three arrays (T,), an entry for each sureness that occurs, the surest first: whoever answers
    from `threshold` on answers the share `coverage` of all (ascending to 1), and of these answers
    the share `risk` is wrong.
    """

    threshold: Floats
    coverage: Floats
    risk: Floats

    @property
    def area(self) -> float:
        """The area under the curve: the mean of the risk over every example's own threshold.

        Geifman et al., 2019, arXiv 1805.08206; 0 is the best.
        """
        return float((np.diff(self.coverage, prepend=0.0) * self.risk).sum())

    def at_coverage(self, coverage: float) -> int:
        """Which entry answers the least that is at least this share, 0..1."""
        reached = np.searchsorted(self.coverage, coverage - 1e-12)
        return min(int(reached), len(self.coverage) - 1)

    def from_threshold(self, threshold: float) -> tuple[float, float]:
        """Coverage and risk of answering from this sureness on; a risk of nan where nothing is."""
        answered = int((self.threshold >= threshold).sum())
        if not answered:
            return 0.0, math.nan
        return float(self.coverage[answered - 1]), float(self.risk[answered - 1])

    def points(self) -> list[dict[str, float]]:
        """The entries for COVERAGES, those that come to the same once; ready for JSON."""
        chosen = sorted({self.at_coverage(share) for share in COVERAGES}, reverse=True)
        return [
            {
                "coverage": float(self.coverage[i]),
                "risk": float(self.risk[i]),
                "threshold": float(self.threshold[i]),
            }
            for i in chosen
        ]


def accuracy(predicted: Array, labels: Array) -> float:
    """The share of examples whose prediction is the label, 0..1."""
    if predicted.shape != labels.shape or labels.ndim != 1 or not len(labels):
        raise ValueError(f"predictions {predicted.shape} and labels {labels.shape} do not match")
    return float(np.mean(predicted == labels))


def wilson_interval(successes: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The interval for the rate behind `successes` out of `n`; with the default `z`, of 95 %.

    With p = successes / n: (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n)
    (Wilson, 1927, doi 10.1080/01621459.1927.10502953). Unlike the usual p ± z √(p(1 - p)/n) it
    stays within 0..1 and is sound near 1, where digit recognisers live.
    """
    if not 0 <= successes <= n or n < 1:
        raise ValueError(f"{successes} of {n} is no share")
    share = successes / n
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def log_softmax(logits: Array) -> Floats:
    """Logits (N, C) to log-probabilities (N, C), float64, safe from overflow and log(0)."""
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    normaliser = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shifted - normaliser  # type: ignore[no-any-return]


def nll(logits: Array, labels: Array) -> float:
    """The mean negative log-likelihood of the labels, in nats: -1/N Σ log softmax(logits)[label].

    Also called categorical cross-entropy. Log-probabilities are logits too: `nll(np.log(p), y)`.
    """
    _check(logits, labels)
    return float(-log_softmax(logits)[np.arange(len(labels)), labels].mean())


def calibration_error(probabilities: Array, labels: Array, bins: int = CALIBRATION_BINS) -> float:
    """The expected calibration error of the likeliest class, 0 (best) .. 1.

    Examples are binned by the probability of their prediction into `bins` equal intervals
    ((b - 1) / bins, b / bins]; the error is Σ_b n_b / N · |accuracy_b - mean probability_b|
    (Naeini et al., 2015, doi 10.1609/aaai.v29i1.9602; Guo et al., 2017, arXiv 1706.04599).
    """
    found = reliability(probabilities, labels, bins)
    gaps = np.abs(found.accuracy - found.confidence)
    return float(np.nansum(found.count * gaps) / len(labels))


def reliability(probabilities: Array, labels: Array, bins: int = CALIBRATION_BINS) -> Reliability:
    """The reliability diagram of the likeliest class, in the bins of `calibration_error`.

    DeGroot & Fienberg, 1983, doi 10.2307/2987588.
    """
    _check(probabilities, labels)
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == labels
    index = np.digitize(confidence, np.linspace(0, 1, bins + 1)[1:-1], right=True)
    count = np.bincount(index, minlength=bins).astype(np.int64)
    return Reliability(
        count=count,
        confidence=_quotient(np.bincount(index, weights=confidence, minlength=bins), count),
        accuracy=_quotient(np.bincount(index, weights=right, minlength=bins), count),
    )


def risk_coverage(sureness: Array, right: Array) -> RiskCoverage:
    """The risk-coverage curve of answers (N,) with a sureness each, `right` (N,) bool.

    El-Yaniv & Wiener, 2010, JMLR 11, 1605-1641; Geifman & El-Yaniv, 2017, arXiv 1705.08500.
    Answers of the same sureness are given or withheld together.
    """
    if sureness.shape != right.shape or sureness.ndim != 1 or not len(right):
        raise ValueError(f"sureness {sureness.shape} and right {right.shape} do not match")
    order = np.argsort(-sureness, kind="stable")
    ordered = sureness[order].astype(np.float64)
    last = np.append(np.diff(ordered) != 0, True)  # of each run of equal ones
    answered = np.arange(1, len(ordered) + 1)[last]
    wrong = np.cumsum(~right[order].astype(bool))[last]
    return RiskCoverage(ordered[last], answered / len(ordered), wrong / answered)


def confusion_matrix(predicted: Array, labels: Array, classes: int = 10) -> Counts:
    """Counts (C, C): row = what it is, column = what it was taken for."""
    if predicted.shape != labels.shape or labels.ndim != 1:
        raise ValueError(f"predictions {predicted.shape} and labels {labels.shape} do not match")
    both = np.stack([labels, predicted]).astype(np.int64)
    if both.size and not (both.min() >= 0 and both.max() < classes):
        raise ValueError(f"labels and predictions must lie in 0..{classes - 1}")
    counts = np.bincount(both[0] * classes + both[1], minlength=classes * classes)
    return counts.reshape(classes, classes).astype(np.int64)


def class_scores(confusion: Counts) -> ClassScores:
    """Precision, recall, F1 and support of each class, from a confusion matrix (C, C)."""
    hits = np.diag(confusion)
    support, predicted = confusion.sum(axis=1), confusion.sum(axis=0)
    return ClassScores(
        precision=_quotient(hits, predicted),
        recall=_quotient(hits, support),
        f1=_quotient(2 * hits, support + predicted),
        support=support,
    )


def _quotient(above: Counts | Floats, below: Counts) -> Floats:
    result = np.full(len(below), np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result


def _check(scores: Array, labels: Array) -> None:
    if scores.ndim != 2 or labels.shape != (len(scores),) or not len(labels):
        raise ValueError(f"scores {scores.shape} and labels {labels.shape} do not match")
    if not (labels.min() >= 0 and labels.max() < scores.shape[1]):
        raise ValueError(f"labels must lie in 0..{scores.shape[1] - 1}")
