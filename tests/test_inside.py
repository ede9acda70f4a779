"""A look inside: all of it together, and as a screen gets it."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from digitink import Ink, load_model, normalise
from digitink.data import mnist
from digitink.errors import InputError, ModelError
from digitink.inside import look
from digitink.model import Model

SEVEN = [(0, 4), (62, 0), (45, 40), (22, 100)]


@pytest.fixture
def frame():
    return normalise(Ink([SEVEN]).raster().pixels)


def test_all_there_is_to_see(frame):
    seen = look(frame)
    assert seen.digit == 7
    assert seen.probability == pytest.approx(load_model().probabilities(frame[None])[0, 7])
    assert np.array_equal(seen.frame, frame)
    assert (seen.attribution.shape, seen.attribution.dtype) == ((28, 28), np.float32)
    assert len(seen.maps) > 2
    assert all(each.ndim == 3 and each.dtype == np.float32 for each in seen.maps)
    assert seen.without_maps == ""
    assert repr(seen).startswith("Look(digit=7, probability=")


def test_another_answer_and_another_model(frame):
    seen = look(frame, digit=1, model="mnist")
    assert seen.digit == 1
    assert seen.probability < 0.1
    assert not np.allclose(seen.attribution, look(frame, model="mnist").attribution)
    assert [each.shape for each in seen.maps] != [each.shape for each in look(frame).maps]


def test_bytes_and_floats_are_looked_at_alike():
    levels = mnist("test").images[0]
    seen, same = look(levels), look(levels / np.float32(255))
    assert np.allclose(seen.frame, same.frame)
    assert np.allclose(seen.attribution, same.attribution, atol=1e-4)


def test_a_blank_frame_is_looked_at_too():
    seen = look(np.zeros((28, 28)))
    assert not seen.attribution.any()
    assert seen.to_dict()["strongest"] == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"frame": np.zeros((2, 28, 28))}, r"shape \(28, 28\), not \(2, 28, 28\)"),
        ({"frame": "7"}, r"shape \(28, 28\)"),
        ({"frame": np.zeros((28, 28), int)}, "uint8 or float"),
        ({"frame": np.full((28, 28), np.nan)}, r"0\.\.1"),
        ({"frame": np.zeros((28, 28)), "digit": 10}, "10 is no digit; expected 0 to 9"),
        ({"frame": np.zeros((28, 28)), "digit": "7"}, "'7' is no digit"),
    ],
)
def test_what_cannot_be_looked_into(given, words):
    with pytest.raises(InputError, match=words):
        look(**given)


def test_a_model_that_is_not_there(frame):
    with pytest.raises(ModelError, match="no model named"):
        look(frame, model="no such")


def test_without_maps_the_rest_is_shown_and_why(frame):
    model = load_model()
    moved = Model(model.card, Path("gone.onnx"), model._session)
    seen = look(frame, model=moved)
    assert np.allclose(seen.attribution, look(frame).attribution)
    assert seen.maps == ()
    assert seen.without_maps.startswith("cannot read the model gone.onnx")
    assert seen.to_dict()["without_maps"] == seen.without_maps


def test_a_network_without_convolutions_says_so(frame, monkeypatch):
    monkeypatch.setattr("digitink.inside.maps", lambda *_: [])
    assert look(frame).without_maps == "the model everyday has no convolutions to be shown"


def test_as_a_screen_gets_it(frame):
    seen = look(frame)
    given = json.loads(json.dumps(seen.to_dict(), allow_nan=False))
    assert (given["digit"], given["probability"]) == (7, seen.probability)
    shares = np.frombuffer(base64.b64decode(given["attribution"]), np.int8).reshape(28, 28)
    assert np.abs(shares).max() == 127
    step = given["strongest"] / 127
    assert np.allclose(shares * step, seen.attribution, atol=step / 2 + 1e-6)
    assert len(given["convolutions"]) == len(seen.maps)
    for told, found in zip(given["convolutions"], seen.maps, strict=True):
        shape = told["maps"], told["height"], told["width"]
        levels = np.frombuffer(base64.b64decode(told["levels"]), np.uint8).reshape(shape)
        step = (told["highest"] - told["lowest"]) / 255
        assert np.allclose(told["lowest"] + levels * step, found, atol=step / 2 + 1e-5)
        assert (levels.min(), levels.max()) == (0, 255)


def test_all_of_a_digit_is_little_to_send(frame):
    assert len(json.dumps(look(frame).to_dict())) < 100_000
