"""The frame: the only place that knows how a digit lies in its 28x28 pixels.

It is MNIST's own frame (LeCun et al., 1998, "Gradient-based learning applied to document
recognition", section III.A): the box of the ink, its longer side brought to 20 pixels with area
averaging, placed by whole pixels so that the centre of mass falls into the middle of 28x28. A
frame of MNIST itself, where its strokes are ordinary, comes back as it is.

One thing is added, because pens differ and MNIST's did not: a stroke that is thinner or thicker
than those of MNIST is brought to the nearest width MNIST knows. The width of a stroke is four
times the mean distance from its ink to the nearest paper, and moving along that distance (a level
set) widens or thins it without changing its course.
"""

import base64
import math

import cv2
import numpy as np
import numpy.typing as npt

from digitink.errors import InputError
from digitink.raster import Pixels, stroke_width

SIDE = 28
INK_SIDE = 20  # pixels of the frame: the longer side of the ink
MIDDLE = 14.0  # where MNIST's centres of mass lie, in indices of pixels (mean 14.0 on both axes)
STROKE = (2.2, 3.7)  # frame pixels: the middle eight tenths of MNIST's training digits
FAINT = 0.06  # ink below this does not count towards the box: noise, the rim of a blur
FINE = 2  # fine pixels a frame pixel while strokes are measured and changed


def normalise(raster: npt.ArrayLike) -> Pixels:
    """Bring the raster of one digit to MNIST's frame.

    `raster`: (H, W) floats, 0 paper to 1 ink, of any size. Returns (28, 28) float32 in 0..1; all
    zeros where there is no ink. Raises InputError on another shape, dtype or range.
    """
    pixels = np.asarray(raster)
    if pixels.ndim != 2 or not np.issubdtype(pixels.dtype, np.floating):
        raise InputError(
            f"a raster must be (H, W) floats, not {pixels.shape} {pixels.dtype}",
            hint="digitink.read takes pictures of every kind",
        )
    if pixels.size and not (
        pixels.min() >= 0 and pixels.max() <= 1
    ):  # so also where there is a NaN
        raise InputError(
            "a raster must lie in 0..1, 0 paper and 1 ink", hint="divide 0..255 by 255"
        )
    pixels = crop(np.ascontiguousarray(pixels, np.float32))
    if pixels.size == 0:
        return np.zeros((SIDE, SIDE), np.float32)
    return centred(fitted(with_stroke_of_mnist(pixels), INK_SIDE))


def encoded(frames: Pixels) -> list[str]:
    """Frames (N, 28, 28) in 0..1 as text for a screen: base64 of 784 bytes each, 255 for ink."""
    levels = np.rint(frames * 255).astype(np.uint8)
    return [base64.b64encode(frame.tobytes()).decode("ascii") for frame in levels]


def decoded(text: str) -> npt.NDArray[np.uint8]:
    """The inverse of `encoded` for one frame: (28, 28) uint8. Raises InputError on other text."""
    try:
        levels = base64.b64decode(text, validate=True)
    except ValueError:
        levels = b""
    if len(levels) != SIDE * SIDE:
        raise InputError(
            "that is no frame", hint=f"expected {SIDE * SIDE} bytes in base64, row by row"
        )
    return np.frombuffer(levels, np.uint8).reshape(SIDE, SIDE)


def crop(pixels: Pixels) -> Pixels:
    """Cut (H, W) in 0..1 to the box of its ink; of size 0 where there is none."""
    x, y, width, height = cv2.boundingRect((pixels > FAINT).view(np.uint8))
    return pixels[y : y + height, x : x + width]


def fitted(pixels: Pixels, side: int) -> Pixels:
    """Scale (H, W) so that the longer side becomes `side`; area averaging down, bilinear up."""
    height, width = pixels.shape
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return pixels
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.minimum(cv2.resize(pixels, size, interpolation=method), np.float32(1))  # rounding


def centred(pixels: Pixels) -> Pixels:
    """Place ink (H, W), 20 pixels a side at most, in a frame (28, 28), where its mass belongs.

    Its centre of mass comes as near to the middle as whole pixels allow.
    """
    height, width = pixels.shape
    mass = pixels.sum()
    centre_y = pixels.sum(axis=1) @ np.arange(height) / mass
    centre_x = pixels.sum(axis=0) @ np.arange(width) / mass
    y = min(max(round(MIDDLE - centre_y), 0), SIDE - height)
    x = min(max(round(MIDDLE - centre_x), 0), SIDE - width)
    frame = np.zeros((SIDE, SIDE), np.float32)
    frame[y : y + height, x : x + width] = pixels
    return frame


def with_stroke_of_mnist(pixels: Pixels) -> Pixels:
    """Widen or thin the strokes of cropped ink (H, W) where MNIST has none so thin or thick.

    Returns it as it is, or (H', W') with 40 pixels to the longer side before it grew.
    """
    margin = math.ceil(FINE * STROKE[1] / 2)  # room for the ink to grow into
    fine = cv2.copyMakeBorder(
        fitted(pixels, FINE * INK_SIDE), margin, margin, margin, margin, cv2.BORDER_CONSTANT
    )
    # A hair line is grey by now: half of what the ink has here, not half of black, is its edge.
    level = float(np.vdot(fine, fine) / fine.sum())
    ink = (fine > level / 2).view(np.uint8)
    inside = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    width = stroke_width(inside) / FINE
    wanted = min(max(width, STROKE[0]), STROKE[1])
    if wanted == width:
        return pixels
    outside = cv2.distanceTransform(1 - ink, cv2.DIST_L2, 3)
    to_edge = inside - outside + (np.float32(0.5) - ink)
    grown = to_edge + np.float32((wanted - width) * FINE / 2)
    return crop(np.clip(grown + np.float32(0.5), 0, 1))
