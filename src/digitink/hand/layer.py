"""The personal last layer: fitted to a few corrections, held where ordinary digits lie.

The network and its last layer stay as they are; beside that stands a second linear layer, zero
before anything is taught, whose logits are added. It is a multinomial logistic regression on the
features of the corrected ink, with a Gaussian prior around zero whose precision is the second
moment of the features of MNIST's digits. So it is stiff in the directions in which ordinary digits
lie, where a change would be forgetting, and free in those that only the odd ones have.

It has no bias: what is no digit has hardly any features, and a bias would be all that speaks for
it. So letters and scribbles stay unsure whatever is taught.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from digitink.model import Floats, softmax

Labels = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FLOOR = 0.01  # of the mean precision, for directions in which no digit lies
STEPS = 25
SERIAL = 2**18  # multiplications: up to so many OpenBLAS leaves to one thread
SERIAL_SIDE = 64  # of a matrix to be inverted


@dataclass(frozen=True, slots=True, eq=False)
class PersonalLayer:
    """A linear layer over features: `weights` (F, 10) float32."""

    weights: Floats

    def __call__(self, features: Floats) -> Floats:
        """Features (N, F) to what is added to the logits, (N, 10)."""
        return _product(features, self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a network makes of N frames: `features` (N, F), `logits` (N, 10); `labels` (N,)."""

    features: Floats
    logits: Floats
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)

    def right(self, layer: PersonalLayer | None = None) -> Mask:
        """Which of the N are read as their labels, with the layer or without any."""
        logits = self.logits if layer is None else self.logits + layer(self.features)
        found: Mask = logits.argmax(axis=1) == self.labels
        return found

    def only(self, chosen: Mask) -> Self:
        """Those that are chosen."""
        return type(self)(self.features[chosen], self.logits[chosen], self.labels[chosen])


def together(parts: "list[Shown]") -> Shown:
    """All of at least one part, one after the other."""
    return Shown(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.logits for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def precision(features: Floats) -> Floats:
    """The prior's precision (F, F) for one observation, from features (N, F) of digits."""
    moments = _product(features.T, features) / np.float32(len(features))
    found: Floats = moments + np.diag(np.full(len(moments), FLOOR * moments.diagonal().mean()))
    return found.astype(np.float32)


def fit(lessons: Shown, prior: Floats, temperature: float) -> PersonalLayer:
    """The layer with which the lessons are read as their labels, as near to zero as that allows.

    `prior`: its precision, (F, F). Newton's steps with the fixed bound of the Hessian by
    Böhning (1992, Annals of the Institute of Statistical Mathematics 44, 197-200): one inverse
    serves all of them, and each goes downhill.
    """
    inputs = lessons.features / np.float32(temperature)
    logits = lessons.logits / np.float32(temperature)
    wanted = np.eye(10, dtype=np.float32)[lessons.labels]
    inverse = _inverse(_product(inputs.T, inputs) / np.float32(2) + prior)
    weights: Floats = np.zeros((inputs.shape[1], 10), np.float32)
    for _ in range(STEPS):
        excess = softmax(logits + _product(inputs, weights)) - wanted
        weights -= _product(inverse, _product(inputs.T, excess) + _product(prior, weights))
    return PersonalLayer(weights)


# Matrices are taken in parts so small that BLAS and LAPACK leave each to one thread: all of it is
# little work, and on a busy machine the threads that share it wait for each other far longer.


def _product(a: Floats, b: Floats) -> Floats:
    rows = max(1, SERIAL // (a.shape[1] * b.shape[1]))
    parts = [a[i : i + rows] @ b for i in range(0, len(a), rows)] or [a @ b]
    return np.concatenate(parts)


def _inverse(matrix: Floats) -> Floats:
    """Of a symmetric positive definite matrix, by its Schur complement."""
    if len(matrix) <= SERIAL_SIDE:
        return np.linalg.inv(matrix).astype(np.float32)
    half = len(matrix) // 2
    a, b, d = matrix[:half, :half], matrix[:half, half:], matrix[half:, half:]
    a_inverse = _inverse(a)
    a_inverse_b = _product(a_inverse, b)
    lower = _inverse(d - _product(b.T, a_inverse_b))
    upper = -_product(a_inverse_b, lower)
    return np.block([[a_inverse - _product(upper, a_inverse_b.T), upper], [upper.T, lower]])
