"""What a model's probabilities are worth: its temperature, its threshold of doubt, its figures."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from digitink.evaluate import metrics

Logits = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

COLDEST, HOTTEST = 0.05, 20.0
USUAL = 0.5  # standard deviation of the logarithm of a network's best temperature
GOLDEN = (math.sqrt(5) - 1) / 2
QUESTIONED = 0.01  # the share of held-back digits that are marked unsure


def temperature(logits: Logits, labels: Labels) -> float:
    """The likeliest temperature of logits (N, 10).

    By the likelihood of the labels alone (Guo et al., 2017, arXiv 1706.04599) a model that has few
    digits, all of them right, would be the surer the colder, without end. So its logarithm is taken
    to be normally distributed around 0, and `unlikelihood` weighs both. That has a single valley,
    as far as was seen, in which a golden-section search finds the lowest point.
    """

    def loss(log_temperature: float) -> float:
        return unlikelihood(logits, labels, math.exp(log_temperature))

    low, high = math.log(COLDEST), math.log(HOTTEST)
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    loss_a, loss_b = loss(a), loss(b)
    while high - low > 1e-4:
        if loss_a <= loss_b:
            high, b, loss_b = b, a, loss_a
            a = high - GOLDEN * (high - low)
            loss_a = loss(a)
        else:
            low, a, loss_a = a, b, loss_b
            b = low + GOLDEN * (high - low)
            loss_b = loss(b)
    return math.exp((low + high) / 2)


def unlikelihood(logits: Logits, labels: Labels, temperature: float) -> float:
    """The negative log-likelihood in nats of all labels (N,), and of the temperature itself."""
    labelled = len(labels) * metrics.nll(logits / temperature, labels)
    return labelled + (math.log(temperature) / USUAL) ** 2 / 2


def probabilities(logits: Logits, temperature: float) -> Probabilities:
    """The calibrated probabilities (N, 10) of logits (N, 10)."""
    return np.exp(metrics.log_softmax(logits / temperature))


def unsure_below(logits: Logits, temperature: float) -> float:
    """The probability below which lies the least sure hundredth of digits with logits (N, 10).

    A share, not an accuracy to be kept: it holds for digits that a model has learnt by heart and
    for those it finds hard, and a few wrong labels do not move it.
    """
    sureness = np.sort(probabilities(logits, temperature).max(axis=1))
    return float(sureness[int(QUESTIONED * len(sureness))])


def unsure(logits: Logits, temperature: float, below: float) -> npt.NDArray[np.bool_]:
    """Which of logits (N, 10) a reading would mark as unsure."""
    marked: npt.NDArray[np.bool_] = probabilities(logits, temperature).max(axis=1) < below
    return marked


def figures(
    data: str, logits: Logits, labels: Labels, temperature: float, below: float
) -> dict[str, Any]:
    """How good logits (N, 10) are on the data set of that name, as a card states it.

    The loss is the mean negative log-likelihood in nats, with the temperature, and so is the
    calibration error. `unsure`: the share that is marked.
    """
    return {
        "data": data,
        "n": len(labels),
        "accuracy": metrics.accuracy(logits.argmax(axis=1), labels),
        "loss": metrics.nll(logits / temperature, labels),
        "calibration_error": metrics.calibration_error(probabilities(logits, temperature), labels),
        "unsure": float(unsure(logits, temperature, below).mean()),
    }
