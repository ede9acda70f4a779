"""A trained network as a model: one `.onnx` file and its card, checked before they are there."""

import hashlib
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from digitink import durable
from digitink.errors import TrainingError
from digitink.model import Card, load_model

OPSET = 18
TOLERANCE = 1e-4  # between a logit of ONNX Runtime and of torch
OTHERS = 0.005  # the share of answers that quantisation may change, ...
TIE = 0.5  # ... where the network's two highest logits lie this far apart: others are as good

Logits = npt.NDArray[np.float32]


def to_onnx(
    network: nn.Module,
    *,
    shape: tuple[int, ...] = (1, 28, 28),
    outputs: tuple[str, ...] = ("logits", "features"),
) -> bytes:
    """The network, in evaluation mode and on the processor, as an ONNX file.

    Frames (N, *shape) in, what it gives out by the names in `outputs`, N free. Batch norms that
    follow a convolution are fused into it. The same weights give the same bytes.
    """
    with quiet():
        program = torch.onnx.export(
            network.eval(),
            (torch.zeros(2, *shape),),
            input_names=["frames"],
            output_names=outputs,
            dynamic_shapes=({0: "N"},),
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    assert program is not None
    model = program.model_proto
    graph = model.graph
    # torch notes the source line behind each node, with the folders of this machine.
    for part in (model, graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        del part.metadata_props[:]
    del graph.value_info[:]
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def write_model(path: Path, data: bytes, card: Card) -> Card:
    """Write the bytes of a `.onnx` at `path` and the card beside it; returns it with the SHA-256.

    First both are opened as every reader opens a model: what cannot be opened is not left behind.
    """
    card = replace(card, sha256=hashlib.sha256(data).hexdigest())
    trial = Path(tempfile.mkdtemp(prefix=".model-", dir=path.parent))
    try:
        _write(trial / path.name, data, card)
        load_model(trial / path.name)
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    _write(path, data, card)
    return card


def _write(path: Path, data: bytes, card: Card) -> None:
    durable.write_all([(path, data), (path.with_suffix(".json"), card.to_json().encode())])


def check(found: Logits, expected: Logits, *, exact: bool) -> None:
    """Compare the logits (N, 10) of an exported model with those of torch.

    `exact`: they must be the same, but for rounding; else hardly a clear answer may be another one.
    Raises TrainingError where that does not hold.
    """
    difference = float(np.abs(found - expected).max())
    changed = found.argmax(axis=1) != expected.argmax(axis=1)
    tolerance, most = TOLERANCE, 0.0
    if not exact:
        second, first = np.partition(expected, -2, axis=1)[:, -2:].T
        changed &= first - second > TIE
        tolerance, most = np.inf, max(1, OTHERS * len(expected))
    others = int(changed.sum())
    if not difference < tolerance or others > most:
        raise TrainingError(
            f"the exported model does not compute what torch does: its logits differ by up to"
            f" {difference:.2g}, {others} of {len(expected)} answers are others",
            hint="nothing was exported; the weights are in best.safetensors",
        )


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the exporter's remarks, which are about torch itself, from the user's terminal."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
