"""A foreign network in digitink's form computes what it did before."""

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto

from digitink.errors import ModelError
from digitink.exchange.adapt import adapted
from digitink.exchange.foreign import examined
from digitink.exchange.graph import parsed
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
