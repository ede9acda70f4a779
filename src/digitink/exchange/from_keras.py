"""A Keras network as ONNX."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from digitink.errors import ModelError
from digitink.exchange import keras_files
from digitink.model import open_session
from digitink.train import export

TRIALS = 32  # frames of noise on which the ONNX must answer as Keras does
MOST = 0.75  # of them to the last few bits; see `same`
TIPPED = 0.05  # of the largest answer, by which the others may differ


class Plain(nn.Module):
    """A Keras model as torch's exporter takes one: one tensor in, one out, never in training."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, frames: Tensor) -> Any:
        """Whatever the model makes of frames in its own layout."""
        return self.model(frames, training=False)


def to_onnx(data: bytes, path: Path) -> bytes:
    """The network in the bytes of a Keras file as ONNX, its one input and output as they are.

    `path` is for messages only. Raises ModelError where Keras cannot open it, where it holds code,
    and where the ONNX does not answer as Keras does.
    """
    keras = keras_files.keras_on_torch()
    with export.quiet(), keras.device("cpu"):
        model = keras_files.load(data, path)
        shape = _shape(model, path)
        plain = Plain(model)
        try:
            network = export.to_onnx(plain, shape=shape, outputs=("answers",))
        except Exception as error:  # of every kind: torch's exporter has many
            words = keras_files.last_words(error)
            raise ModelError(f"{path} cannot be written as ONNX: {words}") from error
        noise = np.random.default_rng(0).random((TRIALS, *shape), np.float32)
        with torch.inference_mode():
            expected = plain(torch.from_numpy(noise)).numpy()
    (found,) = open_session(network, path).run(None, {"frames": noise})
    if not same(found, expected):
        raise ModelError(f"{path} does not answer as ONNX as it does in Keras")
    return network


def same(found: npt.NDArray[Any], expected: npt.NDArray[Any]) -> bool:
    """Whether two networks' answers (N, ...) to the same frames are the same, but for rounding.

    Where a network itself rounds, to 8 bits, the last bit of a sum decides now and then which way
    it goes. So a few frames may differ, by a little; what was converted wrongly differs on all.
    """
    if found.shape != expected.shape:
        return False
    close = np.isclose(found, expected, rtol=1e-3, atol=1e-4).reshape(len(found), -1).all(axis=1)
    little = np.abs(found - expected).max() <= TIPPED * np.abs(expected).max()
    return bool(little and close.mean() >= MOST)


def _shape(model: Any, path: Path) -> tuple[int, ...]:
    """What one frame looks like to a Keras model; sides that it leaves open are of 28 pixels."""
    if not model.built or len(model.inputs) != 1 or len(model.outputs) != 1:
        counts = (
            f"{len(model.inputs)} inputs and {len(model.outputs)} outputs"
            if model.built
            else "no input"
        )
        raise ModelError(f"the network in {path} has {counts}", hint="expected one of each")
    dims = tuple(model.inputs[0].shape[1:])
    return tuple(28 if side is None else side for side in dims)
