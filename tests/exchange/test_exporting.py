"""What is exported opens elsewhere, with the same answers."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from digitink import load_model
from digitink.data import mnist
from digitink.errors import MissingExtra, ModelError, OutputError, UsageError
from digitink.exchange.exporting import export_model
from digitink.exchange.importing import import_model
from digitink.model import Card, Model, open_session, softmax

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation:DeprecationWarning"  # Keras's, on torch
)


@pytest.fixture
def frames():
    """Noise, as uint8."""
    return np.random.default_rng(0).integers(0, 256, (50, 28, 28), np.uint8)


@pytest.fixture
def own(tmp_path):
    """own(name): an untrained model of one of digitink's networks, its batch norms stirred."""
    import torch

    from digitink.train.export import to_onnx
    from digitink.train.network import build

    def made(name):
        torch.manual_seed(0)
        network = build(name)
        for layer in network.modules():
            if isinstance(layer, torch.nn.BatchNorm2d | torch.nn.BatchNorm1d):
                layer.running_mean.normal_()
                layer.running_var.uniform_(0.5, 2)
                torch.nn.init.normal_(layer.weight, 1, 0.2)
                torch.nn.init.normal_(layer.bias)
        return model_of(to_onnx(network), tmp_path, {"recipe": {"network": name}})

    return made


def model_of(data, folder, training=None):
    path = folder / "own.onnx"
    path.write_bytes(data)
    card = Card("own", "", 2.0, 0.5, recipe="fast", seed=0, parameters=1, training=training or {})
    return Model(card, path, open_session(data, path))


@pytest.mark.parametrize("name", ["everyday", "mnist"])
def test_keras_opens_a_shipped_model_with_the_same_answers(keras, digits, tmp_path, name):
    model = load_model(name)
    export_model(model, "keras", tmp_path / "x.keras")
    opened = keras.models.load_model(tmp_path / "x.keras")
    found = opened.predict(digits[0][:500, ..., None], verbose=0)
    assert np.abs(found - model.probabilities(digits[0][:500])).max() < 1e-4
    assert all(type(layer).__module__.startswith("keras.") for layer in opened.layers)
    assert [path.name for path in tmp_path.iterdir()] == ["x.keras"]


def test_keras_asks_the_second_network_of_a_pair(keras, digits, tmp_path):
    model = load_model("everyday")
    lying = digits[0][:200].transpose(0, 2, 1)  # on their sides, of which it is often in doubt
    export_model(model, "keras", tmp_path / "x.keras")
    found = keras.models.load_model(tmp_path / "x.keras").predict(lying[..., None], verbose=0)
    assert np.abs(found - model.probabilities(lying)).max() < 1e-4
    proto = onnx.load(model.path)
    del proto.graph.output[:]
    proto.graph.output.add(name="second asked")
    one = open_session(proto.SerializeToString(), model.path)
    asked = [one.run(None, {"frames": each[None, None].astype(np.float32)})[0] for each in lying]
    assert sum(asked) > 100


def test_a_pair_comes_back_as_a_pair(digits, tmp_path):
    model = load_model("everyday")
    export_model(model, "onnx", tmp_path / "mine.onnx")
    back = import_model(tmp_path / "mine.onnx", name="back", folder=tmp_path).model
    frames = digits[0][:500]
    assert np.abs(back.probabilities(frames) - softmax(model.run(frames)[0])).max() < 1e-5
    assert back.card.parameters >= model.card.parameters


@pytest.mark.parametrize("name", ["classic", "fast"])
def test_keras_opens_other_networks(keras, own, frames, tmp_path, name):
    model = own(name)
    export_model(model, "keras", tmp_path / "x.keras")
    found = keras.models.load_model(tmp_path / "x.keras").predict(
        frames[..., None] / 255, verbose=0
    )
    assert np.abs(found - model.probabilities(frames)).max() < 1e-4


@pytest.fixture
def whole(tmp_path):
    """A shipped model, made to compute in whole numbers of 8 bits."""
    from digitink.train.quantise import quantise

    model = load_model("mnist")
    data = quantise(model.path.read_bytes(), mnist("train").images)
    return model_of(data, tmp_path, model.card.training)


