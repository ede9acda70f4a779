"""Import a model of another library: opened, examined, measured on MNIST, written with a card."""

import hashlib
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import digitink
from digitink import durable
from digitink.data import Frames, mnist
from digitink.data.samples import Labels
from digitink.data.split import held_back
from digitink.errors import ModelError, OutputError, UsageError
from digitink.evaluate import metrics
from digitink.exchange.opening import opened
from digitink.exchange.pixels import WAYS, Pixels
from digitink.model import Card, Model, load_model, open_session
from digitink.train import calibrate
from digitink.train.calibrate import Logits

if TYPE_CHECKING:
    from digitink.exchange.foreign import Foreign

NAME = re.compile(r"\w[\w.-]*")
LONGEST = 100  # bytes of a name
UNFIT = re.compile(r"[^\w.-]+")
RIGHT = 0.5  # a network that reads a smaller share of MNIST's digits is not imported


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the model, opened, and how its network wants its pixels."""

    model: Model
    pixels: Pixels


def import_model(path: Path, *, name: str | None = None, folder: Path = Path("models")) -> Imported:
    """Make a model of a Keras file, an `.onnx` or a `.safetensors`: an `.onnx` and its card.

    They are written to `folder` under `name`, that of the file unless given. Raises ModelError on a
    file that holds no network for digits, UsageError where such a model is there already,
    OutputError where it cannot be written; in each case nothing is left.
    """
    if name is None:
        short = UNFIT.sub("-", path.stem).encode()[:LONGEST].decode(errors="ignore")
        name = short.strip(".-") or "model"
    if not NAME.fullmatch(name) or len(name.encode()) > LONGEST:
        raise UsageError(
            f"{name!r} is no name for a model",
            hint=f"use letters, digits, - _ and ., {LONGEST} bytes at most",
        )
    target = folder / f"{name}.onnx"
    for taken in (target, target.with_suffix(".json")):
        if taken.exists():
            raise UsageError(f"{taken} is there already", hint="give another name, or remove it")
    file = opened(path)
    from digitink.exchange import foreign

    held = held_back(mnist("train"))
    pixels, data = _asked(foreign.examined(file.network, path), held)
    source = {
        "file": path.name,
        "format": file.format,
        "sha256": file.sha256,
        "pixels": pixels.words,
    }
    card = _card(data, name, source, held)
    _write(target, data, card)
    return Imported(load_model(target), pixels)


def _asked(found: "Foreign", held: Frames) -> tuple[Pixels, bytes]:
    """How a network wants its pixels, and the network in digitink's form, with that baked in.

    Of the usual ways, the one under which digits are the likeliest. Raises ModelError where its ten
    numbers do not stand for 0 to 9 in this order, or for nothing.
    """
    from digitink.exchange.adapt import adapted

    labels = held.labels
    best, least = None, math.inf
    for pixels in WAYS:
        data = adapted(found, pixels)
        logits, _ = _model(data, found.path).run(held.images)
        if not np.isfinite(logits).all():
            continue
        order = _order(logits, labels)
        if (loss := _unlikelihood(logits[:, order], labels)) < least:
            best, least = (pixels, data, order, logits), loss
    if best is None:
        raise ModelError(f"{found.path} answers digits with what is no finite number")
    pixels, data, order, logits = best
    right = metrics.accuracy(logits[:, order].argmax(axis=1), labels)
    if right < RIGHT:
        raise ModelError(
            f"{found.path} reads {right:.0%} of MNIST's digits right, however its pixels are"
            " written",
            hint="expected a network that was trained on digits like MNIST's",
        )
    if order != list(range(10)):
        shown = ", ".join(map(str, np.argsort(order)))
        raise ModelError(
            f"the ten outputs of {found.path} stand for {shown}",
            hint="expected 0 to 9 in this order",
        )
    return pixels, data


def _order(logits: Logits, labels: Labels) -> list[int]:
    """Which of ten outputs answers to which digit; as they come where that is not one to one."""
    confusion = metrics.confusion_matrix(logits.argmax(axis=1), labels)
    order: list[int] = confusion.argmax(axis=1).tolist()
    return order if sorted(order) == list(range(10)) else list(range(10))


def _unlikelihood(logits: Logits, labels: Labels) -> float:
    """How unlikely all labels are at the temperature that suits the network best.

    Networks trust themselves too much or too little.
    """
    return calibrate.unlikelihood(logits, labels, calibrate.temperature(logits, labels))


def _card(data: bytes, name: str, source: dict[str, str], held: Frames) -> Card:
    """All that is known of the network: what it is worth on MNIST, and nothing of its training.

    Its probabilities stay its own: the temperature is 1. What is held back here may have been
    trained on there, so the share of digits it marks is a guess for others.
    """
    model = _model(data, Path(source["file"]))
    logits, _ = model.run(held.images)
    below = calibrate.unsure_below(logits, temperature=1)
    test = mnist("test")
    measured = ((held, logits), (test, model.run(test.images)[0]))
    return Card(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        temperature=1.0,
        unsure_below=below,
        recipe="imported",
        seed=0,
        parameters=_parameters(data),
        licence="unknown",
        digitink=digitink.__version__,
        training={
            "corpus": "unknown",
            "imported": source,
            "unsure_below": {
                "rule": f"the least sure {calibrate.QUESTIONED:.0%} of 5,000 of MNIST's training"
                " digits are unsure, which the network may have been trained on"
            },
        },
        figures=tuple(
            calibrate.figures(frames.name, given, frames.labels, 1.0, below)
            for frames, given in measured
        ),
    )


def _model(data: bytes, path: Path) -> Model:
    """A network in digitink's form as a model that can be asked, before there is a card."""
    card = Card(path.stem, "", 1.0, 0.5, recipe="imported", seed=0, parameters=0)
    return Model(card, path, open_session(data, path))


def _parameters(data: bytes) -> int:
    """How many numbers a network holds that are no shapes or axes."""
    import onnx

    def count(graph: onnx.GraphProto) -> int:
        floats = [each for each in graph.initializer if each.data_type != onnx.TensorProto.INT64]
        branches = [a.g for node in graph.node for a in node.attribute if a.HasField("g")]
        own: int = sum(math.prod(each.dims) for each in floats if each.dims)
        return own + sum(count(branch) for branch in branches)

    return count(onnx.load_model_from_string(data).graph)


def _write(target: Path, data: bytes, card: Card) -> None:
    """Write both files or none."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {target.parent}: {error.strerror}") from error
    durable.write_all([(target, data), (target.with_suffix(".json"), card.to_json().encode())])
