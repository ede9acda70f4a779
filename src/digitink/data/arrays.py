"""Arrays that people bring: pixels and labels in whatever numbers, checked and brought to ours."""

from typing import Any

import numpy as np
import numpy.typing as npt

from digitink.data.samples import Labels
from digitink.errors import DataError
from digitink.raster import Pixels

Numbers = npt.NDArray[Any]

CLEAN = 0.02  # of full ink: darker paper than this is taken away


def pixels_of(values: Numbers, name: str) -> Pixels:
    """Bring grey values to (N, H, W) float32, 0 paper to 1 ink.

    `values`: (N, H, W), (N, H, W, 1) or (N, 784) of any kind of number, in 0..255, or all of them
    in 0..1; dark on light or light on dark. `name` says in messages what they are. Raises
    DataError on anything else.
    """
    if values.ndim == 4 and values.shape[3] == 1:
        values = values[..., 0]
    if values.ndim == 2 and values.shape[1] == 784:
        values = values.reshape(-1, 28, 28)
    if values.ndim != 3:
        raise DataError(
            f"{name} has the shape {values.shape}", hint="expected (N, height, width) or (N, 784)"
        )
    if values.dtype.kind not in "buif":
        raise DataError(f"{name} holds {values.dtype}", hint="expected grey values in 0..255")
    if values.size == 0:
        raise DataError(f"{name} is empty: its shape is {values.shape}")
    low, high = float(values.min()), float(values.max())
    if not (low >= 0 and high <= 255):
        raise DataError(f"{name} has values in {low:g}..{high:g}", hint="expected 0..255")
    pixels = values.astype(np.float32)
    if high > 1:
        pixels /= np.float32(255)
    return clean(light_on_dark(pixels))


def light_on_dark(pixels: Pixels) -> Pixels:
    """Turn dark ink on light paper around: (N, H, W) in 0..1 to the same, 0 paper to 1 ink.

    Decided once for the whole set, by the middle one of the pictures' borders: a single digit may
    well fill its border, most do not.
    """
    return 1 - pixels if np.median(_border(pixels).mean(axis=1)) > 0.5 else pixels


def clean(pixels: Pixels) -> Pixels:
    """Take grey or noisy paper away, as from a picture that is read; pure paper stays untouched.

    `pixels`: (N, H, W) in 0..1, light ink. Decided once for the whole set, by its border.
    """
    from digitink.paper import ink_of

    border = _border(pixels)
    paper = border[border < max(0.25, 2 * float(np.median(border)))]  # not the ink that reaches it
    if np.mean(paper > CLEAN) < 0.01:
        return pixels
    return np.stack([ink_of(picture[..., None]) for picture in pixels])


def _border(pixels: Pixels) -> Pixels:
    """The outermost pixels of each picture: (N, M)."""
    sides = (pixels[:, 0], pixels[:, -1], pixels[:, 1:-1, 0], pixels[:, 1:-1, -1])
    return np.concatenate(sides, axis=1)


def labels_of(values: Numbers, name: str) -> Labels:
    """Labels (N,) of any kind of number as int64; DataError where one is no digit 0..9."""
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1 or values.dtype.kind not in "uif":
        raise DataError(
            f"{name} holds {values.dtype} of the shape {values.shape}",
            hint="expected one digit 0..9 for each sample",
        )
    wrong = ~np.isin(values, np.arange(10))
    if wrong.any():
        i = int(wrong.argmax())
        raise DataError(f"{name}[{i}] is {values[i]}", hint="expected a digit 0..9")
    return values.astype(np.int64)


def same_count(images: int, labels: int, name: str) -> None:
    """Raise DataError where there are not as many labels as images."""
    if images != labels:
        raise DataError(
            f"{name} has {images} images but {labels} labels", hint="expected as many of each"
        )
