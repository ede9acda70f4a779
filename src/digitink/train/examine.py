"""What trained weights are worth: calibrated on what is held back, then tested, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from digitink.data import Frames
from digitink.evaluate import metrics
from digitink.train import calibrate
from digitink.train.calibrate import Logits
from digitink.train.corpus import Corpus, joined
from digitink.train.device import Device
from digitink.train.fit import predict


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """The numbers of a model's card, and the test digits with the logits (N, 10) for them.

    `figures`: of each set of validation and, last, of the test. `doubt`: the rule behind
    `unsure_below`, and what it comes to. `test_loss`: in nats, without the temperature.
    """

    temperature: float
    unsure_below: float
    doubt: dict[str, Any]
    figures: tuple[dict[str, Any], ...]
    test: Frames
    test_logits: Logits
    test_loss: float


def examine(network: nn.Module, corpus: Corpus, threads: int) -> Examination:
    """Calibrate and test a network, in float32 on the processor."""
    device = Device("cpu", False, threads)

    def logits_of(sets: Iterable[Frames]) -> list[Logits]:
        images = [torch.from_numpy(frames.images).unsqueeze(1) for frames in sets]
        return [predict(network, batch, device).numpy() for batch in images]

    validation = logits_of(corpus.validation)
    together, labels = np.concatenate(validation), joined(corpus.validation).labels
    temperature = calibrate.temperature(together, labels)
    below = calibrate.unsure_below(together, temperature)
    sure = ~calibrate.unsure(together, temperature, below)
    doubt: dict[str, Any] = {
        "rule": f"the least sure {calibrate.QUESTIONED:.0%} of the digits held back are unsure",
        "right_of_the_others": metrics.accuracy(together.argmax(axis=1)[sure], labels[sure]),
    }
    for frames, logits in zip(corpus.no_digits, logits_of(corpus.no_digits), strict=True):
        marked = calibrate.unsure(logits, temperature, below)
        doubt[frames.name] = {"n": len(frames), "unsure": float(marked.mean())}
    test = corpus.test()
    (test_logits,) = logits_of([test])
    return Examination(
        temperature=temperature,
        unsure_below=below,
        doubt=doubt,
        figures=tuple(
            calibrate.figures(frames.name, logits, frames.labels, temperature, below)
            for frames, logits in zip(
                (*corpus.validation, test), (*validation, test_logits), strict=True
            )
        ),
        test=test,
        test_logits=test_logits,
        test_loss=metrics.nll(test_logits, test.labels),
    )
