"""The feature maps are those of the network itself; looking at them changes no reading."""

import hashlib
from dataclasses import replace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from digitink import load_model, maps
from digitink.errors import InputError, ModelError
from digitink.maps import Node, Value, watched
from digitink.model import Card, Model, as_inputs

IMAGES = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="the extra `train` is not installed")


@pytest.fixture(scope="module")
def export(torch, tmp_path_factory):
    """export(network, quantised): a network of random weights as a model."""
    from digitink.train.export import to_onnx
    from digitink.train.quantise import quantise

    def export(network, quantised=False):
        data = to_onnx(network)
        return saved(tmp_path_factory.mktemp("m"), quantise(data, IMAGES) if quantised else data)

    return export


@pytest.fixture(scope="module")
def network(torch):
    """network(name): one whose batch norms have seen something."""
    from digitink.train.network import build

    def network(name):
        torch.manual_seed(0)
        made = build(name).train()
        for layer in made.modules():
            if isinstance(layer, torch.nn.BatchNorm2d | torch.nn.BatchNorm1d):
                layer.momentum = 1
        with torch.no_grad():
            made(torch.from_numpy(as_inputs(IMAGES)))
        return made.eval()

    return network


def saved(folder, data):
    path = folder / "m.onnx"
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    card = Card("m", sha256, 1.0, 0.5, recipe="r", seed=0, parameters=1)
    path.with_suffix(".json").write_text(card.to_json())
    return load_model(path)


def rectified(torch, network):
    """What torch has behind each convolution, after its ReLU, whatever lies between."""
    found, waiting = [], False
    values = torch.from_numpy(as_inputs(IMAGES))
    with torch.no_grad():
        for layer in network.body:
            values = layer(values)
            waiting = waiting or isinstance(layer, torch.nn.Conv2d)
            if waiting and isinstance(layer, torch.nn.ReLU):
                found.append(values.numpy().copy())
                waiting = False
    return found[:-1] if waiting else found


@pytest.mark.parametrize("name", ["classic", "fast"])
def test_they_are_what_torch_computes(torch, network, export, name):
    made = network(name)
    found = maps.maps(export(made), IMAGES)
    expected = rectified(torch, made)
    assert [each.shape for each in found] == [each.shape for each in expected]
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.dtype == np.float32
        assert np.allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("name", ["standard", "fast"])
def test_in_whole_numbers_they_are_nearly_that(torch, network, export, name):
    made = network(name)
    found = maps.maps(export(made, quantised=True), IMAGES)
    expected = rectified(torch, made)
    assert [each.shape for each in found] == [each.shape for each in expected]
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.min() >= 0
        assert np.abs(ours - theirs).mean() < 0.05 * theirs.max()
        assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.98


@pytest.mark.parametrize("name", ["everyday", "mnist"])
def test_reading_stays_as_it_is(name):
    model = load_model(name)
    before = model.run(IMAGES)
    session = model._session
    assert len(maps.maps(model, IMAGES)) > 1
    assert model._session is session
    assert len(session.get_outputs()) == 2
    for now, then in zip(model.run(IMAGES), before, strict=True):
        assert np.array_equal(now, then)


def test_a_second_network_is_opened_by_those_who_look_only_and_once(monkeypatch):
    opened = []

    def open_session(*given):
        opened.append(given)
        return real(*given)

    real = maps.open_session
    monkeypatch.setattr(maps, "open_session", open_session)
    maps._opened.cache_clear()
    model = load_model()
    model.run(IMAGES)
    assert opened == []
    maps.maps(model, IMAGES)
    maps.maps(model.adapted(lambda _, features: 0 * features[:, :10]), IMAGES)
    assert len(opened) == 1


