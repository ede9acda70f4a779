"""A model as a Keras network of standard layers, its maps channels-last as Keras has them."""

from typing import Any

import keras
import onnx
from onnx.helper import get_attribute_value

from digitink.exchange.graph import Graph, indexed
from digitink.exchange.keras_values import Step, Value
from digitink.exchange.keras_whole import made


def network(model: onnx.ModelProto, name: str, temperature: float) -> Any:
    """The Keras model: frames (N, 28, 28, 1) in 0..1, light ink, to probabilities (N, 10).

    They are those at `temperature`. Raises ModelError where a node has no standard layer.
    """
    graph = indexed(model.graph)
    frames = keras.Input((28, 28, 1), name="frames")
    values = {"frames": Value(frames, maps=True)}
    for node in _needed(graph, "logits"):
        values[node.output[0]] = made(_step(node, graph, values))
    logits = values["logits"].scaled().plain()
    if temperature != 1:
        logits = keras.layers.Rescaling(1 / temperature)(logits)
    return keras.Model(frames, keras.layers.Softmax(name="probabilities")(logits), name=name)


def _needed(graph: Graph, name: str) -> list[onnx.NodeProto]:
    """The nodes that what is called `name` follows from, in their order, without constants."""
    wanted, nodes = {name}, []
    for node in reversed(graph.proto.node):
        if wanted.intersection(node.output) and graph.live.intersection(node.output):
            nodes.append(node)
            wanted.update(node.input)
    return nodes[::-1]


def _step(node: onnx.NodeProto, graph: Graph, values: dict[str, Value]) -> Step:
    settings = {each.name: get_attribute_value(each) for each in node.attribute}
    given = [values.get(name, graph.constants.get(name)) for name in node.input if name]
    return Step(node.op_type, settings, given)
