"""A foreign network in digitink's form: frames in, logits and features out."""

from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from digitink.exchange.foreign import Foreign
from digitink.exchange.graph import indexed
from digitink.exchange.pixels import Pixels

LEAST = 1e-30  # the smallest probability that a logarithm is taken of


def adapted(foreign: Foreign, pixels: Pixels) -> bytes:
    """The network with digitink's input and outputs, its pixels written in the given way."""
    model = onnx.ModelProto.FromString(foreign.model.SerializeToString())
    graph = model.graph
    floats = foreign.kind == TensorProto.FLOAT
    write = [("Reshape", "shape")]
    if pixels.offset != 0:
        write.insert(0, ("Add", "offset"))
    if pixels.scale != 1:
        write.insert(0, ("Mul", "scale"))
    to_logits = [("Max", "least"), ("Log",)] if foreign.logarithm else []
    to_theirs = [] if floats else [("Cast",)]
    nodes = [
        *_chain("frames", [*write, *to_theirs], indexed(graph).inputs[0].name, foreign.kind),
        *graph.node,
        *_chain(foreign.features, [*to_theirs, ("Flatten",)], "features"),
        *_chain(foreign.logits, [*to_theirs, *to_logits, ("Flatten",)], "logits"),
    ]
    constants = {
        "scale": np.float32(pixels.scale),
        "offset": np.float32(pixels.offset),
        "shape": np.array([-1, *foreign.shape], np.int64),
        "least": np.float32(LEAST),
    }
    used = {name for node in nodes for name in node.input}
    weights = [*graph.initializer]
    weights += [numpy_helper.from_array(np.asarray(each), key) for key, each in constants.items()]
    frames = helper.make_tensor_value_info("frames", TensorProto.FLOAT, ["N", 1, 28, 28])
    outputs = [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10]),
        helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", None]),
    ]
    made = helper.make_model(
        helper.make_graph(
            nodes, "network", [frames], outputs, [each for each in weights if each.name in used]
        ),
        opset_imports=model.opset_import,
        ir_version=max(4, model.ir_version),  # from 4 on, weights are no inputs
        functions=model.functions,
    )
    data: bytes = made.SerializeToString(deterministic=True)
    return data


def _chain(
    start: str, steps: list[tuple[str, ...]], end: str, kind: int = TensorProto.FLOAT
) -> list[NodeProto]:
    """Nodes one after the other, each with its operator and its constants; casts are to `kind`."""
    nodes = []
    for number, (operator, *constants) in enumerate(steps, 1):
        name = end if number == len(steps) else f"{end} {number}"
        settings: dict[str, Any] = {"to": kind} if operator == "Cast" else {}
        nodes.append(helper.make_node(operator, [start, *constants], [name], **settings))
        start = name
    return nodes
