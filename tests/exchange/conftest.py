"""Small networks of other people: linear ones as ONNX, and Keras's own."""

import os
from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="the extra `train` is not installed")
torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from digitink.data import mnist  # noqa: E402

WAYS = {
    "0..1, light ink": (1, 0),
    "0..255, light ink": (255, 0),
    "0..1, dark ink": (-1, 1),
    "0..255, dark ink": (-255, 255),
    "-1..1, light ink": (2, -1),
    "-1..1, dark ink": (-2, 1),
    "standardised (0.1307, 0.3081), light ink": (1 / 0.3081, -0.1307 / 0.3081),
}


@pytest.fixture(scope="session")
def digits():
    """MNIST's test digits: frames (N, 28, 28) float32 in 0..1, and labels."""
    frames = mnist("test")
    return frames.images.astype(np.float32) / 255, frames.labels


@pytest.fixture(scope="session")
def taught():
    """taught(features): weights (F, 10) and shift (10,) that read the digits with features (N, F).

    The likeliest for the first of MNIST's training digits, which `taught.frames` are.
    """
    train = mnist("train")
    n = 3_000
    labels = torch.from_numpy(train.labels[:n])

    def fit(features):
        x = torch.from_numpy(features.reshape(n, -1)).float()
        scale = x.square().mean().sqrt()
        layer = torch.nn.Linear(x.shape[1], 10)
        torch.nn.init.zeros_(layer.weight)
        optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=25)

        def loss():
            optimiser.zero_grad()
            value = torch.nn.functional.cross_entropy(layer(x / scale), labels)
            value += 1e-3 * layer.weight.square().sum()
            value.backward()
            return value

        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # too little work to share, on a busy machine above all
        optimiser.step(loss)
        torch.set_num_threads(threads)
        weights = layer.weight.detach().T / scale
        return weights.numpy(), layer.bias.detach().numpy()

    fit.frames = train.images[:n].astype(np.float32) / 255
    return fit


@pytest.fixture(scope="session")
def linear(taught):
    """The weights and the shift of a linear network, by how it wants its pixels."""
    found = {}

    def weights(way):
        if way not in found:
            scale, offset = WAYS[way]
            found[way] = taught(scale * taught.frames + offset)
        return found[way]

    return weights


@pytest.fixture
def answers(linear, digits):
    """answers(way): the logits (N, 10) of the linear network, by hand."""

    def by_hand(way="0..1, light ink"):
        scale, offset = WAYS[way]
        weights, shift = linear(way)
        return (scale * digits[0].reshape(-1, 784) + offset) @ weights + shift

    return by_hand


@pytest.fixture
def network(linear):
    """network(...): the bytes of a linear network as ONNX, as other people may write one."""

    def made(
        way="0..1, light ink",
        shape=(1, 28, 28),
        batch="N",
        head=("Softmax",),
        outputs=10,
        order=range(10),
        kind=TensorProto.FLOAT,
        names=("frames", "answers"),
    ):
        weights, shift = (part[..., list(order)] for part in linear(way))
        weights = np.resize(weights.T, (outputs, 784)).T
        start, end = names
        flat = [1 if batch == 1 else -1, 784]
        nodes = [
            helper.make_node("Cast", [start], ["floats"], to=TensorProto.FLOAT),
            helper.make_node("Reshape", ["floats", "flat"], ["pixels"]),
            helper.make_node("MatMul", ["pixels", "weights"], ["products"]),
            helper.make_node("Add", ["products", "shift"], ["sums"]),
        ]
        name = "sums"
        for operator in head:
            nodes.append(helper.make_node(operator, [name], [f"{name}'"]))
            name += "'"
        nodes[-1].output[0] = end
        graph = helper.make_graph(
            nodes,
            "theirs",
            [helper.make_tensor_value_info(start, kind, [batch, *shape])],
            [helper.make_tensor_value_info(end, TensorProto.FLOAT, [batch, outputs])],
            [
                numpy_helper.from_array(np.array(flat, np.int64), "flat"),
                numpy_helper.from_array(weights, "weights"),
                numpy_helper.from_array(np.resize(shift, outputs), "shift"),
            ],
        )
        opset = [helper.make_opsetid("", 13)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=8)
        return model.SerializeToString()

    return made


@pytest.fixture(scope="session")
def keras():
    """Keras on torch."""
    pytest.importorskip("h5py", reason="the extra `keras` is not installed")
    os.environ["KERAS_BACKEND"] = "torch"
    return pytest.importorskip("keras", reason="the extra `keras` is not installed")


@pytest.fixture(scope="session")
def textbook(keras, taught):
    """The textbook program's network, made small, in two layouts of its own; it reads digits."""
    layers = keras.layers

    def made(shape=(28, 28, 1), scale=1.0):
        keras.utils.set_random_seed(0)
        body = keras.Sequential(
            [
                keras.Input(shape),
                layers.Conv2D(8, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Conv2D(16, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Dropout(0.25),
                layers.Flatten(),
                layers.Dense(128, activation="relu"),
                layers.Dropout(0.5),
            ]
        )
        features = body.predict(scale * taught.frames.reshape(-1, *shape), verbose=0)
        last = layers.Dense(10, activation="softmax")
        model = keras.Sequential([*body.layers, last])
        model.build((None, *shape))
        last.set_weights(taught(features))
        return model

    return made


@pytest.fixture(scope="session")
def keras2():
    """The folder of files that Keras 2 wrote (scripts/make_keras2.py)."""
    return Path(__file__).parent / "keras2"
