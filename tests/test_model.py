"""Opening a model: the card, the hash, what is refused; and running it."""

import hashlib
import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from digitink import Model, load_model, model
from digitink.errors import InputError, ModelError
from digitink.model import Card, softmax


def network(inputs="frames", outputs=("logits", "features"), seed=0):
    """A linear classifier: features are the flat pixels, logits a product with them."""
    weights = np.random.default_rng(seed).normal(size=(784, 10)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Flatten", [inputs], [outputs[1]]),
            helper.make_node("MatMul", [outputs[1], "weights"], [outputs[0]]),
        ],
        "linear",
        [helper.make_tensor_value_info(inputs, TensorProto.FLOAT, ["N", 1, 28, 28])],
        [
            helper.make_tensor_value_info(outputs[0], TensorProto.FLOAT, ["N", 10]),
            helper.make_tensor_value_info(outputs[1], TensorProto.FLOAT, ["N", 784]),
        ],
        [numpy_helper.from_array(weights, "weights")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


def written(folder, data, **changes):
    path = folder / "linear.onnx"
    path.write_bytes(data)
    facts = {
        "name": "linear",
        "sha256": hashlib.sha256(data).hexdigest(),
        "temperature": 2.0,
        "unsure_below": 0.5,
        "recipe": "none",
        "seed": 0,
        "parameters": 7840,
    }
    path.with_suffix(".json").write_text(json.dumps(facts | changes))
    return path


@pytest.fixture
def linear(tmp_path):
    return written(tmp_path, network().SerializeToString())


def test_opens_and_runs(linear):
    opened = load_model(linear)
    assert isinstance(opened, Model)
    assert opened.name == "linear"
    frames = np.random.default_rng(1).integers(0, 256, (3, 28, 28), np.uint8)
    logits, features = opened.run(frames)
    assert logits.shape == (3, 10)
    assert np.allclose(features, frames.reshape(3, 784) / 255)
    assert np.allclose(opened.probabilities(frames), softmax(logits / 2))
    assert np.allclose(opened.run(frames / 255)[0], logits, atol=1e-3)


def test_a_large_batch_equals_its_frames_one_by_one(linear):
    opened = load_model(linear)
    frames = np.random.default_rng(1).random((2 * model.BATCH + 3, 28, 28), np.float32)
    one_by_one = np.concatenate([opened.run(frame[None])[0] for frame in frames])
    assert np.allclose(opened.run(frames)[0], one_by_one, atol=1e-4)


def test_no_frames(linear):
    assert load_model(linear).probabilities(np.zeros((0, 28, 28))).shape == (0, 10)


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        (np.zeros((28, 28)), r"shape \(N, 28, 28\), not \(28, 28\)"),
        (np.zeros((1, 1, 28, 28)), "shape"),
        (np.zeros((1, 28, 28), int), "uint8 or float, not int64"),
        (np.full((1, 28, 28), 255.0), r"0\.\.1"),
        (np.full((1, 28, 28), np.nan), r"0\.\.1"),
    ],
)
def test_frames_that_are_none(linear, frames, words):
    with pytest.raises(InputError, match=words):
        load_model(linear).run(frames)


def test_altered_model_names_the_file_and_both_hashes(linear):
    says = json.loads(linear.with_suffix(".json").read_text())["sha256"]
    linear.write_bytes(linear.read_bytes() + b" ")
    found = hashlib.sha256(linear.read_bytes()).hexdigest()
    with pytest.raises(ModelError) as caught:
        load_model(linear)
    for part in (str(linear), says, found):
        assert part in str(caught.value)


def test_missing_model_or_card(tmp_path, linear):
    linear.with_suffix(".json").unlink()
    with pytest.raises(ModelError, match=r"card .* is missing"):
        load_model(linear)
    with pytest.raises(ModelError, match=r"cannot read the model .*other\.onnx"):
        load_model(tmp_path / "other.onnx")


def test_unknown_name_lists_the_shipped_ones():
    with pytest.raises(ModelError, match=r"no model named 'minst'; known: .*mnist"):
        load_model("minst")


