"""Ink: pen strokes, their JSON, and the raster they leave."""

import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt

from digitink import limits
from digitink.errors import InkError
from digitink.raster import Raster
from digitink.reading import Box

Stroke = npt.NDArray[np.float64]

AXES = ("x", "y", "t", "pressure")
DIGIT_SIDE = 80  # raster pixels for the longer side of a stroke of ordinary size
PEN = 6  # raster pixels: thin enough to keep neighbours apart, `normalise` widens it
TINY = 1e-300  # units: what is smaller is a dot, and too small to divide by
SHIFT = 6  # cv2 draws between pixels in fixed point with this many bits


class Ink:
    """Pen strokes in the order they were drawn, y down, in any unit.

    `strokes`: a sequence of strokes, a stroke a sequence of points, a point `(x, y)`, `(x, y, t)`
    or `(x, y, t, pressure)`; within a stroke all points of one length. Kept as arrays (n, 2..4)
    float64, read-only. A stroke of one point is a dot. Raises InkError, naming the field, on what
    is no finite number, is too large, or is too much.
    """

    __slots__ = ("strokes",)

    strokes: tuple[Stroke, ...]

    def __init__(self, strokes: Iterable[Any]) -> None:
        given = list(strokes)
        if len(given) > limits.INK_STROKES:
            raise InkError(f"{len(given)} strokes; at most {limits.INK_STROKES} are read")
        self.strokes = tuple(_stroke(points, f"strokes[{i}]") for i, points in enumerate(given))
        points = sum(map(len, self.strokes))
        if points > limits.INK_POINTS:
            raise InkError(f"{points} points in the strokes; at most {limits.INK_POINTS} are read")

    def __repr__(self) -> str:
        return f"Ink({len(self.strokes)} strokes, {sum(map(len, self.strokes))} points)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ink):
            return NotImplemented
        return len(self.strokes) == len(other.strokes) and all(
            map(np.array_equal, self.strokes, other.strokes)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def box(self) -> Box | None:
        """The box around all points, in their units; None where there are none."""
        if not any(map(len, self.strokes)):
            return None
        points = np.concatenate([stroke[:, :2] for stroke in self.strokes])
        (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return (x0, y0, x1, y1)

    def part(self, strokes: Iterable[int]) -> "Ink":
        """The ink of some strokes alone, given by their indices. Raises IndexError."""
        part = object.__new__(Ink)  # they were checked when this ink was made
        part.strokes = tuple(self.strokes[i] for i in strokes)
        return part

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {"strokes": [stroke.tolist() for stroke in self.strokes]}

    @classmethod
    def from_dict(cls, value: Any) -> Self:
        """The inverse of `to_dict`; takes the bare list of strokes as well. Raises InkError."""
        strokes = value.get("strokes") if isinstance(value, dict) else value
        if not isinstance(strokes, list):
            raise InkError('no strokes found; expected {"strokes": [[[x, y], ...], ...]}')
        if strokes and _labelled(strokes[0]):
            raise _data_set()
        return cls(strokes)

    def to_json(self) -> str:
        """Ink as JSON text: {"strokes": [[[x, y], ...], ...]}."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The inverse of `to_json`, of text or of its bytes; takes the bare list as well.

        Raises InkError on what is no JSON, no ink, or more than `limits.INK_BYTES`.
        """
        if len(text) > limits.INK_BYTES:
            raise InkError(f"more than {limits.INK_BYTES} bytes of ink are not read")
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            if _labelled_lines(text):
                raise _data_set() from None
            raise InkError(f"the ink is no JSON: {error}") from None
        return cls.from_dict(value)

    def raster(self, pen: int = PEN) -> Raster:
        """Draw the ink with a round pen, anti-aliased; `pen` is its width in pixels.

        The pixels are (H, W) float32, 0 paper to 1 ink. Their number follows from the strokes
        themselves, 80 for one of ordinary size: ink that was moved or scaled as a whole leaves the
        same pixels. No points: a raster of 0x0 pixels.
        """
        box = self.box
        if box is None:
            return Raster(np.zeros((0, 0), np.float32))
        x0, y0, x1, y1 = box
        scale = self._units_a_pixel(x1 - x0, y1 - y0)
        margin = pen  # paper around the ink
        size = (
            math.ceil((y1 - y0) / scale) + 2 * margin + 1,
            math.ceil((x1 - x0) / scale) + 2 * margin + 1,
        )
        canvas = np.zeros(size, np.uint8)
        corner = np.array([x0, y0])
        lines = []
        for stroke in self.strokes:
            points = ((stroke[:, :2] - corner) / scale + margin) * (1 << SHIFT)
            lines.append(np.rint(points).astype(np.int32))
            if len(stroke) == 1:  # a tap: cv2 draws no line from a lone point
                lines[-1] = np.repeat(lines[-1], 2, axis=0)
        cv2.polylines(canvas, lines, False, 255, pen, cv2.LINE_AA, SHIFT)
        pixels = canvas.astype(np.float32) / np.float32(255)
        # Points lie on the middles of pixels, half a pixel inside the outer corner.
        outside = (margin + 0.5) * scale
        return Raster(pixels, scale=scale, x=x0 - outside, y=y0 - outside)

    def _units_a_pixel(self, width: float, height: float) -> float:
        sides = [float(np.ptp(s[:, :2], axis=0).max()) for s in self.strokes if len(s)]
        # The upper quartile: bars and dots do not count, nor does one long underline among many.
        ordinary = sorted(sides)[3 * len(sides) // 4]
        longest = max(width, height)
        if longest < TINY:
            return 1.0
        finest = math.sqrt(width * height / limits.INK_PIXELS) if width and height else 0.0
        # Taps alone have no size of their own; then it is that of all of them.
        return max((ordinary or longest) / DIGIT_SIDE, longest / limits.INK_SIDE, finest)


def _labelled(value: Any) -> bool:
    return isinstance(value, dict) and "label" in value


def _labelled_lines(text: str | bytes) -> bool:
    """Whether it begins with a sample of a data set on a line of its own."""
    try:
        return _labelled(json.loads(text.lstrip().splitlines()[0]))
    except (ValueError, RecursionError, IndexError):
        return False


def _data_set() -> InkError:
    return InkError(
        "this is a data set of labelled digits, not ink to be read",
        hint="to measure how well it is read: digitink evaluate --data FILE",
    )


def _stroke(points: Any, where: str) -> Stroke:
    """Check one stroke and make it an array (n, 2..4), naming what is wrong and where."""
    if isinstance(points, str | bytes) or not isinstance(points, Sequence | np.ndarray):
        raise InkError(f"{where} is no list of points")
    if len(points) > limits.INK_POINTS:
        raise InkError(f"{len(points)} points in {where}; at most {limits.INK_POINTS} are read")
    if len(points) == 0:
        return np.zeros((0, 2))
    try:
        array = np.array(points)
    except ValueError:  # ragged
        raise _complaint(points, where) from None
    if array.dtype.kind not in "iuf":
        raise _complaint(points, where)
    with np.errstate(over="ignore"):  # what becomes infinite is refused below
        stroke = array.astype(np.float64)  # before np.abs, which leaves the least int64 negative
    if (
        stroke.ndim != 2
        or not 2 <= stroke.shape[1] <= len(AXES)
        or not (np.abs(stroke[:, :2]) <= limits.INK_COORDINATE).all()
        or not np.isfinite(stroke).all()
    ):
        raise _complaint(points, where)
    stroke.setflags(write=False)
    return stroke


def _complaint(points: Any, where: str) -> InkError:
    """Find the first thing that is wrong with a stroke that is known to be wrong."""
    expected = "expected [x, y], [x, y, t] or [x, y, t, pressure]"
    first = None
    for i, point in enumerate(points):
        if isinstance(point, str | bytes) or not isinstance(point, Sequence | np.ndarray):
            return InkError(f"{where}[{i}] is no point", hint=expected)
        if not 2 <= len(point) <= len(AXES):
            return InkError(f"{where}[{i}] has {len(point)} numbers", hint=expected)
        first = len(point) if first is None else first
        if len(point) != first:
            return InkError(f"{where}[{i}] has {len(point)} numbers, {where}[0] has {first}")
        for axis, number in zip(AXES, point, strict=False):
            size = _size(number)
            bound = limits.INK_COORDINATE if axis in "xy" else sys.float_info.max
            if size is None:
                return InkError(f"{where}[{i}].{axis} is no number")
            if math.isnan(size):
                return InkError(f"{where}[{i}].{axis} is NaN", hint="expected a number")
            if size > bound:
                return InkError(
                    f"{where}[{i}].{axis} is {size:.6g} in magnitude",
                    hint=f"expected a number of at most {bound:.6g}",
                )
    return InkError(
        f"{where} holds numbers that NumPy keeps as objects",
        hint="expected floats, or whole numbers of at most 64 bits",
    )


def _size(number: Any) -> float | None:
    """The magnitude of a number, infinite where a float cannot hold it; None for no number."""
    if isinstance(number, bool | np.bool | str | bytes | np.complexfloating):
        return None
    try:
        return abs(float(number))
    except OverflowError:
        return math.inf
    except (TypeError, ValueError):
        return None
