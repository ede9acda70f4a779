"""Find, check and open a model; frames in, logits and features out.

A model is one self-contained `.onnx` file and a `.json` card of the same stem beside it. The card
names the SHA-256 of the `.onnx`, so that a model cannot change unnoticed, and carries every number
that belongs to that model alone: its temperature, its threshold of doubt, what it was trained on
and how well it did on which data.
"""

import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from digitink import cards
from digitink.errors import InputError, ModelError

if TYPE_CHECKING:
    import onnxruntime

DEFAULT = "everyday"
FRAME = (28, 28)
BATCH = 64  # frames a run: enough to make little of a call, few enough for the cache

Real = TypeVar("Real", np.float32, np.float64)
Frames = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]
Adapter = Callable[[Floats, Floats], Floats]
"""Inputs (N, 1, 28, 28) and their features (N, F) to what is added to the logits, (N, 10)."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one model.

    `temperature` divides the logits before the softmax (Guo et al., 2017, arXiv 1706.04599);
    `unsure_below` is the probability under which a digit is marked unsure. `training` and
    `figures` hold plain JSON: the data with their hashes, and figures with the data they were
    measured on.
    """

    name: str
    sha256: str
    temperature: float
    unsure_below: float
    recipe: str
    seed: int
    parameters: int
    labels: tuple[str, ...] = tuple("0123456789")
    frame: tuple[int, int] = FRAME
    licence: str = "MIT"
    digitink: str = ""
    training: dict[str, Any] = field(default_factory=dict)
    figures: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> str:
        """The card's file."""
        return json.dumps(asdict(self), indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of `to_json`. Raises ValueError or TypeError on what is no card."""
        try:
            given = json.loads(text)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        if not isinstance(given, dict):
            raise TypeError("not a JSON object")
        known = {f.name for f in fields(cls)}
        card = cls(**{key: value for key, value in given.items() if key in known})
        cards.check({name: getattr(card, name) for name in known})
        labels, figures = tuple(card.labels), tuple(card.figures)
        return replace(card, labels=labels, frame=FRAME, figures=figures)


class Model:
    """One opened model: a network, the `card` that belongs to it, the `path` of its `.onnx`.

    `load_model` opens one. Safe to use from several threads at once; the network runs on one each.
    """

    def __init__(
        self,
        card: Card,
        path: Path,
        session: "onnxruntime.InferenceSession",
        adapter: Adapter | None = None,
    ) -> None:
        self.card = card
        self.path = path
        self._session = session
        self._adapter = adapter

    def __repr__(self) -> str:
        return f"Model({self.card.name!r})"

    @property
    def name(self) -> str:
        """The name on its card."""
        return self.card.name

    @property
    def personal(self) -> bool:
        """Whether it was adapted to one person's hand."""
        return self._adapter is not None

    def adapted(self, adapter: Adapter) -> "Model":
        """The same network with an adapter beside its last layer, in place of any it has."""
        return Model(self.card, self.path, self._session, adapter)

    def run(self, frames: Frames) -> tuple[Floats, Floats]:
        """Frames (N, 28, 28), uint8 0..255 or float 0..1, to logits (N, 10) and features (N, F).

        Logits and features are float32. Large batches are cut up and spread over the processor's
        cores. Raises InputError on frames of another shape, dtype or range.
        """
        inputs = as_inputs(frames)
        parts = [inputs[i : i + BATCH] for i in range(0, len(inputs), BATCH)] or [inputs]
        if len(parts) == 1:
            return self._run(parts[0])
        with ThreadPoolExecutor(min(len(parts), os.cpu_count() or 1)) as pool:
            logits, features = zip(*pool.map(self._run, parts), strict=True)
        return np.concatenate(logits), np.concatenate(features)

    def _run(self, inputs: Floats) -> tuple[Floats, Floats]:
        logits, features = self._session.run(["logits", "features"], {"frames": inputs})
        if self._adapter is not None:
            logits = logits + self._adapter(inputs, features)
        return logits, features

    def probabilities(self, frames: Frames) -> Floats:
        """Frames as in `run` to calibrated probabilities (N, 10) float32; each row sums to 1."""
        logits, _ = self.run(frames)
        return softmax(logits / np.float32(self.card.temperature))


def as_inputs(frames: Frames) -> Floats:
    """Check frames (N, 28, 28) and bring them to the network's (N, 1, 28, 28) float32 in 0..1.

    Raises InputError on another shape or dtype, or on floats outside 0..1.
    """
    frames = np.asarray(frames)
    if frames.ndim != 3 or frames.shape[1:] != FRAME:
        raise InputError(f"frames must have the shape (N, 28, 28), not {frames.shape}")
    if frames.dtype == np.uint8:
        inputs = frames.astype(np.float32) / np.float32(255)
    elif np.issubdtype(frames.dtype, np.floating):
        inputs = frames.astype(np.float32)
        if inputs.size and not (inputs.min() >= 0 and inputs.max() <= 1):
            raise InputError("frames of floats must lie in 0..1; pass uint8 for 0..255")
    else:
        raise InputError(f"frames must be uint8 or float, not {frames.dtype}")
    return inputs[:, None]


def softmax(logits: npt.NDArray[Real]) -> npt.NDArray[Real]:
    """Softmax over the last axis: (..., C) to the same shape and dtype, in 0..1."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]


def names() -> list[str]:
    """The names of the shipped models."""
    return sorted(path.stem for path in _shipped().glob("*.onnx"))


def load_model(name_or_path: str | os.PathLike[str] | None = None) -> Model:
    """Open a shipped model by its name, or a `.onnx` file (its card beside it) by its path.

    Without an argument: the default model. Raises ModelError where there is none, or where the
    file is not the one that its card describes.
    """
    name_or_path = DEFAULT if name_or_path is None else os.fspath(name_or_path)
    if name_or_path.endswith(".onnx"):
        return _open(Path(name_or_path))
    if name_or_path not in names():
        raise ModelError(
            f"no model named {name_or_path!r}",
            hint=f"known: {', '.join(names())}; or give the path of an .onnx file",
        )
    return _shipped_model(name_or_path)


def _shipped() -> Path:
    return Path(str(resources.files("digitink"))) / "models"


@cache
def _shipped_model(name: str) -> Model:
    return _open(_shipped() / f"{name}.onnx")


def read_card(path: Path) -> Card:
    """The card beside the `.onnx` at `path`. Raises ModelError where there is none."""
    beside = path.with_suffix(".json")
    try:
        return Card.from_json(beside.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"the model's card {beside} is missing") from None
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"{beside} is no model card: {error}") from error


def open_session(data: bytes, path: Path) -> "onnxruntime.InferenceSession":
    """A network from the bytes of its `.onnx`, ready to run; `path` is for messages only.

    Raises ModelError where ONNX Runtime finds no whole network in them.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A network must be whole in its file: weights that lie elsewhere are looked for in no folder.
    options.add_session_config_entry(
        "session.model_external_initializers_file_folder_path", os.devnull
    )
    options.log_severity_level = 4  # its complaints come as exceptions; stderr is the user's
    try:
        return onnxruntime.InferenceSession(
            data,
            options,
            providers=["CPUExecutionProvider"],
            enable_fallback=0,  # which would tell of itself on stdout
        )
    except Exception as error:  # onnxruntime's own exceptions share no base class
        raise ModelError(f"ONNX Runtime cannot open the model {path}: {error}") from error


def checked_bytes(path: Path, sha256: str) -> bytes:
    """The bytes of the `.onnx` at `path`; raises ModelError unless this is their SHA-256."""
    data = _bytes_of(path)
    _check(data, sha256, path)
    return data


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read the model {path}: {error.strerror}") from error


def _check(data: bytes, sha256: str, path: Path) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise ModelError(
            f"the model {path} was altered: its SHA-256 is {found}, its card says {sha256}",
            hint="install digitink again, or train and export the model again",
        )


def _open(path: Path) -> Model:
    data = _bytes_of(path)
    card = read_card(path)
    _check(data, card.sha256, path)
    session = open_session(data, path)
    inputs = {node.name for node in session.get_inputs()}
    outputs = {node.name for node in session.get_outputs()}
    if inputs != {"frames"} or not {"logits", "features"} <= outputs:
        raise ModelError(
            f"the model {path} takes {sorted(inputs)} and gives {sorted(outputs)};"
            " expected frames to logits and features"
        )
    return Model(card, path, session)