def test_whole_numbers_of_8_bits_stay_the_same_numbers(keras, whole, digits, tmp_path):
    export_model(whole, "keras", tmp_path / "x.keras")
    opened = keras.models.load_model(tmp_path / "x.keras")
    found = opened.predict(digits[0][:500, ..., None], verbose=0)
    assert np.abs(found - whole.probabilities(digits[0][:500])).max() < 1e-5


def test_two_networks_are_more_than_the_weights_of_one(tmp_path):
    with pytest.raises(ModelError, match="holds two networks"):
        export_model(load_model("everyday"), "safetensors", tmp_path / "x.safetensors")
    assert not any(tmp_path.iterdir())


def test_whole_numbers_of_8_bits_are_more_than_their_weights(whole, tmp_path):
    with pytest.raises(ModelError, match="computes in whole numbers of 8 bits"):
        export_model(whole, "safetensors", tmp_path / "x.safetensors")


@pytest.mark.parametrize("name", ["everyday", "mnist"])
def test_there_and_back_again(keras, digits, tmp_path, name):
    model = load_model(name)
    export_model(model, "keras", tmp_path / "back.keras")
    back = import_model(tmp_path / "back.keras", folder=tmp_path).model
    frames = digits[0][:500]
    assert np.abs(back.probabilities(frames) - model.probabilities(frames)).max() < 1e-4
    if name == "everyday":
        return  # what rounds to 8 bits now has operators of its own for it, which Keras lacks
    export_model(back, "keras", tmp_path / "again.keras")
    again = keras.models.load_model(tmp_path / "again.keras").predict(frames[..., None], verbose=0)
    assert np.abs(again - model.probabilities(frames)).max() < 1e-4


def test_onnx_is_the_file_and_its_card(tmp_path):
    export_model(load_model("mnist"), "onnx", tmp_path / "mine.onnx")
    model = load_model(tmp_path / "mine.onnx")
    assert model.card == replace(load_model("mnist").card, name="mine")


@pytest.mark.parametrize("name", ["fast", "standard"])
def test_safetensors_hold_the_weights_of_the_network(own, frames, tmp_path, name):
    import torch
    from safetensors.torch import load_file

    from digitink.train.network import build

    model = own(name)
    export_model(model, "safetensors", tmp_path / "x.safetensors")
    network = build(name)
    network.load_state_dict(load_file(tmp_path / "x.safetensors"))
    with torch.inference_mode():
        logits, _ = network.eval()(torch.from_numpy(frames)[:, None].float() / 255)
    assert np.abs(logits.numpy() - model.run(frames)[0]).max() < 1e-4


def test_safetensors_there_and_back_again(tmp_path, digits):
    model = load_model("mnist")
    export_model(model, "safetensors", tmp_path / "x.safetensors")
    back = import_model(tmp_path / "x.safetensors", folder=tmp_path).model
    assert np.abs(back.run(digits[0])[0] - model.run(digits[0])[0]).max() < 1e-3


def test_the_best_weights_of_a_run_are_imported(own, tmp_path):
    from digitink.exchange.weights import to_onnx
    from digitink.train import checkpoint
    from digitink.train.network import build

    network = build("fast")
    checkpoint.save_weights(tmp_path / "best.safetensors", network, {"network": "fast"})
    assert to_onnx(tmp_path / "best.safetensors")
    checkpoint.save_weights(tmp_path / "best.safetensors", network, {"network": "fats"})
    with pytest.raises(ModelError, match=r"does not say which of digitink's networks.*known: "):
        to_onnx(tmp_path / "best.safetensors")
    checkpoint.save_weights(tmp_path / "best.safetensors", network, {"network": "standard"})
    with pytest.raises(ModelError, match="holds other weights than the network 'standard' has"):
        to_onnx(tmp_path / "best.safetensors")