def test_a_network_without_convolutions_has_none(tmp_path):
    weights = np.random.default_rng(0).normal(size=(784, 10)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Flatten", ["frames"], ["features"]),
            helper.make_node("MatMul", ["features", "weights"], ["logits"]),
        ],
        "linear",
        [helper.make_tensor_value_info("frames", TensorProto.FLOAT, ["N", 1, 28, 28])],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 10]),
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", 784]),
        ],
        [numpy_helper.from_array(weights, "weights")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    assert maps.maps(saved(tmp_path, made.SerializeToString()), IMAGES) == []


def test_a_file_that_changed_since_it_was_opened_is_not_looked_into(tmp_path):
    model = saved(tmp_path, load_model("mnist").path.read_bytes())
    model.path.write_bytes(model.path.read_bytes() + b" ")
    with pytest.raises(ModelError, match="was altered"):
        maps.maps(model, IMAGES)
    model.path.unlink()
    with pytest.raises(ModelError, match="cannot read the model"):
        maps.maps(model, IMAGES)


def test_a_file_that_is_no_onnx_is_said_to_be_none(tmp_path):
    data = b"ORTM, another format that ONNX Runtime opens"
    path = tmp_path / "m.onnx"
    path.write_bytes(data)
    card = replace(load_model().card, sha256=hashlib.sha256(data).hexdigest())
    with pytest.raises(ModelError, match=r"m\.onnx is no ONNX file"):
        maps.maps(Model(card, path, session=None), IMAGES)


def test_frames_that_are_none():
    with pytest.raises(InputError, match="shape"):
        maps.maps(load_model(), np.zeros((28, 28)))


def chain(*operators, value="frames"):
    """One step after the other; step i gives the value "i"."""
    nodes = []
    for i, operator in enumerate(operators):
        axes = {"to last": (0, 2, 3, 1), "to second": (0, 3, 1, 2)}.get(operator, ())
        nodes.append(Node("Transpose" if axes else operator, (value,), (str(i),), axes))
        value = str(i)
    return nodes


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        (chain("Conv", "Relu", "MaxPool"), ["1"]),
        (chain("Conv", "BatchNormalization", "Relu", "Conv", "Sigmoid", "Flatten"), ["2", "4"]),
        (chain("Conv", "MaxPool", "BatchNormalization", "Relu", "Flatten"), ["3"]),
        (chain("Conv", "MaxPool", "Flatten"), ["0"]),
        (chain("Conv", "BatchNormalization", "MaxPool", "Flatten"), ["1"]),
        (chain("Conv", "Relu", "BatchNormalization", "MaxPool"), ["1"]),
        (chain("Conv", "QuantizeLinear", "DequantizeLinear", "MaxPool"), ["2"]),
        (chain("Conv", "Relu", "QuantizeLinear", "DequantizeLinear", "Conv"), ["3", "4"]),
        (chain("Conv", "Add", "Relu", "Flatten"), ["2"]),
        (chain("Conv", "Add", "Flatten"), ["1"]),
        (chain("Flatten", "Gemm", "Relu"), []),
        ([*chain("Conv", "Relu"), Node("Add", ("0",), ("sum",))], ["0"]),
    ],
)
def test_what_is_looked_at_behind_a_convolution(nodes, expected):
    assert watched(nodes) == [Value(name) for name in expected]


def test_maps_that_lie_last_are_found_there():
    """As in networks of Keras."""
    keras = chain("Conv", "to last", "Add", "Relu", "to second", "MaxPool", "Conv")
    assert watched(keras) == [Value("3", (0, 3, 1, 2)), Value("6")]
    back = chain("Conv", "to last", "Add", "to second", "Relu", "Flatten")
    assert watched(back) == [Value("4")]


def test_only_outputs_are_added_to_the_file(monkeypatch):
    written = []
    real = maps.open_session
    monkeypatch.setattr(maps, "open_session", lambda *a: written.append(a[0]) or real(*a))
    maps._opened.cache_clear()
    model = load_model()
    maps.maps(model, IMAGES)
    (data,) = written
    found = onnx.load_from_string(data)
    del found.graph.output[2:]
    assert found == onnx.load(model.path)
