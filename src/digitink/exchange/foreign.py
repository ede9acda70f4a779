"""A foreign ONNX network, examined: what it takes, and where its logits and features are."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import compose, numpy_helper
from onnx.helper import tensor_dtype_to_np_dtype as dtype_of

from digitink import limits
from digitink.errors import ModelError
from digitink.exchange.graph import Graph, indexed
from digitink.model import open_session

SHAPES = ((28, 28), (28, 28, 1), (1, 28, 28), (784,))
"""What one frame may look like to a network: the same 784 numbers, in the same order, in all."""

PREFIX = "foreign/"  # before every name of theirs, so that none is one of ours
BECOMES_PROBABILITIES = ("Softmax", "LogSoftmax", "Sigmoid")
PASSES = ("Identity", "Cast", "Dropout")
WITHIN_A_LAYER = (*PASSES, "Add", "Sub", "Mul", "Div", "Relu", "Reshape", "Flatten", "Squeeze")
"""What may stand between the product of features with weights and the logits."""

TRIALS = 8  # frames of noise that are shown to a network to see what it gives
FREE = "export it with a free number of frames (a dynamic first axis)"

Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Foreign:
    """A foreign network and what was found out about it.

    `shape` and `kind`: of one frame as it takes them, the kind as ONNX's number. `logits` and
    `features`: names in its graph; `logarithm`: it gives probabilities, whose logarithms are the
    logits.
    """

    model: onnx.ModelProto
    path: Path
    shape: tuple[int, ...]
    kind: int
    logits: str
    features: str
    logarithm: bool


def examined(model: onnx.ModelProto, path: Path) -> Foreign:
    """Find out what a network takes and gives; `path` is for messages only.

    Raises ModelError where it takes no frames of 28x28 or gives no ten numbers for each, and where
    it is malformed.
    """
    open_session(model.SerializeToString(), path)  # what this refuses is not looked into
    try:
        return _examined(model, path)
    except (TypeError, ValueError, KeyError, IndexError) as error:  # of a graph that it let pass
        raise ModelError(f"the network in {path} is malformed: {error!r}") from error


def _examined(model: onnx.ModelProto, path: Path) -> Foreign:
    given = compose.add_prefix(model, PREFIX)
    model = freed(given)
    graph = indexed(model.graph)
    if len(graph.inputs) != 1:
        raise ModelError(
            f"{path} takes {len(graph.inputs)} inputs", hint="expected one, a frame of 28x28"
        )
    shape, kind = _frame(graph.inputs[0], path)
    entry = graph.inputs[0].name
    noise = np.random.default_rng(0).random((TRIALS, *shape)).astype(dtype_of(kind))
    name, found = _ten(model, entry, noise, path)
    if model is not given:
        alone = open_session(given.SerializeToString(), path)
        one_by_one = [_shown(alone, [name], {entry: f[None]}, path)[0].ravel() for f in noise]
        if not np.allclose(found, one_by_one, rtol=1e-3, atol=1e-4, equal_nan=True):
            raise ModelError(f"{path} answers otherwise when it is shown several frames", hint=FREE)
    logits = _before(graph, name, PASSES)
    maker = graph.maker.get(logits)
    if maker is not None and maker.op_type in BECOMES_PROBABILITIES:
        logits, logarithm = maker.input[0], False
    else:
        logarithm = bool((found >= 0).all() and np.allclose(found.sum(axis=1), 1, atol=1e-3))
    return Foreign(model, path, shape, kind, logits, _features(graph, logits), logarithm)


def freed(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same network for any number of frames at once, where its file says one at a time.

    Exporters that were shown a single frame write 1 for their number, at the input and in the
    shapes that maps are brought to.
    """
    given = [value.type.tensor_type.shape.dim for value in indexed(model.graph).inputs]
    if not all(dims and dims[0].dim_value == 1 for dims in given):
        return model
    model = onnx.ModelProto.FromString(model.SerializeToString())
    graph = indexed(model.graph)
    for value in graph.inputs:
        value.type.tensor_type.shape.dim[0].dim_param = "N"
    for node in model.graph.node:
        if node.op_type != "Reshape" or node.input[0] not in graph.live:
            continue
        shape = graph.constants.get(node.input[1])
        if shape is not None and shape.size > 1 and shape[0] == 1:
            free = np.array([0 if -1 in shape else -1, *shape[1:]], np.int64)
            node.input[1] = f"{node.output[0]} shape"
            model.graph.initializer.append(numpy_helper.from_array(free, node.input[1]))
    for value in model.graph.output:
        value.type.tensor_type.ClearField("shape")
    del model.graph.value_info[:]
    return model


