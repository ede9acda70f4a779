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
RECTIFIERS = frozenset(["Clip", "Elu", "Gelu", "LeakyRelu", "PRelu", "Relu", "Selu"])
ACTIVATIONS = RECTIFIERS | {"HardSigmoid", "HardSwish", "Sigmoid", "Softplus", "Tanh"}
POOLS = frozenset(["MaxPool", "AveragePool"])
STEPS = frozenset(["QuantizeLinear", "DequantizeLinear"])  # the same value in whole numbers
NORM = "BatchNormalization"


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a network: its operator, and the names of what it takes and gives."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def maps(model: Model, frames: Frames) -> list[Floats]:
    """Frames (N, 28, 28), uint8 0..255 or float 0..1, to the maps of each convolution.

    In the order of their running, each (N, maps, height, width) float32, after its activation;
    none for a network without convolutions. Raises InputError as `Model.run` does, ModelError
    where the model's file is not there any more, or is another one.
    """
    session, names = _opened(model.path, model.card.sha256)
    if not names:
        return []
    found = session.run(list(names), {"frames": as_inputs(frames)})
    return [each for each in found if each.ndim == 4 and each.dtype == np.float32]


def watched(nodes: list[Node]) -> list[str]:
    """The names of the values to look at: of each convolution what its activation makes of it.

    That is looked for behind the convolution, beyond its batch norm and pooling, up to where its
    value is no more passed on to one step alone; without one it is what the batch norm gives, or
    the convolution itself. Of a network in 8 bits it is the value as the next step gets it.
    """
    readers: dict[str, list[Node]] = {}
    for node in nodes:
        for name in node.inputs:
            readers.setdefault(name, []).append(node)

    def beyond(name: str, operators: frozenset[str]) -> list[Node]:
        """The steps that follow one another from here, as long as they are such."""
        chain: list[Node] = []
        while len(next_ones := readers.get(name, [])) == 1 and next_ones[0].operator in operators:
            chain += next_ones
            name = next_ones[0].outputs[0]
        return chain

    def shown(convolution: Node) -> str:
        chain = beyond(convolution.outputs[0], ACTIVATIONS | POOLS | STEPS | {NORM})
        active = [step for step in chain if step.operator in ACTIVATIONS][:1]
        norms = [step for step in chain if step.operator == NORM][-1:]
        name = (active or norms or [convolution])[0].outputs[0]
        return ([name] + [step.outputs[0] for step in beyond(name, STEPS)])[-1]

    return [shown(node) for node in nodes if node.operator == "Conv"]


@lru_cache(maxsize=OPENED)
def _opened(path: Path, sha256: str) -> tuple[Any, tuple[str, ...]]:
    """A session that gives the maps, and their names. `sha256` is that of the file."""
    from google.protobuf.message import DecodeError

    try:
        message = _onnx_model().FromString(checked_bytes(path, sha256))
    except DecodeError as error:
        raise ModelError(f"{path} is no ONNX file that can be looked into: {error}") from error
    nodes = [Node(n.op_type, tuple(n.input), tuple(n.output)) for n in message.graph.node]
    given = {output.name for output in message.graph.output}
    names = watched(nodes)
    for name in names:
        if name not in given:
            message.graph.output.add(name=name)  # ONNX Runtime finds its type and shape
    return open_session(message.SerializeToString(), path), tuple(names)


@cache
def _onnx_model() -> Any:
    """The class of an ONNX file's message, as far as it is needed here.

    The package `onnx` has all of it, but comes with the extra `train` only. Fields that a message
    does not know it keeps as they are.
    """
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    field = descriptor_pb2.FieldDescriptorProto
    one, many = field.LABEL_OPTIONAL, field.LABEL_REPEATED
    outline = {  # names and numbers of onnx.proto; without a message of its own it is a text
        "Node": [("input", 1, many, ""), ("output", 2, many, ""), ("op_type", 4, one, "")],
        "Value": [("name", 1, one, "")],
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
                type=field.TYPE_MESSAGE if kind else field.TYPE_STRING,
                type_name=f".digitink.{kind}" if kind else None,
            )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("digitink.Model"))
