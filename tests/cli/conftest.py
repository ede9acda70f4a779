"""A stub for a network: the commands are about files, streams and codes, not about the reading."""

from pathlib import Path

import numpy as np
import pytest

from digitink.cli import main as cli
from digitink.model import Card, Model


class SeesSevens:
    """Stands in for an ONNX session: whatever it is shown, it is probably a 7."""

    def run(self, _, inputs):
        logits = np.zeros((len(inputs["frames"]), 10), np.float32)
        logits[:, 7] = 5
        return [logits, logits]


@pytest.fixture
def sevens(monkeypatch):
    """A function that makes all commands use the stub, sure or unsure of its sevens."""

    def use(*, sure=True):
        card = Card(
            name="stub",
            sha256="0" * 64,
            temperature=1.0,
            unsure_below=0.5 if sure else 1.0,
            recipe="none",
            seed=0,
            parameters=0,
        )
        model = Model(card, Path("stub.onnx"), SeesSevens())
        monkeypatch.setattr("digitink.model.load_model", lambda _: model)
        return model

    return use


@pytest.fixture
def run(capfd):
    """Runs the program; gives its exit code, stdout and stderr."""

    def invoke(*arguments):
        capfd.readouterr()
        code = cli.main([str(argument) for argument in arguments])
        return code, *capfd.readouterr()

    return invoke
