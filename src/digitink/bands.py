"""A picture in bands of rows, brought down as it is taken, so that no copy of all of it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink import limits
from digitink.decode import check_pixels
from digitink.errors import PictureError

if TYPE_CHECKING:
    from PIL.Image import Image

Array = npt.NDArray[Any]

BAND = 2**20  # pixels brought down at once
DEPTHS = (255, 4_095, 65_535)  # what full light is in 8, 12 and 16 bits a sample


@dataclass(frozen=True, slots=True)
class Rows:
    """A picture whose rows are made on demand.

    `band(y0, y1)`: those rows as (y1 - y0, width, C), uint8 or uint16 from 0 to `full`; C is 1
    (grey), 3 (colour) or 4 (colour, multiplied by the alpha that follows it).
    """

    width: int
    height: int
    full: float
    band: Callable[[int, int], Array]


def rows_of_image(image: "Image") -> Rows:
    """The rows of a decoded image. Raises PictureError on samples that are no finite numbers."""
    width, height = image.size
    if image.mode in ("F", "I") or image.mode.startswith("I;16"):
        return _rows_of_samples(image)
    if image.has_transparency_data:
        modes = ["RGBA", "RGBa"]
    else:
        modes = ["L" if image.mode in ("1", "L") else "RGB"]

    def band(y0: int, y1: int) -> Array:
        rows = image.crop((0, y0, width, y1))
        for mode in modes:
            rows = rows.convert(mode)
        return np.asarray(rows).reshape(y1 - y0, width, -1)

    return Rows(width, height, 255, band)


def _rows_of_samples(image: "Image") -> Rows:
    """Rows of a grey image of 16 bits, 32 bits or a float a sample."""
    width, height = image.size
    extrema: Any = image.getextrema()
    most = float(extrema[1])
    _check_finite(most)
    light = 1.0 if image.mode == "F" and most <= 1 else _full_light(most)
    as_stored = image.mode.startswith("I;16")

    def band(y0: int, y1: int) -> Array:
        rows = np.asarray(image.crop((0, y0, width, y1)))[..., None]
        if as_stored:
            return rows.astype(np.uint16)
        _check_finite(rows)  # Pillow's extrema tell of few that are not
        return _as_uint16(rows, light)

    return Rows(width, height, light if as_stored else 65_535.0, band)


def _check_finite(samples: npt.ArrayLike) -> None:
    if not np.isfinite(samples).all():
        raise PictureError(
            "the picture holds samples that are no finite numbers", hint="replace them first"
        )


def rows_of_array(array: Array) -> Rows:
    """The rows of an array, as `picture.raster_of` takes it. Raises PictureError on any other."""
    if array.ndim == 2:
        array = array[..., None]
    if array.ndim != 3 or array.shape[2] not in (1, 3, 4) or 0 in array.shape:
        raise PictureError(
            f"an array of the shape {array.shape} is not a picture",
            hint="expected (H, W), (H, W, 1), (H, W, 3) or (H, W, 4)",
        )
    height, width, channels = array.shape
    check_pixels((width, height), "the array")
    kind = array.dtype.name  # also of another byte order
    floats = kind.startswith("float")
    if not floats and kind not in ("bool", "uint8", "uint16"):
        raise PictureError(
            f"an array of {kind} is not a picture",
            hint="expected bool, uint8, uint16 or floats in 0..1",
        )
    if floats and not (array.min() >= 0 and array.max() <= 1):  # so also where there is a NaN
        raise PictureError(
            "an array of floats is a picture only where all of them lie in 0..1",
            hint="pass 0..255 as uint8",
        )
    full = 65_535.0 if floats else 255.0
    if kind == "uint16":
        full = _full_light(float(array.max()))

    def band(y0: int, y1: int) -> Array:
        rows = array[y0:y1]
        if floats:
            rows = _as_uint16(rows, 1.0)
        elif kind == "bool":
            rows = rows * np.uint8(255)
        else:
            rows = np.ascontiguousarray(rows, rows.dtype.newbyteorder("="))
        return _multiplied(rows, full) if channels == 4 else rows

    return Rows(width, height, full, band)


def _multiplied(rows: Array, full: float) -> Array:
    """Colours multiplied by their alpha."""
    colours = rows[..., :3] * (rows[..., 3:] / np.float32(full))
    return np.concatenate([np.rint(colours).astype(rows.dtype), rows[..., 3:]], axis=2)


def _full_light(most: float) -> float:
    """The value of full light where the lightest sample is `most`: as many bits as that takes.

    Cameras and scanners put 8 and 12 bits into samples of 16.
    """
    return next((float(depth) for depth in DEPTHS if most <= depth), most)


def _as_uint16(samples: Array, light: float) -> npt.NDArray[np.uint16]:
    scaled = samples.astype(np.float32) * np.float32(65_535 / light)
    return np.asarray(np.rint(np.clip(scaled, 0, 65_535)), np.uint16)


def brought_down(rows: Rows) -> tuple[Array, float, float]:
    """All rows as samples (h, w, C), the value of full light, and how many pixels one spans.

    The longer side becomes at most `limits.RASTER_SIDE`: by a whole factor band for band, by what
    remains at the end.
    """
    longer = max(rows.width, rows.height)
    factor = max(1, longer // limits.RASTER_SIDE)
    step = max(1, BAND // (rows.width * factor))
    height = -(-rows.height // factor)
    whole: Array = np.empty(0)
    for y in range(0, height, step):
        band = rows.band(y * factor, min((y + step) * factor, rows.height))
        band = _averaged(band, factor)
        if y == 0:  # only now is it known what a band holds
            whole = np.empty((height, *band.shape[1:]), band.dtype)
        whole[y : y + step] = band
    scale = max(1.0, longer / limits.RASTER_SIDE)
    if scale > 1:
        size = (max(1, round(rows.width / scale)), max(1, round(rows.height / scale)))
        whole = _resized(whole, size)
    return whole, rows.full, scale


def _averaged(rows: Array, factor: int) -> Array:
    """Means of squares of `factor` pixels; those at the far edges are filled by repetition."""
    if factor == 1:
        return rows
    height, width = rows.shape[:2]
    below, right = -height % factor, -width % factor
    filled = cv2.copyMakeBorder(rows, 0, below, 0, right, cv2.BORDER_REPLICATE)
    return _resized(filled, ((width + right) // factor, (height + below) // factor))


def _resized(rows: Array, size: tuple[int, int]) -> Array:
    resized = cv2.resize(rows, size, interpolation=cv2.INTER_AREA)
    return np.asarray(resized).reshape(size[1], size[0], -1)
