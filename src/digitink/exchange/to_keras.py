"""A model as a Keras network of standard layers, its maps channels-last as Keras has them."""

from typing import Any

import keras
import onnx
from onnx.helper import get_attribute_value

from digitink.exchange.graph import Graph, indexed
from digitink.exchange.keras_values import Step, Value
from digitink.exchange.keras_whole import made
from digitink.train import pair

STEEP = 1e6  # of the ramp that stands for a step: a ten-thousandth of a percent is its width


def network(model: onnx.ModelProto, name: str, temperature: float) -> Any:
    """The Keras model: frames (N, 28, 28, 1) in 0..1, light ink, to probabilities (N, 10).

    They are those at `temperature`. Raises ModelError where a node has no standard layer.
    """
    frames = keras.Input((28, 28, 1), name="frames")
    second = pair.second_of(model)
    if second is None:
        logits = _found("logits", model.graph, frames)
    else:
        logits = _both(
            _found(pair.FIRST, model.graph, frames),
            _found(pair.SECOND + "logits", second[0], frames),
            second[1],
        )
    if temperature != 1:
        logits = keras.layers.Rescaling(1 / temperature)(logits)
    return keras.Model(frames, keras.layers.Softmax(name="probabilities")(logits), name=name)


def _found(name: str, network: onnx.GraphProto, frames: Any) -> Any:
    """The tensor that a network of one input calls `name`, for these frames."""
    graph = indexed(network)
    values = {graph.inputs[0].name: Value(frames, maps=True)}
    for node in _needed(graph, name):
        values[node.output[0]] = made(_step(node, graph, values))
    return values[name].scaled().plain()


def _both(first: Any, second: Any, below: float) -> Any:
    """What a pair answers, of the logits (N, 10) of its two networks: see `digitink.train.pair`.

    Both are computed for every frame: no standard layer can leave one out.
    """
    layers = keras.layers
    probabilities = layers.Reshape((10, 1))(layers.Softmax()(first))
    sureness = layers.GlobalMaxPooling1D()(probabilities)
    doubt = layers.Rescaling(-STEEP, STEEP * below)(sureness)
    share = layers.Rescaling(0.5)(layers.ReLU(max_value=1)(doubt))  # of the second: 0 or a half
    change = layers.Multiply()([layers.Subtract()([second, first]), share])
    return layers.Add()([first, change])


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