def test_safetensors_are_for_digitink_s_networks(own, tmp_path):
    model = own("fast")
    other = Model(replace(model.card, training={}), model.path, model._session)
    with pytest.raises(ModelError, match="is none of digitink's own networks; export it to onnx"):
        export_model(other, "safetensors", tmp_path / "x.safetensors")
    training = {"recipe": {"network": "standard"}}
    other = Model(replace(model.card, training=training), model.path, model._session)
    with pytest.raises(ModelError, match="when the network 'standard' was another"):
        export_model(other, "safetensors", tmp_path / "x.safetensors")
    assert not (tmp_path / "x.safetensors").exists()


WEIGHTS = np.random.default_rng(0).normal(size=(8, 8, 3, 3)).astype(np.float32)
SHIFT = np.random.default_rng(1).random(8).astype(np.float32)
NODES = {
    "padding on every side": [("Conv", "x", "W", "B", {"pads": [1, 1, 1, 1]})],
    "padding on two sides": [("Conv", "x", "W", "B", {"pads": [0, 1, 2, 0]})],
    "strides": [("Conv", "x", "W", "B", {"pads": [1, 1, 1, 1], "strides": [2, 2]})],
    "dilation": [("Conv", "x", "W", "B", {"pads": [2, 2, 2, 2], "dilations": [2, 2]})],
    "no shift": [("Conv", "x", "W", {})],
    "depthwise": [("Conv", "x", "D", "B", {"group": 8})],
    "groups": [("Conv", "x", "G", "B", {"group": 2})],
    "max": [("MaxPool", "x", {"kernel_shape": [2, 2], "strides": [2, 2]})],
    "average": [("AveragePool", "x", {"kernel_shape": [3, 3], "strides": [2, 2]})],
    "global": [("GlobalAveragePool", "x", {})],
    "batch norm": [("BatchNormalization", "x", "B", "B", "B", "B", {"epsilon": 0.01})],
    "leaky": [("LeakyRelu", "x", {"alpha": 0.3})],
    "activations": [("Tanh", "x", {}), ("Elu", "y", {}), ("Sigmoid", "y", {}), ("Relu", "y", {})],
    "sum with numbers": [("Add", "x", "C", {}), ("Mul", "C", "y", {}), ("Sub", "y", "C", {})],
    "quotient": [("Div", "x", "C", {})],
    "sum of two": [("Relu", "x", {}), ("Add", "x", "y", {}), ("Mul", "x", "y", {})],
    "one after the other": [("Relu", "x", {}), ("Concat", "x", "y", {"axis": 1})],
    "turned round and flattened": [("Transpose", "x", {"perm": [0, 2, 3, 1]})],
    "turned in another way": [("Transpose", "x", {"perm": [0, 1, 3, 2]})],
    "turned there and back": [
        ("Transpose", "x", {"perm": [0, 2, 3, 1]}),
        ("Transpose", "y", {"perm": [0, 3, 1, 2]}),
    ],
    "another shape": [("Reshape", "x", "S", {})],
    "a rim": [
        ("Pad", "x", "P", {}),
        ("Transpose", "y", {"perm": [0, 2, 3, 1]}),
        ("Pad", "y", "Q", {}),
    ],
    "what does nothing": [("Identity", "x", {}), ("Dropout", "y", {})],
}


def small(nodes):
    """A network of a convolution that gives maps x (N, 8, 14, 14), the nodes, two dense layers."""
    made = [helper.make_node("Conv", ["frames", "first"], ["x"], strides=[2, 2], pads=[1] * 4)]
    for number, (operator, *names, settings) in enumerate(nodes):
        given = [f"y{number - 1}" if name == "y" else name for name in names]
        made.append(helper.make_node(operator, given, [f"y{number}"], **settings))
    made.append(helper.make_node("Flatten", [f"y{len(nodes) - 1}"], ["flat"]))
    constants = {
        "first": WEIGHTS[:, :1],
        "W": WEIGHTS,
        "D": WEIGHTS[:, :1],
        "G": WEIGHTS[:, :4],
        "B": SHIFT,
        "C": SHIFT.reshape(8, 1, 1),
        "M": np.ones((14, 14), np.float32),
        "S": np.array([-1, 14, 14, 8], np.int64),
        "P": np.array([0, 0, 1, 2, 0, 0, 0, 3], np.int64),
        "Q": np.array([0, 1, 2, 0, 0, 0, 3, 0], np.int64),
    }

    def built(*outputs):
        graph = helper.make_graph(
            made,
            "small",
            [helper.make_tensor_value_info("frames", TensorProto.FLOAT, ["N", 1, 28, 28])],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            [numpy_helper.from_array(value, name) for name, value in constants.items()],
        )
        opset = [helper.make_opsetid("", 18)]
        return helper.make_model(graph, opset_imports=opset, ir_version=10).SerializeToString()

    frame = np.random.default_rng(0).random((1, 1, 28, 28), np.float32)
    (flat,) = open_session(built("flat"), Path("small")).run(None, {"frames": frame})
    made.append(helper.make_node("MatMul", ["flat", "to features"], ["features"]))
    made.append(helper.make_node("Gemm", ["features", "to ten", "shift"], ["logits"], transB=1))
    random = np.random.default_rng(2)
    constants |= {
        "to features": random.normal(size=(flat.shape[1], 6)).astype(np.float32),
        "to ten": random.normal(size=(10, 6)).astype(np.float32) / np.abs(flat).sum(),
        "shift": np.arange(10, dtype=np.float32) / 10,
    }
    return built("logits", "features")


