"""Two networks in one `.onnx`: the second is asked where the first doubts, and both then answer.

What networks that were trained apart agree on is more often right than what one of them says
(Hansen & Salamon, 1990, "Neural network ensembles", doi 10.1109/34.58871). Where the first is sure
the second would hardly change anything, so it is not even run: on digits the pair is nearly as
fast, on what is none it takes twice as long.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from digitink.model import Card, Model, softmax

# Of digits held back. On them and variants of them the loss is 0.0183 with this or any larger
# share, 0.0184 with a fiftieth, 0.0200 with the first network alone.
ASKED = 0.05
# Names in the graph. All names of the second network begin with `SECOND`.
FIRST, BELOW, ASKS, SECOND = "first logits", "asked below", "second asked", "second/"


def together(
    first: Model, data: bytes, second: Model, digits: npt.NDArray[np.uint8]
) -> tuple[bytes, Card]:
    """Two models as one: its `.onnx`, and a card that still has the first's figures.

    `data`: the first's `.onnx`. `digits`: images (N, 28, 28) held back from both; the second is
    asked where the first is as unsure as of the least sure `ASKED` of these.
    """
    logits, _ = first.run(digits)
    below = float(np.quantile(softmax(logits).max(axis=1), ASKED))
    card = replace(
        first.card,
        parameters=first.card.parameters + second.card.parameters,
        training={
            **first.card.training,
            "second": {
                "rule": "asked where the first network is as unsure as of the least sure"
                f" {ASKED:.0%} of the digits held back",
                "asked_below": below,
                **second.card.training,
            },
        },
    )
    return paired(data, second.path.read_bytes(), below), card


def paired(first: bytes, second: bytes, below: float) -> bytes:
    """Two networks of digitink's form, as `.onnx` files, as one.

    Its logits are the first's; where the softmax of those gives no digit a probability of `below`,
    they are the mean of both. The features are the first's. The same files give the same bytes.
    """
    model, other = (onnx.load_model_from_string(data) for data in (first, second))
    graph = model.graph
    _rename(graph, {"logits": FIRST})
    constants = {
        BELOW: np.float32(below),
        "rows axis": np.array([0], np.int64),
        "digits axis": np.array([1], np.int64),
    }
    graph.initializer.extend(_weights(constants))
    make = helper.make_node
    graph.node.extend(
        [
            make("Softmax", [FIRST], ["first probabilities"], axis=1),
            make("ReduceMax", ["first probabilities", "digits axis"], ["sureness"], keepdims=0),
            make("Less", ["sureness", BELOW], ["doubtful"]),
            make("NonZero", ["doubtful"], ["doubtful places"]),
            make("Squeeze", ["doubtful places", "rows axis"], ["doubtful rows"]),
            make("Size", ["doubtful rows"], ["doubtful number"]),
            make("Cast", ["doubtful number"], [ASKS], to=TensorProto.BOOL),
            make(
                "If", [ASKS], ["logits"], then_branch=_asked(other.graph), else_branch=_not_asked()
            ),
        ]
    )
    onnx.checker.check_model(model)
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def second_of(model: onnx.ModelProto) -> tuple[onnx.GraphProto, float] | None:
    """The second network of a pair, and `below`; None where the model is no pair.

    It takes `SECOND` + "frames" and gives `SECOND` + "logits"; what gives `FIRST` is the first.
    """
    node = model.graph.node[-1]
    if node.op_type != "If" or list(node.input) != [ASKS]:
        return None
    branch = onnx.GraphProto()
    branch.CopyFrom(next(each.g for each in node.attribute if each.name == "then_branch"))
    del branch.node[0]  # which gathers the doubtful frames
    branch.input.add(name=SECOND + "frames")
    (below,) = (each for each in model.graph.initializer if each.name == BELOW)
    return branch, float(numpy_helper.to_array(below))


def _asked(graph: onnx.GraphProto) -> onnx.GraphProto:
    """What is run where there is doubt: the second network, on the doubtful frames alone."""
    inner = [*(name for node in graph.node for name in node.output)]
    inner += [weight.name for weight in graph.initializer] + ["frames"]
    _rename(graph, {name: SECOND + name for name in inner})
    make = helper.make_node
    nodes = [
        make("Gather", ["frames", "doubtful rows"], [SECOND + "frames"], axis=0),
        *graph.node,
        make("Gather", [FIRST, "doubtful rows"], ["doubtful logits"], axis=0),
        make("Add", ["doubtful logits", SECOND + "logits"], ["sum"]),
        make("Mul", ["sum", "half"], ["mean"]),
        make("Unsqueeze", ["doubtful rows", "places axis"], ["places"]),
        make("ScatterND", [FIRST, "places", "mean"], ["both"]),
    ]
    # A branch may read what is outside it, but not every tool that rewrites graphs knows of that.
    own = {"half": np.float32(0.5), "places axis": np.array([1], np.int64)}
    weights = [*graph.initializer, *_weights(own)]
    return helper.make_graph(nodes, "asked", [], [_logits("both")], weights)


def _not_asked() -> onnx.GraphProto:
    node = helper.make_node("Identity", [FIRST], ["alone"])
    return helper.make_graph([node], "not asked", [], [_logits("alone")])


def _weights(values: dict[str, Any]) -> list[TensorProto]:
    return [numpy_helper.from_array(np.asarray(value), name) for name, value in values.items()]


def _logits(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 10])


def _rename(graph: onnx.GraphProto, names: dict[str, str]) -> None:
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    for weight in graph.initializer:
        weight.name = names.get(weight.name, weight.name)
