"""Measure a model on a data set: everything that one pass over its samples tells."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from digitink.errors import DataError
from digitink.evaluate import metrics
from digitink.model import Model, softmax

if TYPE_CHECKING:
    from digitink.data import Samples


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """How well one model did on one data set.

    `data`, `model`: their names. `n`: samples; `correct`: those read right. `interval`: the 95 %
    interval of the accuracy. `loss`: mean negative log-likelihood in nats; `calibration_error`:
    over 15 bins, 0..1; both of the calibrated probabilities, which are those that readings show.
    `unsure`: samples that a reading would mark. `confusion`: (10, 10) counts, row = what it is,
    column = what it was read as. `per_class`: precision, recall, F1 and support of each digit.
    """

    data: str
    model: str
    n: int
    correct: int
    interval: tuple[float, float]
    loss: float
    calibration_error: float
    unsure: int
    confusion: metrics.Counts
    per_class: metrics.ClassScores

    @property
    def accuracy(self) -> float:
        """The share read right, 0..1."""
        return self.correct / self.n

    @property
    def unsure_share(self) -> float:
        """The share that a reading would mark as unsure, 0..1."""
        return self.unsure / self.n

    def __repr__(self) -> str:
        return f"Measurement({self.model!r} on {self.data!r}: {self.correct} of {self.n})"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON; a class's undefined score (0 / 0) is None."""
        scores = self.per_class
        return {
            "data": self.data,
            "model": self.model,
            "n": self.n,
            "correct": self.correct,
            "accuracy": self.accuracy,
            "interval": list(self.interval),
            "loss": self.loss,
            "calibration_error": self.calibration_error,
            "unsure": self.unsure,
            "unsure_share": self.unsure_share,
            "per_class": [
                {
                    "value": value,
                    "precision": _or_none(scores.precision[value]),
                    "recall": _or_none(scores.recall[value]),
                    "f1": _or_none(scores.f1[value]),
                    "support": int(scores.support[value]),
                }
                for value in range(len(scores.support))
            ],
            "confusion": self.confusion.tolist(),
        }


def measure(model: Model, samples: "Samples") -> Measurement:
    """Read every sample as one digit and compare with its label.

    Raises DataError where there are no samples, or where some are not one digit.
    """
    labels = samples.labels
    if not len(labels):
        raise DataError(f"the data set {samples.name} holds no samples")
    if labels.min() < 0:
        raise DataError(
            f"the data set {samples.name} holds samples that are not one digit",
            hint="only sets of single digits can be measured",
        )
    logits, _ = model.run(samples.frames())
    logits = logits / np.float32(model.card.temperature)
    probabilities = softmax(logits).astype(np.float64)  # compared as readings are, in float64
    confusion = metrics.confusion_matrix(probabilities.argmax(axis=1), labels)
    n, correct = len(labels), int(np.trace(confusion))
    return Measurement(
        data=samples.name,
        model=model.name,
        n=n,
        correct=correct,
        interval=metrics.wilson_interval(correct, n),
        loss=metrics.nll(logits, labels),
        calibration_error=metrics.calibration_error(probabilities, labels),
        unsure=int(np.count_nonzero(probabilities.max(axis=1) < model.card.unsure_below)),
        confusion=confusion,
        per_class=metrics.class_scores(confusion),
    )


def _or_none(score: float) -> float | None:
    return None if np.isnan(score) else float(score)
