"""A foreign network in digitink's form computes what it did before."""

from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper, numpy_helper

from digitink.errors import ModelError
from digitink.exchange.adapt import adapted
from digitink.exchange.foreign import examined
from digitink.exchange.graph import indexed, parsed
from digitink.exchange.pixels import WAYS
from digitink.model import Card, Model, open_session, softmax

PATH = Path("theirs.onnx")


@pytest.fixture
def ours():
    """ours(bytes): a model of that network, which wants 0..1 and light ink."""

    def made(data):
        data = adapted(examined(parsed(data, "theirs"), PATH), WAYS[0])
        card = Card("theirs", "", 1.0, 0.5, recipe="", seed=0, parameters=0)
        return Model(card, PATH, open_session(data, PATH))

    return made


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (1, 28, 28), (784,), ("H", "W", 1)])
def test_each_layout_of_a_frame_is_taken(ours, network, answers, digits, shape):
    logits, _ = ours(network(shape=shape)).run(digits[0])
    assert np.abs(logits - answers()).max() < 1e-3


@pytest.mark.parametrize(
    "head", [(), ("Softmax",), ("LogSoftmax",), ("Sigmoid",), ("Identity", "Softmax", "Identity")]
)
def test_its_logits_are_those_before_any_softmax(ours, network, answers, digits, head):
    logits, features = ours(network(head=head)).run(digits[0])
    assert np.abs(logits - answers()).max() < 1e-3
    assert np.abs(features - digits[0].reshape(-1, 784)).max() < 1e-6


def test_of_other_probabilities_it_takes_the_logarithm(ours, network, answers, digits):
    """A softmax that was multiplied by one, as some exporters leave it."""
    model = ours(network(head=("Softmax", "Abs")))
    assert np.abs(model.probabilities(digits[0]) - softmax(answers())).max() < 1e-5


@pytest.mark.parametrize("batch", [1, "N"])
def test_one_frame_at_a_time_becomes_any_number(ours, network, answers, digits, batch):
    logits, _ = ours(network(batch=batch)).run(digits[0][:150])
    assert np.abs(logits - answers()[:150]).max() < 1e-3


@pytest.mark.parametrize("kind", [TensorProto.DOUBLE, TensorProto.FLOAT16])
def test_other_kinds_of_numbers(ours, network, answers, digits, kind):
    logits, _ = ours(network(kind=kind)).run(digits[0])
    assert np.abs(logits - answers()).max() < 0.05


def test_names_that_are_ours_may_be_theirs_too(ours, network, answers, digits):
    logits, _ = ours(network(names=("logits", "features"))).run(digits[0])
    assert np.abs(logits - answers()).max() < 1e-3


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"shape": (32, 32, 1)}, r"takes frames of the shape \(32, 32, 1\); expected .*28"),
        ({"shape": (28, 28, 3)}, r"takes frames of the shape \(28, 28, 3\)"),
        ({"outputs": 11}, "gives 11 numbers a frame; expected ten, for the digits 0 to 9"),
        ({"outputs": 1}, "gives 1 numbers a frame"),
        ({"batch": 7}, "cannot be shown 8 frames at once: .*; export it with a free number"),
    ],
)
def test_what_takes_or_gives_something_else_is_refused(network, given, message):
    with pytest.raises(ModelError, match=message):
        examined(parsed(network(**given), "theirs"), PATH)


@pytest.fixture
def eighths(network):
    """eighths(zero): the linear network, its weights in 8 bits; `zero`: the inputs after scale."""

    def made(*zero):
        model = ModelProto.FromString(network())
        (weights,) = (each for each in model.graph.initializer if each.name == "weights")
        floats = numpy_helper.to_array(weights)
        scale = np.float32(np.abs(floats).max() / 127)
        weights.CopyFrom(numpy_helper.from_array(np.int8(np.rint(floats / scale)), "bytes"))
        model.graph.initializer.append(numpy_helper.from_array(scale, "scale"))
        if any(zero):
            model.graph.initializer.append(numpy_helper.from_array(np.int8(0), *zero))
        given = ["bytes", "scale", *zero]
        model.graph.node.insert(0, helper.make_node("DequantizeLinear", given, ["weights"]))
        return model.SerializeToString()

    return made


@pytest.mark.parametrize("zero", [(), ("",), ("zero",)])
def test_what_stands_for_zero_may_be_left_out(ours, eighths, answers, digits, zero):
    logits, _ = ours(eighths(*zero)).run(digits[0])
    expected = answers()
    assert (logits.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.99
    model = parsed(eighths(*zero), "theirs")
    (scale,) = (each for each in model.graph.initializer if each.name == "scale")
    assert indexed(model.graph).constants["weights"].scale == numpy_helper.to_array(scale)


def without_its_shape(graph):
    del next(node for node in graph.node if node.op_type == "Reshape").input[1:]


def without_its_number(graph):
    graph.node.insert(0, helper.make_node("DequantizeLinear", ["weights", "nothing"], ["x"]))


def cut_short(graph):
    weights = next(each for each in graph.initializer if each.name == "weights")
    weights.raw_data = weights.raw_data[:-7]


def of_no_kind(graph):
    next(each for each in graph.initializer if each.name == "weights").data_type = 99


def of_a_name_that_is_no_text(graph):
    graph.node[0].op_type = "unknown é"


@pytest.mark.parametrize("batch", [1, "N"])
@pytest.mark.parametrize(
    "spoil",
    [
        without_its_shape,
        without_its_number,
        cut_short,
        of_no_kind,
        of_a_name_that_is_no_text,
    ],
)
def test_a_malformed_graph_is_one_clear_error(network, spoil, batch, capfd):
    model = ModelProto.FromString(network(batch=batch))
    spoil(model.graph)
    data = model.SerializeToString().replace("é".encode(), b"\xff\xff")
    with pytest.raises(ModelError):
        adapted(examined(parsed(data, "theirs"), PATH), WAYS[0])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("batch", [1, "N"])
def test_a_network_that_loops_for_ever_is_given_up(network, monkeypatch, batch):
    model = ModelProto.FromString(network(batch=batch))
    value = helper.make_tensor_value_info
    body = helper.make_graph(
        [
            helper.make_node(op, [a], [b])
            for op, a, b in (("Identity", "on", "still"), ("Abs", "x", "y"))
        ],
        "body",
        [value("i", TensorProto.INT64, []), value("on", TensorProto.BOOL, []), value("x", 1, None)],
        [value("still", TensorProto.BOOL, []), value("y", 1, None)],
    )
    output = model.graph.output[0].name
    maker = next(node for node in model.graph.node if output in node.output)
    maker.output[0] = "once"
    model.graph.initializer.append(numpy_helper.from_array(np.array(True), "true"))
    model.graph.node.append(helper.make_node("Loop", ["", "true", "once"], [output], body=body))
    monkeypatch.setattr("digitink.limits.MODEL_SECONDS", 0.2)
    with pytest.raises(ModelError, match=r"gives no answer to 8 frames in 0\.2 s"):
        examined(parsed(model.SerializeToString(), "theirs"), PATH)


def test_what_the_runtime_lets_pass_is_still_one_clear_error(network, monkeypatch):
    def stumble(_):
        raise IndexError("list index (1) out of range")

    monkeypatch.setattr("digitink.exchange.foreign.freed", stumble)
    with pytest.raises(ModelError, match=r"network in theirs\.onnx is malformed: IndexError"):
        examined(parsed(network(), "theirs"), PATH)
