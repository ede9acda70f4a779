"""What stands in for a network and for a person's hand: the window is not about the reading."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from digitink.model import Card, Model


class Sees:
    """Stands in for an ONNX session: whatever it is shown, it is `value`, the surer by `logit`."""

    def __init__(self, value=7, logit=12.0):
        self.value = value
        self.logit = logit

    def run(self, _, inputs):
        logits = np.zeros((len(inputs["frames"]), 10), np.float32)
        logits[:, self.value] = self.logit
        return [logits, logits]


class Fails:
    """Stands in for a session that breaks on what it is shown."""

    def run(self, *_):
        raise RuntimeError("the network broke")


def model_of(session):
    card = Card("stub", "0" * 64, temperature=1, unsure_below=0.9, recipe="", seed=0, parameters=0)
    return Model(card, Path("stub.onnx"), session)


class Hand:
    """Stands in for what a person taught: it remembers what it was told."""

    def __init__(self):
        self.taught = []

    def personal(self, model):
        return model

    def prepare(self, _):
        pass

    def teach(self, ink, label, **_):
        self.taught.append((ink, label))
        return SimpleNamespace(why=f"learnt: this is a {label}")
