"""read(): the one way from a source to a reading. It wires the other modules and nothing else."""

import codecs
import os
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from digitink.errors import InkError
from digitink.frame import SIDE, normalise
from digitink.ink import Ink
from digitink.model import Frames, Model, load_model
from digitink.picture import bytes_of, name_of, raster_of
from digitink.raster import Raster
from digitink.reading import Box, Digit, Line, Reading
from digitink.segment import segment

if TYPE_CHECKING:
    from PIL.Image import Image

    Source: TypeAlias = str | os.PathLike[str] | bytes | Image | npt.NDArray[Any] | Ink
    ModelLike: TypeAlias = Model | str | os.PathLike[str] | None

JSON_OPENS = (b"{", b"[")  # no picture format begins so
BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # nor so


def read(source: "Source", *, single: bool = False, model: "ModelLike" = None) -> Reading:
    """Read the digits in a picture or in ink.

    `source`: the path or the bytes of a picture or of ink JSON, a PIL image, an array (H, W),
    (H, W, 3) or (H, W, 4) of uint8 or of floats 0..1, or an Ink. `single`: all of it is one digit.
    `model`: a name, the path of an `.onnx`, a Model; None for the default. A source without ink
    gives a Reading without digits. Raises InputError on a source that cannot be read, ModelError
    on a model that cannot be opened.
    """
    reading, _ = inspect(source, single=single, model=model)
    return reading


def inspect(
    source: "Source", *, single: bool = False, model: "ModelLike" = None
) -> tuple[Reading, npt.NDArray[np.float32]]:
    """Read as `read` does; give the frames that the network saw as well.

    The frames are (N, 28, 28) float32 in 0..1, one a digit, in the order of `Reading.digits`.
    """
    opened = _opened(model)
    raster = _raster(source)
    lines = segment(raster.pixels, single=single)
    pieces = [piece for line in lines for piece in line]
    if not pieces:
        return Reading(), np.zeros((0, SIDE, SIDE), np.float32)
    frames = np.stack([normalise(piece.pixels) for piece in pieces])
    probabilities = opened.probabilities(frames).tolist()
    digits = iter(
        [
            _digit(row, opened.card.unsure_below, raster.to_source(piece.box))
            for row, piece in zip(probabilities, pieces, strict=True)
        ]
    )
    reading = Reading(tuple(Line(tuple(next(digits) for _ in line)) for line in lines))
    return reading, frames


def classify(frames: Frames, *, model: "ModelLike" = None) -> npt.NDArray[np.float32]:
    """Calibrated probabilities (N, 10) float32 of MNIST frames (N, 28, 28).

    `frames`: uint8 0..255 or float 0..1, ink light; from elsewhere, bring them to the frame with
    `normalise` first. Raises InputError on another shape, dtype or range.
    """
    return _opened(model).probabilities(frames)


def _opened(model: "ModelLike") -> Model:
    return model if isinstance(model, Model) else load_model(model)


def _raster(source: "Source") -> Raster:
    if isinstance(source, Ink):
        return source.raster()
    if isinstance(source, str | os.PathLike):
        name = name_of(source)
        data = bytes_of(source)  # once: a pipe gives them no second time
        try:
            return _raster_of_bytes(data, name)
        except InkError as error:
            raise InkError(f"{name}: {error.message}", hint=error.hint) from error
    if isinstance(source, bytes | bytearray | memoryview):
        return _raster_of_bytes(bytes(source), "the picture")
    return raster_of(source)


def _raster_of_bytes(data: bytes, name: str) -> Raster:
    if data.startswith(BYTE_ORDER_MARKS) or data[:64].lstrip().startswith(JSON_OPENS):
        return Ink.from_json(data).raster()
    return raster_of(data, name=name)


def _digit(probabilities: list[float], unsure_below: float, box: Box) -> Digit:
    probability = max(probabilities)
    return Digit(
        value=probabilities.index(probability),
        probability=probability,
        probabilities=tuple(probabilities),
        unsure=probability < unsure_below,
        box=box,
    )