@pytest.mark.parametrize("name", NODES)
def test_each_operator_has_its_layer(keras, frames, tmp_path, name):
    model = model_of(small(NODES[name]), tmp_path)
    export_model(model, "keras", tmp_path / "x.keras")
    found = keras.models.load_model(tmp_path / "x.keras").predict(
        frames[..., None] / 255, verbose=0
    )
    expected = model.probabilities(frames)
    assert np.abs(found - expected).max() < 1e-4
    assert expected.std() > 0.01


@pytest.mark.parametrize(
    ("nodes", "what"),
    [
        ([("Erf", "x", {})], "Erf"),
        ([("MaxPool", "x", {"kernel_shape": [3, 3], "pads": [1] * 4})], "MaxPool with a rim"),
        ([("Add", "x", "M", {})], "Add with a constant of the shape"),
        ([("Sub", "C", "x", {})], "Sub of a constant and a tensor"),
        ([("Pad", "x", "P", {"mode": "reflect"})], "Pad of another kind"),
        ([("Shape", "x", {}), ("Reshape", "x", "y", {})], "Shape"),
    ],
)
def test_what_has_no_layer_is_said(keras, tmp_path, nodes, what):
    from digitink.exchange import graph, to_keras

    with pytest.raises(ModelError, match=rf"uses {what}.*, for which Keras has no layer"):
        to_keras.network(graph.parsed(small(nodes), "small"), "small", 1.0)


def test_the_suffix_must_be_the_format_s(tmp_path):
    with pytest.raises(UsageError, match=r"x\.h5 does not end in \.keras; give it that suffix"):
        export_model(load_model("mnist"), "keras", tmp_path / "x.h5")


def test_without_keras_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(MissingExtra, match=r"digitink\[keras\]"):
        export_model(load_model("mnist"), "keras", tmp_path / "x.keras")


def test_a_full_disk_leaves_network_and_card_as_they_were(tmp_path, monkeypatch):
    out = tmp_path / "x.onnx"
    export_model(load_model("mnist"), "onnx", out)
    done = []

    def full(_):
        if done:
            raise OSError(28, "No space left on device")
        done.append(1)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        export_model(load_model("everyday"), "onnx", out)
    assert load_model(out).card == replace(load_model("mnist").card, name="x")


@pytest.mark.parametrize("to", ["onnx", "keras", "safetensors"])
def test_a_full_disk_leaves_what_was_there(keras, tmp_path, monkeypatch, to):
    out = tmp_path / f"x.{to}"
    out.write_text("mine")

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="No space left on device"):
        export_model(load_model("mnist"), to, out)
    assert out.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_the_card_goes_along_with_the_weights(tmp_path):
    from safetensors import safe_open

    export_model(load_model("mnist"), "safetensors", tmp_path / "x.safetensors")
    with safe_open(tmp_path / "x.safetensors", "np") as file:
        facts = json.loads(file.metadata()["digitink"])["facts"]
    assert facts["network"] == "standard"
    assert facts["card"]["name"] == "mnist"
