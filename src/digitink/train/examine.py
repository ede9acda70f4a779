"""What a trained model is worth: calibrated on what is held back, then, at the end, tested."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digitink.data import Frames
from digitink.evaluate import metrics
from digitink.train import calibrate
from digitink.train.calibrate import Logits
from digitink.train.corpus import Corpus, joined

LogitsOf = Callable[[npt.NDArray[np.uint8]], Logits]
"""Images (N, 28, 28) to logits (N, 10)."""


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """The numbers of a model's card, and digits with the logits (N, 10) for them.

    `figures`: of each set of validation and, last, of the test. `doubt`: the rule behind
    `unsure_below`, and what it comes to. `digits`: those of the test, or where it is not yet time
    for it, the first of validation; `loss`: theirs, in nats.
    """

    temperature: float
    unsure_below: float
    doubt: dict[str, Any]
    figures: tuple[dict[str, Any], ...]
    digits: Frames
    logits: Logits
    loss: float


def examine(logits_of: LogitsOf, corpus: Corpus, *, test: bool) -> Examination:
    """Calibrate what gives the logits and, where its training is over, test it.

    What may still go on must not be tested: whoever saw the outcome would choose by it.
    """
    validation = [logits_of(frames.images) for frames in corpus.validation]
    together, labels = np.concatenate(validation), joined(corpus.validation).labels
    temperature = calibrate.temperature(together, labels)
    below = calibrate.unsure_below(together, temperature)
    sure = ~calibrate.unsure(together, temperature, below)
    doubt: dict[str, Any] = {
        "rule": f"the least sure {calibrate.QUESTIONED:.0%} of the digits held back are unsure",
        "right_of_the_others": metrics.accuracy(together.argmax(axis=1)[sure], labels[sure]),
    }
    for frames in corpus.no_digits:
        marked = calibrate.unsure(logits_of(frames.images), temperature, below)
        doubt[frames.name] = {"n": len(frames), "unsure": float(marked.mean())}
    examined = (*corpus.validation, *([corpus.test()] if test else []))
    logits = [*validation, *(logits_of(frames.images) for frames in examined[len(validation) :])]
    shown = -1 if test else 0
    return Examination(
        temperature=temperature,
        unsure_below=below,
        doubt=doubt,
        figures=tuple(
            calibrate.figures(frames.name, given, frames.labels, temperature, below)
            for frames, given in zip(examined, logits, strict=True)
        ),
        digits=examined[shown],
        logits=logits[shown],
        loss=metrics.nll(logits[shown] / temperature, examined[shown].labels),
    )
