"""Measure a model on a data set: everything that one pass over its samples tells."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from digitink.data import Frames, Samples
from digitink.errors import DataError
from digitink.evaluate import metrics
from digitink.evaluate.answers import Answers, ask, calibrated, unsure
from digitink.model import Model


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """How well one model did on one data set.

    `data`, `model`: their names. `n`: samples; `correct`: those read right. `interval`: the 95 %
    interval of the accuracy. `loss`: mean negative log-likelihood in nats; `calibration_error`:
    over 15 bins, 0..1; both of the calibrated probabilities, which are those that readings show.
    `unsure`: samples that a reading would mark. `confusion`: (10, 10) counts, row = what it is,
    column = what it was read as. `per_class`: precision, recall, F1 and support of each digit.
    `risk_coverage`: the errors among the surest answers; `unsure_below`: the card's threshold.
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
    risk_coverage: metrics.RiskCoverage
    unsure_below: float

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
        coverage, risk = self.risk_coverage.from_threshold(self.unsure_below)
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
            "risk_coverage": {
                "area": self.risk_coverage.area,
                "card": {
                    "coverage": coverage,
                    "risk": _or_none(risk),
                    "threshold": self.unsure_below,
                },
                "points": self.risk_coverage.points(),
            },
        }


@dataclass(frozen=True, slots=True)
class Doubt:
    """How often one model doubted what is no digit.

    `data`, `model`: their names. `n`: samples; `unsure`: those that a reading would mark.
    """

    data: str
    model: str
    n: int
    unsure: int

    @property
    def unsure_share(self) -> float:
        """The share that a reading would mark as unsure, 0..1; the more, the better."""
        return self.unsure / self.n

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {**asdict(self), "unsure_share": self.unsure_share}


def measure(model: Model, samples: Samples) -> Measurement:
    """Read every sample as one digit and compare with its label.

    Raises DataError where there are no samples, or where some are not one digit.
    """
    return measure_frames(model, digits(samples))


def digits(samples: Samples) -> Frames:
    """The N samples as the network sees them, uint8. Raises DataError as `measure` does."""
    _not_empty(samples)
    if samples.labels.min() < 0:
        raise DataError(
            f"the data set {samples.name} holds samples that are not one digit",
            hint="only sets of single digits can be measured",
        )
    return Frames(samples.name, samples.frames(), samples.labels)


def measure_frames(model: Model, frames: Frames) -> Measurement:
    """Show the network these very frames, at least one, and compare with their labels."""
    return measure_answers(ask(model, frames))


def measure_answers(answers: Answers) -> Measurement:
    """Compare answers with the labels."""
    labels, probabilities = answers.frames.labels, answers.probabilities
    confusion = metrics.confusion_matrix(answers.predicted, labels)
    n, correct = len(labels), int(np.trace(confusion))
    return Measurement(
        data=answers.frames.name,
        model=answers.model,
        n=n,
        correct=correct,
        interval=metrics.wilson_interval(correct, n),
        loss=metrics.nll(answers.logits / np.float32(answers.temperature), labels),
        calibration_error=metrics.calibration_error(probabilities, labels),
        unsure=int(answers.unsure.sum()),
        confusion=confusion,
        per_class=metrics.class_scores(confusion),
        risk_coverage=metrics.risk_coverage(answers.sureness, answers.right),
        unsure_below=answers.unsure_below,
    )


def doubt(model: Model, samples: Samples) -> Doubt:
    """Read every sample as one digit, which none of them is, and count those marked unsure.

    Raises DataError where there are no samples, or where some are digits.
    """
    _not_empty(samples)
    if samples.labels.max() >= 0:
        raise DataError(f"the data set {samples.name} holds digits")
    logits, _ = model.run(samples.frames())
    marked = unsure(calibrated(model.card, logits), model.card.unsure_below)
    return Doubt(data=samples.name, model=model.name, n=len(samples), unsure=int(marked.sum()))


def _not_empty(samples: Samples) -> None:
    if not len(samples):
        raise DataError(f"the data set {samples.name} holds no samples")


def _or_none(score: float) -> float | None:
    return None if np.isnan(score) else float(score)
