"""What a model answered to digits whose labels are known: all that a closer look needs."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from digitink.data import Frames
from digitink.model import Card, Model, softmax

Floats = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One model's answers to N frames.

    `model`: its name; `temperature` and `unsure_below`: those of its card. `logits`: (N, 10) as the
    network gave them; `probabilities`: (N, 10) calibrated, those that readings show.
    """

    model: str
    frames: Frames
    logits: Floats
    probabilities: Probabilities
    temperature: float
    unsure_below: float

    @classmethod
    def of(cls, card: Card, frames: Frames, logits: Floats) -> Self:
        """The answers whose logits (N, 10) are known already."""
        return cls(
            model=card.name,
            frames=frames,
            logits=logits,
            probabilities=calibrated(card, logits),
            temperature=card.temperature,
            unsure_below=card.unsure_below,
        )

    @property
    def predicted(self) -> npt.NDArray[np.int64]:
        """The answers themselves, (N,) in 0..9."""
        predicted: npt.NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def sureness(self) -> Probabilities:
        """The probability of each answer, (N,)."""
        top: Probabilities = self.probabilities.max(axis=1)
        return top

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """Which answers are the label, (N,)."""
        right: npt.NDArray[np.bool_] = self.predicted == self.frames.labels
        return right

    @property
    def unsure(self) -> npt.NDArray[np.bool_]:
        """Which answers a reading would mark, (N,)."""
        return unsure(self.probabilities, self.unsure_below)


def ask(model: Model, frames: Frames) -> Answers:
    """Show the network these very frames, at least one."""
    logits, _ = model.run(frames.images)
    return Answers.of(model.card, frames, logits)


def unsure(probabilities: Probabilities, below: float) -> npt.NDArray[np.bool_]:
    """Which answers of these probabilities (N, 10) a reading would mark, (N,).

    As in a reading, what is no number is doubt.
    """
    marked: npt.NDArray[np.bool_] = ~(probabilities.max(axis=1) >= below)
    return marked


def calibrated(card: Card, logits: Floats) -> Probabilities:
    """The probabilities (N, 10) of logits (N, 10) over the card's temperature."""
    # Compared with the threshold as readings are, in float64.
    return softmax(logits / np.float32(card.temperature)).astype(np.float64)
