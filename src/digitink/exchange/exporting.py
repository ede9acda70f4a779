"""Export a model to another library: ONNX, Keras, safetensors."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from digitink import durable
from digitink.data import mnist
from digitink.errors import MissingExtra, ModelError, UsageError
from digitink.model import Model

Format = Literal["keras", "onnx", "safetensors"]
TOLERANCE = 1e-4  # between a probability of the model and of what it was exported to
ASKED = 500  # of MNIST's training digits, on which the two are compared


def export_model(model: Model, to: Format, out: Path) -> None:
    """Write `model` to `out`, in the place of what may be there.

    "onnx": the file and its card beside it. "keras": standard layers, frames (N, 28, 28, 1) in
    0..1 to the model's probabilities (N, 10). "safetensors": the weights of one of digitink's own
    networks. Raises UsageError on another suffix than the format's, ModelError where the model
    cannot be brought to the format, MissingExtra, OutputError.
    """
    if out.suffix != f".{to}":
        raise UsageError(f"{out} does not end in .{to}", hint="give it that suffix")
    try:
        if to == "onnx":
            _to_onnx(model, out)
        elif to == "keras":
            durable.write(out, _as_keras(model))
        else:
            from digitink.exchange import weights
            from digitink.exchange.graph import parsed

            weights.save(out, parsed(model.path.read_bytes(), model.name), model.card)
    except ImportError as error:
        extra = "keras" if to == "keras" else "train"
        raise MissingExtra(extra, f"exporting to {to} (without {error.name})") from error


def _to_onnx(model: Model, out: Path) -> None:
    card = replace(model.card, name=out.stem).to_json().encode()
    data = model.path.read_bytes()
    durable.write_all([(out, data), (out.with_suffix(".json"), card)])


def _as_keras(model: Model) -> bytes:
    """The bytes of a .keras file, whose answers were compared with the model's."""
    from digitink.exchange.graph import parsed
    from digitink.exchange.keras_files import keras_on_torch, last_words
    from digitink.train.export import quiet

    keras = keras_on_torch()
    from digitink.exchange import to_keras

    images = mnist("train").images[:ASKED]
    network = parsed(model.path.read_bytes(), model.name)
    with (
        quiet(),
        keras.device("cpu"),
        tempfile.TemporaryDirectory(prefix="digitink-") as folder,
    ):
        try:
            made = to_keras.network(network, model.name, model.card.temperature)
        except (ValueError, TypeError, KeyError, IndexError) as error:  # a layer's own complaint
            raise ModelError(
                f"the model {model.name} cannot be written as a Keras model: {last_words(error)}"
            ) from error
        file = Path(folder) / "model.keras"
        made.save(file)
        opened = keras.models.load_model(file)
        found = opened.predict(images[..., None].astype(np.float32) / 255, verbose=0)
        data = file.read_bytes()
    difference = float(np.abs(found - model.probabilities(images)).max())
    if not difference < TOLERANCE:
        raise ModelError(
            f"the model {model.name} as a Keras model answers otherwise:"
            f" its probabilities differ by up to {difference:.2g}"
        )
    return data
