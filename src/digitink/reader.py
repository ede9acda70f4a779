"""read(): the one way from a source to a reading. It wires the other modules and nothing else."""

import codecs
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from digitink import sights
from digitink.errors import InkError
from digitink.frame import SIDE
from digitink.grouping import group, group_blobs
from digitink.ink import Ink
from digitink.model import Frames, Model, load_model
from digitink.parts import Group
from digitink.picture import bytes_of, name_of, raster_of
from digitink.raster import Raster
from digitink.reading import Line, Reading
from digitink.segment import Blobs, whole
from digitink.sights import Sight

if TYPE_CHECKING:
    from PIL.Image import Image

    Source: TypeAlias = str | os.PathLike[str] | bytes | Image | npt.NDArray[Any] | Ink
    ModelLike: TypeAlias = Model | str | os.PathLike[str] | None

JSON_OPENS = (b"{", b"[")  # no picture format begins so
BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # nor so


def read(source: "Source", *, single: bool = False, model: "ModelLike" = None) -> Reading:
    """Read the digits in a picture or in ink.

    `source`: the path or the bytes of a picture or of ink JSON, a PIL image, an array (H, W),
    (H, W, 1), (H, W, 3) or (H, W, 4) of bool, uint8, uint16 or floats 0..1, or an Ink. `single`:
    all of it is one digit. `model`: a name, the path of an `.onnx`, a Model; None for the default.
    A source without ink gives a Reading without digits. Boxes are in pixels of the picture as it
    is displayed, or in the units of the ink. Raises InputError on a source that cannot be read or
    exceeds `digitink.limits`, ModelError on a model that cannot be opened.
    """
    return inspect(source, single=single, model=model).reading


@dataclass(frozen=True, slots=True)
class Inspection:
    """A reading, and what each of its digits was read from.

    `frames`: (N, 28, 28) float32 in 0..1, what the network saw of each of the N digits, in the
    order of `Reading.digits`. `strokes`: for ink, of each digit the indices of its strokes,
    rising, no stroke in two of them; specks and ruled lines may be in none. () for pictures.
    """

    reading: Reading
    frames: npt.NDArray[np.float32]
    strokes: tuple[Group, ...] = ()


def inspect(source: "Source", *, single: bool = False, model: "ModelLike" = None) -> Inspection:
    """Read as `read` does; give what each digit was read from as well. Raises the same."""
    opened = _opened(model)
    found = _ink_or_raster(source)
    strokes: tuple[Group, ...] = ()
    if isinstance(found, Ink) and not single:
        lines, strokes = _by_strokes(found, opened)
    elif isinstance(found, Ink):
        lines = _as_one(found.raster(), opened)
        strokes = (tuple(i for i, stroke in enumerate(found.strokes) if len(stroke)),) * len(lines)
    else:
        lines = _as_one(found, opened) if single else _by_blobs(found, opened)
    frames = [sight.frame for line in lines for sight in line]
    return Inspection(
        Reading(tuple(Line(tuple(sight.digit for sight in line)) for line in lines)),
        np.stack(frames) if frames else np.zeros((0, SIDE, SIDE), np.float32),
        strokes,
    )


def _by_blobs(raster: Raster, model: Model) -> list[list[Sight]]:
    """Each digit from its own blobs alone, or from its own pieces of blobs."""
    blobs = Blobs(raster.pixels)

    def look(groups: Sequence[Group]) -> list[Sight]:
        pieces = map(blobs.piece, groups)  # one at a time: hundreds of them may overlap
        return sights.of_pixels(((p.pixels, raster.to_source(p.box)) for p in pieces), model)

    seen = _Seen(look, model)
    return seen.of(*group_blobs(blobs.boxes, seen.judge, blobs.cut, blobs.cut_off))


def _by_strokes(ink: Ink, model: Model) -> tuple[list[list[Sight]], tuple[Group, ...]]:
    """Each digit drawn from its own strokes alone, and these strokes."""

    def look(groups: Sequence[Group]) -> list[Sight]:
        return sights.of_strokes([ink.part(group) for group in groups], model)

    seen = _Seen(look, model)
    lines, posterior = group(ink, seen.judge)
    return seen.of(lines, posterior), tuple(digit for line in lines for digit in line)


class _Seen:
    """What was seen in each group that was looked at."""

    def __init__(self, look: Callable[[Sequence[Group]], list[Sight]], model: Model) -> None:
        self._sights: dict[Group, Sight] = {}
        self._look = look
        self._model = model

    def judge(self, groups: Sequence[Group]) -> list[tuple[int, float]]:
        """Of each group its likeliest digit, and how probable that is."""
        found = self._look(groups)
        self._sights.update(zip(groups, found, strict=True))
        return [(sight.digit.value, sight.digit.probability) for sight in found]

    def of(self, lines: list[list[Group]], posterior: dict[Group, float]) -> list[list[Sight]]:
        """What was seen in the digits of lines, with the doubt that they are digits at all."""
        for one, likely in posterior.items():
            self._sights[one] = sights.doubted(self._sights[one], likely, self._model)
        return [[self._sights[digit] for digit in line] for line in lines]


def _as_one(raster: Raster, model: Model) -> list[list[Sight]]:
    """All ink as one digit."""
    piece = whole(raster.pixels)
    if piece is None:
        return []
    return [sights.of_pixels([(piece.pixels, raster.to_source(piece.box))], model)]


def classify(frames: Frames, *, model: "ModelLike" = None) -> npt.NDArray[np.float32]:
    """Calibrated probabilities (N, 10) float32 of MNIST frames (N, 28, 28).

    `frames`: uint8 0..255 or float 0..1, ink light; from elsewhere, bring them to the frame with
    `normalise` first. `model`: as for `read`. Each row sums to 1. Raises InputError on another
    shape, dtype or range, ModelError on a model that cannot be opened.
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
