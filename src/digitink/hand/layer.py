"""The personal last layer: fitted to a few corrections, held where MNIST's digits lie.

The network and its last layer stay as they are; beside that stands a second linear layer, zero
before anything is taught, whose logits are added. It is a multinomial logistic regression on the
features of the corrected ink, with a Gaussian prior whose precision is that of the features of
MNIST's digits. So it is stiff in directions in which ordinary digits differ, where a change would
be forgetting, and free in those that only the odd ones have.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitink.model import Floats, softmax

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

STIFFNESS = 30.0  # how many observations the prior is worth
FLOOR = 0.01  # of the mean precision, in directions in which no digit differs
STEPS = 40


@dataclass(frozen=True, slots=True, eq=False)
class PersonalLayer:
    """A linear layer over features: `weights` (F + 1, 10) float32, the last row the bias."""

    weights: Floats

    def __call__(self, features: Floats) -> Floats:
        """Features (N, F) to what is added to the logits, (N, 10)."""
        return features @ self.weights[:-1] + self.weights[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a network makes of N frames: `features` (N, F), `logits` (N, 10); `labels` (N,)."""

    features: Floats
    logits: Floats
    labels: Labels

    def right(self, layer: PersonalLayer) -> npt.NDArray[np.bool_]:
        """Which of the N are read right with the layer."""
        found: npt.NDArray[np.bool_] = (self.logits + layer(self.features)).argmax(1) == self.labels
        return found


def precision(features: Floats) -> Matrix:
    """The precision (F + 1, F + 1) of the prior, from the features (N, F) of ordinary digits."""
    moments = with_ones(features)
    found = moments.T @ moments / len(features)
    floor = FLOOR * np.trace(found) / len(found)
    return STIFFNESS * (found + floor * np.eye(len(found)))


def fit(lessons: Shown, prior: Matrix, temperature: float) -> PersonalLayer:
    """The layer with which the lessons are read as their labels, as near to zero as that allows.

    Newton's steps with the fixed bound of the Hessian by Böhning (1992, Annals of the Institute of
    Statistical Mathematics 44), so that one inverse serves all of them and each step is downhill.
    """
    inputs = with_ones(lessons.features) / temperature
    wanted = np.eye(10)[lessons.labels]
    inverse = np.linalg.inv(inputs.T @ inputs / 2 + prior)
    weights = np.zeros((inputs.shape[1], 10))
    base = lessons.logits / temperature
    for _ in range(STEPS):
        slope = inputs.T @ (softmax(base + inputs @ weights) - wanted) + prior @ weights
        weights -= inverse @ slope
    return PersonalLayer(weights.astype(np.float32))


def with_ones(features: Floats) -> Matrix:
    """Features (N, F) and a column of ones for the bias: (N, F + 1) float64."""
    return np.column_stack([features, np.ones(len(features))])
