"""The feature maps of a network: what each of its convolutions makes of a frame.

A model's file gives its answer alone, and stays as it is: further outputs would make every reading
slower. So the same bytes are opened a second time, with the values behind each convolution written
among the outputs. Only those who look pay for it, and only from the first look on.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from digitink.errors import ModelError
from digitink.model import Floats, Frames, Model, as_inputs, checked_bytes, open_session

OPENED = 4  # networks kept open for those who look
ACTIVATIONS = frozenset(
    {"Clip", "Elu", "Gelu", "LeakyRelu", "PRelu", "Relu", "Selu"}
    | {"HardSigmoid", "HardSwish", "Sigmoid", "Softplus", "Tanh"}
)
AFFINE = frozenset(["BatchNormalization", "Add", "Sub", "Mul", "Div"])
POOLS = frozenset(["MaxPool", "AveragePool"])
STEPS = frozenset(["QuantizeLinear", "DequantizeLinear"])  # the same value in whole numbers
TURN = "Transpose"


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a network: its operator, and the names of what it takes and gives.

    `axes`: of a Transpose, which axis of what it takes becomes the first, the second, ...
    """

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    axes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A value to look at, by its name. `axes`: where the axes N, maps, height, width lie in it."""

    name: str
    axes: tuple[int, ...] = (0, 1, 2, 3)


def maps(model: Model, frames: Frames) -> list[Floats]:
    """Frames (N, 28, 28), uint8 0..255 or float 0..1, to the maps of each convolution.

    In the order of their running, each (N, maps, height, width) float32, after its activation;
    none for a network without convolutions. Raises InputError as `Model.run` does, ModelError
    where the model's file has to be opened, as at the first look, and is gone or is another one.
    """
    session, values = _opened(model.path, model.card.sha256)
    if not values:
        return []
    found = session.run([value.name for value in values], {"frames": as_inputs(frames)})
    return [
        each.transpose(value.axes)
        for each, value in zip(found, values, strict=True)
        if each.ndim == len(value.axes) and each.dtype == np.float32
    ]


def watched(nodes: list[Node]) -> list[Value]:
    """The values to look at: of each convolution what its activation makes of it.

    That is looked for behind the convolution, beyond its bias, batch norm and pooling, up to where
    its value is no more passed on to one step alone; without one it is what the bias or batch norm
    gives, or the convolution itself. Of a network in 8 bits it is the value as the next step gets
    it.
    """
    readers: dict[str, list[Node]] = {}
    for node in nodes:
        for name in node.inputs:
            readers.setdefault(name, []).append(node)

    def beyond(node: Node, operators: frozenset[str]) -> list[Node]:
        """The node and the steps that follow it one by one, as long as they are such."""
        chain = [node]
        while len(after := readers.get(chain[-1].outputs[0], [])) == 1:
            if after[0].operator not in operators:
                break
            chain += after
        return chain

    def shown(convolution: Node) -> Value:
        chain = beyond(convolution, ACTIVATIONS | AFFINE | POOLS | STEPS | {TURN})
        active = [step for step in chain if step.operator in ACTIVATIONS][:1]
        affine = [step for step in chain if step.operator in AFFINE][-1:]
        last = (active or affine or [convolution])[0]
        axes = [0, 1, 2, 3]
        for step in chain[: chain.index(last) + 1]:
            if step.operator == TURN:
                axes = [axes[axis] for axis in step.axes]
        there = tuple(axes.index(axis) for axis in sorted(axes))
        return Value(beyond(last, STEPS)[-1].outputs[0], there)

    return [shown(node) for node in nodes if node.operator == "Conv"]


@lru_cache(maxsize=OPENED)
def _opened(path: Path, sha256: str) -> tuple[Any, list[Value]]:
    """A session that gives the values to look at, and which. `sha256` is that of the file."""
    from google.protobuf.message import DecodeError

    try:
        message = _onnx_model().FromString(checked_bytes(path, sha256))
    except DecodeError as error:
        raise ModelError(f"{path} is no ONNX file that can be looked into: {error}") from error
    nodes = [
        Node(
            node.op_type,
            tuple(node.input),
            tuple(node.output),
            next((tuple(each.ints) for each in node.attribute if each.name == "perm"), ()),
        )
        for node in message.graph.node
    ]
    values = watched(nodes)
    given = {output.name for output in message.graph.output}
    for name in sorted({value.name for value in values} - given):
        message.graph.output.add(name=name)  # ONNX Runtime finds its type and shape
    return open_session(message.SerializeToString(), path), values


@cache
def _onnx_model() -> Any:
    """The class of an ONNX file's message, as far as it is needed here.

    The package `onnx` has all of it, but comes with the extra `train` only. Fields that a message
    does not know it keeps as they are.
    """
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    field = descriptor_pb2.FieldDescriptorProto
    one, many = field.LABEL_OPTIONAL, field.LABEL_REPEATED
    text, whole = field.TYPE_STRING, field.TYPE_INT64
    outline: dict[str, list[tuple[str, int, int, int | str]]] = {  # as in onnx.proto
        "Attribute": [("name", 1, one, text), ("ints", 8, many, whole)],
        "Node": [
            ("input", 1, many, text),
            ("output", 2, many, text),
            ("op_type", 4, one, text),
            ("attribute", 5, many, "Attribute"),
        ],
        "Value": [("name", 1, one, text)],
        "Graph": [("node", 1, many, "Node"), ("output", 12, many, "Value")],
        "Model": [("graph", 7, one, "Graph")],
    }
    file = descriptor_pb2.FileDescriptorProto(name="onnx_outline.proto", package="digitink")
    for message, fields in outline.items():
        described = file.message_type.add(name=message)
        for name, number, label, kind in fields:
            described.field.add(
                name=name,
                number=number,
                label=label,
                type=field.TYPE_MESSAGE if isinstance(kind, str) else kind,
                type_name=f".digitink.{kind}" if isinstance(kind, str) else None,
            )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("digitink.Model"))
