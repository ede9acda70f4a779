"""read(): the one way from a source to a reading. It wires the other modules and nothing else."""

import codecs
import os
from dataclasses import dataclass
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
    return inspect(source, single=single, model=model).reading


@dataclass(frozen=True, slots=True)
class Inspection:
    """A reading, and what each of its digits was read from.

    `frames`: (N, 28, 28) float32 in 0..1, what the network saw of each of the N digits, in the
    order of `Reading.digits`. `strokes`: for ink, of each digit the indices of its strokes,
    rising; () for pictures.
    """

    reading: Reading
    frames: npt.NDArray[np.float32]
    strokes: tuple[tuple[int, ...], ...] = ()


def inspect(source: "Source", *, single: bool = False, model: "ModelLike" = None) -> Inspection:
    """Read as `read` does; give what each digit was read from as well."""
    opened = _opened(model)
    found = _ink_or_raster(source)
    ink = found if isinstance(found, Ink) else None
    raster = found.raster() if isinstance(found, Ink) else found
    lines = segment(raster.pixels, single=single)
    pieces = [piece for line in lines for piece in line]
    if not pieces:
        return Inspection(Reading(), np.zeros((0, SIDE, SIDE), np.float32))
    frames = np.stack([normalise(piece.pixels) for piece in pieces])
    probabilities = opened.probabilities(frames).tolist()
    digits = iter(
        [
            _digit(row, opened.card.unsure_below, raster.to_source(piece.box))
            for row, piece in zip(probabilities, pieces, strict=True)
        ]
    )
    reading = Reading(tuple(Line(tuple(next(digits) for _ in line)) for line in lines))
    strokes = _strokes_within([digit.box for digit in reading.digits], ink) if ink else ()
    return Inspection(reading, frames, strokes)


def classify(frames: Frames, *, model: "ModelLike" = None) -> npt.NDArray[np.float32]:
    """Calibrated probabilities (N, 10) float32 of MNIST frames (N, 28, 28).

    `frames`: uint8 0..255 or float 0..1, ink light; from elsewhere, bring them to the frame with
    `normalise` first. Raises InputError on another shape, dtype or range.
    """
    return _opened(model).probabilities(frames)


def _opened(model: "ModelLike") -> Model:
    return model if isinstance(model, Model) else load_model(model)


def _ink_or_raster(source: "Source") -> Ink | Raster:
    if isinstance(source, Ink):
        return source
    if isinstance(source, str | os.PathLike):
        name = name_of(source)
        data = bytes_of(source)  # once: a pipe gives them no second time
        try:
            return _of_bytes(data, name)
        except InkError as error:
            raise InkError(f"{name}: {error.message}", hint=error.hint) from error
    if isinstance(source, bytes | bytearray | memoryview):
        return _of_bytes(bytes(source), "the picture")
    return raster_of(source)


def _of_bytes(data: bytes, name: str) -> Ink | Raster:
    if data.startswith(BYTE_ORDER_MARKS) or data[:64].lstrip().startswith(JSON_OPENS):
        return Ink.from_json(data)
    return raster_of(data, name=name)


def _strokes_within(boxes: list[Box], ink: Ink) -> tuple[tuple[int, ...], ...]:
    """Of each box the strokes that have most of their points in it and in no box before it."""
    digits: list[list[int]] = [[] for _ in boxes]
    for i, stroke in enumerate(ink.strokes):
        if not len(stroke):
            continue
        x, y = stroke[:, 0], stroke[:, 1]
        inside = [
            int(((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).sum()) for x0, y0, x1, y1 in boxes
        ]
        if 2 * max(inside) > len(stroke):
            digits[inside.index(max(inside))].append(i)
    return tuple(map(tuple, digits))


def _digit(probabilities: list[float], unsure_below: float, box: Box) -> Digit:
    probability = max(probabilities)
    return Digit(
        value=probabilities.index(probability),
        probability=probability,
        probabilities=tuple(probabilities),
        unsure=probability < unsure_below,
        box=box,
    )