@pytest.mark.parametrize(
    "card",
    ["", "[]", "{}", '{"name": "x"}', "not json", b"\xff\xfe"],
)
def test_a_card_that_is_none(linear, card):
    path = linear.with_suffix(".json")
    path.write_bytes(card if isinstance(card, bytes) else card.encode())
    with pytest.raises(ModelError, match="no model card"):
        load_model(linear)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../escaped"},
        {"name": "/tmp/escaped"},
        {"name": ""},
        {"name": "."},
        {"name": "two\nlines"},
        {"name": "a" * 300},
        {"name": 7},
        {"temperature": 0},
        {"temperature": 1e-40},
        {"temperature": float("nan")},
        {"temperature": 10**400},
        {"temperature": True},
        {"sha256": 5},
        {"recipe": None},
        {"labels": list(range(10))},
        {"labels": 10},
        {"training": {"frames": [1]}},
        {"training": {"frames": {"mnist-train": "many"}}},
        {"training": {"data": ["mnist-train"]}},
        {"training": {"data": [{"name": "mnist-train", "n": "many"}]}},
        {"training": {"data": {"name": "mnist-train", "n": 1}}},
        {"training": {"seconds": "long", "device": {}}},
        {"training": {"seconds": 1, "device": "cpu"}},
        {"training": {"versions": "1.0"}},
        {"figures": [{"data": "x", "n": 0, "accuracy": 1.0}]},
        {"figures": [{"data": "x", "n": 10**400, "accuracy": 1.0}]},
        {"figures": [{"data": "x", "n": "10", "accuracy": 1.0}]},
        {"figures": [{"data": "x", "n": 10, "accuracy": "1"}]},
        {"figures": [{"data": "x", "n": 10, "accuracy": 1.1}]},
        {"figures": [{"data": "x", "n": 10, "accuracy": 1.0, "loss": None}]},
        {"figures": [{"data": "x", "n": 10}]},
        {"figures": 3},
        {"temperature": "warm"},
        {"unsure_below": 2},
        {"unsure_below": "0.5"},
        {"parameters": "many"},
        {"figures": [1]},
        {"training": []},
        {"frame": [32, 32]},
        {"labels": ["a", "b"]},
    ],
)
def test_a_card_out_of_range(tmp_path, changes):
    with pytest.raises(ModelError, match="no model card"):
        load_model(written(tmp_path, network().SerializeToString(), **changes))


@pytest.mark.parametrize("name", ["the best of May", "mnist (2)", "zweite Übung", "..7", "数字"])
def test_a_model_has_whatever_name_its_run_s_folder_had(tmp_path, name):
    assert load_model(written(tmp_path, network().SerializeToString(), name=name)).name == name


def test_a_card_that_is_no_fit_names_the_field(tmp_path):
    path = written(tmp_path, network().SerializeToString(), temperature=1e-40)
    with pytest.raises(ModelError, match=r"json is no model card: its temperature is 1e-40, exp"):
        load_model(path)


@pytest.mark.parametrize("depth", [30, 900, 100_000])
def test_a_card_that_is_nested_deeply(linear, depth):
    path = linear.with_suffix(".json")
    deep = '{"a":' * depth + "1" + "}" * depth
    path.write_text(path.read_text().rstrip("}") + f', "training": {deep}}}')
    with pytest.raises(ModelError, match=r"no model card: .*deep"):
        load_model(linear)


def test_a_card_from_the_future_still_opens(tmp_path):
    path = written(tmp_path, network().SerializeToString(), colour="blue")
    assert load_model(path).name == "linear"


@pytest.mark.parametrize("data", [b"", b"not a network", b"\x00" * 100])
def test_what_is_no_network(tmp_path, data):
    with pytest.raises(ModelError, match="ONNX Runtime cannot open"):
        load_model(written(tmp_path, data))


def test_other_inputs_or_outputs_are_refused(tmp_path):
    with pytest.raises(ModelError, match=r"takes .'x'.* expected frames"):
        load_model(written(tmp_path, network(inputs="x").SerializeToString()))
    other = network(outputs=("y", "features")).SerializeToString()
    with pytest.raises(ModelError, match=r"gives .* expected frames"):
        load_model(written(tmp_path, other))


def test_external_data_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    proto = network()
    onnx.save_model(
        proto,
        tmp_path / "linear.onnx",
        save_as_external_data=True,
        location="weights.bin",
        size_threshold=0,
    )
    assert (tmp_path / "weights.bin").exists()
    path = written(tmp_path, (tmp_path / "linear.onnx").read_bytes())
    with pytest.raises(ModelError, match="ONNX Runtime cannot open"):
        load_model(path)


FIGURE = {"data": "mnist-test", "n": 10_000, "accuracy": 0.99}


def test_card_survives_json():
    card = Card("a", "0" * 64, 1.5, 0.9, "fast", 3, 9000, figures=(FIGURE,))
    assert Card.from_json(card.to_json()) == card


@pytest.mark.parametrize("name", model.names())
def test_shipped_models_open(name):
    opened = load_model(name)
    assert opened.name == name
    probabilities = opened.probabilities(np.zeros((1, 28, 28)))
    assert probabilities.shape == (1, 10)
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_the_default_is_shipped():
    assert model.DEFAULT in model.names()
