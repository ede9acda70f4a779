"""The personal last layer: fitted to a few corrections, held where ordinary digits lie.

The network and its last layer stay as they are; beside that stands a second linear layer, zero
before anything is taught, whose logits are added. Its inputs are the network's features and the
likeness to each ink that was taught. It is a multinomial logistic regression on the corrected ink,
with a Gaussian prior around zero whose precision is the second moment of the same inputs for
MNIST's digits. So it is stiff in the directions in which ordinary digits lie, where a change would
be forgetting, and free in those that only the odd ones have.

It has no bias: that would be all that speaks for what is no digit, which has hardly any features.
So letters and scribbles stay unsure whatever is taught.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from digitink.hand.likeness import likeness, shapes_of
from digitink.hand.products import Matrix, inverse_of, product
from digitink.model import Floats, softmax

Labels = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

STEPS = 25


@dataclass(frozen=True, slots=True, eq=False)
class PersonalLayer:
    """A linear layer: `weights` (F + n, 10) float32 over F features and n likenesses.

    `taught`: the shapes (n, 49) that those are the likeness to.
    """

    weights: Floats
    taught: Floats

    def __call__(self, inputs: Floats, features: Floats) -> Floats:
        """What the network is given, (N, 1, 28, 28), and its features to what is added: (N, 10)."""
        return self.added(features, shapes_of(inputs[:, 0]))

    def added(self, features: Floats, shapes: Floats) -> Floats:
        """Features (N, F) and shapes (N, 49) to what is added to the logits: (N, 10)."""
        return product(both(features, shapes, self.taught), self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What is made of N frames: `features` (N, F), `logits` (N, 10), `shapes` (N, 49); `labels`."""

    features: Floats
    logits: Floats
    shapes: Floats
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)

    def right(self, layer: PersonalLayer | None = None) -> Mask:
        """(N,) which are read as their labels, with the layer or without any."""
        logits = self.logits
        if layer is not None:
            logits = logits + layer.added(self.features, self.shapes)
        found: Mask = logits.argmax(axis=1) == self.labels
        return found

    def only(self, chosen: Mask) -> Self:
        """Those that are chosen, by (N,) of bool."""
        return type(self)(
            self.features[chosen], self.logits[chosen], self.shapes[chosen], self.labels[chosen]
        )


def together(parts: list[Shown]) -> Shown:
    """All of at least one part, one after the other."""
    return Shown(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.logits for part in parts]),
        np.concatenate([part.shapes for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def both(features: Floats, shapes: Floats, taught: Floats) -> Floats:
    """The inputs of a personal layer: features (N, F) and likenesses (N, n) to (N, F + n)."""
    return np.column_stack([features, likeness(shapes, taught)])


def fit(lessons: Shown, taught: Floats, prior: Matrix, temperature: float) -> PersonalLayer:
    """The layer with which the lessons are read as their labels, as near to zero as that allows.

    `prior`: its precision, (F + n, F + n). Newton's steps with the fixed bound of the Hessian by
    Böhning (1992, Annals of the Institute of Statistical Mathematics 44, 197-200): one inverse
    serves all of them, and each goes downhill.
    """
    inputs = both(lessons.features, lessons.shapes, taught).astype(np.float64) / temperature
    logits = lessons.logits.astype(np.float64) / temperature
    wanted = np.eye(10)[lessons.labels]
    inverse = inverse_of(product(inputs.T, inputs) / 2 + prior)
    weights = np.zeros((inputs.shape[1], 10))
    for _ in range(STEPS):
        excess = softmax(logits + product(inputs, weights)) - wanted
        weights -= product(inverse, product(inputs.T, excess) + product(prior, weights))
    return PersonalLayer(weights.astype(np.float32), taught)
