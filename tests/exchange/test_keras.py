"""Keras's files answer as they do in Keras: those of the textbook program, and Keras 2's."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from digitink.errors import MissingExtra, ModelError, UsageError
from digitink.exchange import keras_files
from digitink.exchange.importing import import_model
from digitink.exchange.legacy import modern
from digitink.exchange.opening import opened
from digitink.inside import look
from digitink.model import open_session

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation:DeprecationWarning"  # Keras's, on torch
)


@pytest.mark.parametrize("suffix", ["h5", "keras"])
@pytest.mark.parametrize(
    ("shape", "scale", "words"),
    [((28, 28, 1), 1, "0..1, light ink"), ((28, 28, 1), 255, "0..255, light ink")],
)
def test_the_textbook_program(textbook, digits, tmp_path, suffix, shape, scale, words):
    network = textbook(shape, scale)
    file = tmp_path / f"textbook.{suffix}"
    network.save(file)
    imported = import_model(file, folder=tmp_path)
    expected = network.predict(scale * digits[0].reshape(-1, *shape), verbose=0)
    found = imported.model.probabilities(digits[0])
    assert imported.pixels.words == words
    assert imported.model.card.training["imported"]["format"] == "Keras"
    assert imported.model.card.parameters == network.count_params()
    assert (found.argmax(axis=1) == expected.argmax(axis=1)).all()
    assert np.abs(found - expected).max() < 1e-4
    assert imported.model.run(digits[0][:5])[1].shape == (5, 128)


def test_answers_that_are_others_are_seen(keras):
    from digitink.exchange.from_keras import same

    expected = np.random.default_rng(0).random((32, 10), np.float32)
    assert same(expected + np.float32(1e-5), expected)
    tipped = expected.copy()
    tipped[:3] += 0.02
    assert same(tipped, expected)  # as where it computes in 8 bits
    for wrong in (
        expected + np.float32(0.01),  # on all frames
        expected[:, ::-1],
        expected[:, :9],
        np.where(np.arange(320).reshape(32, 10) == 7, 2, expected),  # by much, on one
        np.full_like(expected, np.nan),
    ):
        assert not same(wrong, expected)


@pytest.mark.parametrize("name", ["textbook", "functional"])
@pytest.mark.parametrize("suffix", ["h5", "keras"])
def test_what_keras_2_saved(keras, keras2, digits, name, suffix):
    network = opened(keras2 / f"{name}.{suffix}").network
    session = open_session(network.SerializeToString(), Path(name))
    answers = np.array(json.loads((keras2 / "answers.json").read_text())[name])
    shape = (28, 28, 1) if name == "textbook" else (28, 28)
    frames = digits[0][: len(answers)].reshape(-1, *shape)
    (found,) = session.run(None, {"frames": frames})
    assert np.abs(found - answers).max() < 1e-4


def test_a_file_of_keras_2_is_imported_whole(keras, keras2, tmp_path):
    model = import_model(keras2 / "textbook.h5", folder=tmp_path).model
    assert model.card.figures[1]["accuracy"] > 0.9
    seen = look(np.zeros((28, 28)), model=model)
    assert [each.shape for each in seen.maps] == [(4, 26, 26), (8, 11, 11)]
    assert all(each.min() >= 0 for each in seen.maps)  # after their ReLU


def test_the_suffix_does_not_matter(keras, keras2, tmp_path):
    file = tmp_path / "network.bin"
    file.write_bytes((keras2 / "textbook.h5").read_bytes())
    assert opened(file).format == "Keras"


@pytest.mark.parametrize(
    ("layers", "outputs"),
    [
        ("[keras.Input((28, 28, 1)), Flatten(), Dense(11)]", "gives 11 numbers"),
        ("[keras.Input((32, 32, 1)), Flatten(), Dense(10)]", r"shape \(32, 32, 1\)"),
    ],
)
def test_a_network_for_something_else(keras, tmp_path, layers, outputs):
    made = keras.Sequential(eval(layers, {"keras": keras, **vars(keras.layers)}))
    made.save(tmp_path / "x.keras")
    with pytest.raises(ModelError, match=outputs):
        import_model(tmp_path / "x.keras", folder=tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_two_inputs_are_refused(keras, tmp_path):
    given = [keras.Input((28, 28)), keras.Input((28, 28))]
    made = keras.Model(given, keras.layers.Flatten()(keras.layers.Add()(given)))
    made.save(tmp_path / "x.keras")
    with pytest.raises(ModelError, match="has 2 inputs and 1 outputs; expected one of each"):
        opened(tmp_path / "x.keras")


def test_a_lambda_that_keras_itself_wrote(keras, tmp_path):
    layers = keras.layers
    made = keras.Sequential(
        [keras.Input((28, 28)), layers.Flatten(), layers.Lambda(abs), layers.Dense(10)]
    )
    made.save(tmp_path / "x.keras")
    with pytest.raises(ModelError, match="holds code: its layer 'lambda' is a Lambda layer"):
        opened(tmp_path / "x.keras")


def test_keras_on_another_library_is_one_clear_error(keras, monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    with pytest.raises(UsageError, match="Keras is in use already, on jax; start Python anew"):
        keras_files.keras_on_torch()


def test_without_keras_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(MissingExtra, match=r"without keras.* pip install \"digitink\[keras\]\""):
        keras_files.keras_on_torch()


def test_only_this_process_is_set_to_torch(keras, keras2, tmp_path):
    """Whatever the user's settings say, and without changing them."""
    settings = tmp_path / "keras.json"
    settings.write_text('{"backend": "tensorflow"}')
    code = (
        "from pathlib import Path; from digitink.exchange.opening import opened;"
        f"print(opened(Path({str(keras2 / 'textbook.h5')!r})).format)"
    )
    environment = {**os.environ, "KERAS_HOME": str(tmp_path)}
    environment.pop("KERAS_BACKEND")
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("Keras\n", "")
    assert settings.read_text() == '{"backend": "tensorflow"}'


def test_an_old_sequential_without_an_input_layer():
    dense = {"class_name": "Dense", "config": {"name": "d", "batch_input_shape": [None, 784]}}
    for settings in ([dense], {"name": "s", "layers": [dense]}):
        found = modern({"class_name": "Sequential", "config": settings})["config"]
        layers = found if isinstance(settings, list) else found["layers"]
        assert layers[0]["class_name"] == "InputLayer"
        assert layers[0]["config"] == {"name": "d_input", "batch_shape": [None, 784]}
        assert layers[1]["config"] == {"name": "d"}


def test_what_keras_3_wrote_is_left_alone():
    config = {"class_name": "Dense", "config": {"name": "d", "units": 10}, "module": "keras.layers"}
    assert modern(config) == config