def _frame(given: onnx.ValueInfoProto, path: Path) -> tuple[tuple[int, ...], int]:
    """The shape of one frame, and the kind of its numbers."""
    tensor = given.type.tensor_type
    sides = tuple(dim.dim_value or None for dim in tensor.shape.dim)[1:]
    for shape in SHAPES:
        if len(sides) == len(shape) and all(
            side in (None, expected) for side, expected in zip(sides, shape, strict=True)
        ):
            return shape, tensor.elem_type
    shown = ", ".join("?" if side is None else str(side) for side in sides)
    raise ModelError(
        f"{path} takes frames of the shape ({shown})",
        hint=f"expected {', '.join(map(str, SHAPES[:-1]))} or 784 numbers",
    )


def _ten(model: onnx.ModelProto, entry: str, noise: Numbers, path: Path) -> tuple[str, Numbers]:
    """The output of ten numbers a frame: its name, and what it gives for frames of noise."""
    names = [value.name for value in model.graph.output]
    session = open_session(model.SerializeToString(), path)
    try:
        answers = _shown(session, names, {entry: noise}, path)
    except ModelError:
        raise
    except Exception as error:  # onnxruntime's own exceptions share no base class
        words = " ".join(str(error).split())[:200]
        raise ModelError(
            f"{path} cannot be shown {TRIALS} frames at once: {words}",
            hint=FREE,
        ) from error
    found = {
        name: answer.reshape(TRIALS, -1)
        for name, answer in zip(names, answers, strict=True)
        if isinstance(answer, np.ndarray) and answer.shape[:1] == (TRIALS,)
    }
    tens = [name for name, answer in found.items() if answer.shape[1] == 10]
    if not tens:
        counts = " and ".join(str(answer.shape[1]) for answer in found.values()) or "no"
        raise ModelError(
            f"{path} gives {counts} numbers a frame", hint="expected ten, for the digits 0 to 9"
        )
    chosen = next((name for name in tens if name == f"{PREFIX}logits"), tens[0])
    return chosen, found[chosen]


def _shown(
    session: onnxruntime.InferenceSession, names: list[str], given: dict[str, Numbers], path: Path
) -> list[Numbers]:
    """The outputs of these names. Raises ModelError where they are long in coming.

    A graph may loop, and for ever.
    """
    options = onnxruntime.RunOptions()
    late = threading.Event()

    def end() -> None:
        late.set()
        options.terminate = True

    timer = threading.Timer(limits.MODEL_SECONDS, end)
    timer.start()
    try:
        answers: list[Numbers] = session.run(names, given, options)
    except Exception:
        if late.is_set():
            raise ModelError(
                f"{path} gives no answer to {TRIALS} frames in {limits.MODEL_SECONDS} s"
            ) from None
        raise
    finally:
        timer.cancel()
    return answers


def _features(graph: Graph, logits: str) -> str:
    """What the last dense layer takes; the logits themselves where there is none."""
    name = _before(graph, logits, WITHIN_A_LAYER)
    maker = graph.maker.get(name)
    if maker is not None and maker.op_type in ("Gemm", "MatMul"):
        taken = graph.live_inputs(maker)
        if len(taken) == 1:
            return taken[0]
    return logits


def _before(graph: Graph, name: str, passing: tuple[str, ...]) -> str:
    """Go back from what is called `name` over such nodes that make one thing of one thing."""
    while (maker := graph.maker.get(name)) is not None and maker.op_type in passing:
        taken = graph.live_inputs(maker)
        if len(taken) != 1:
            break
        name = taken[0]
    return name
