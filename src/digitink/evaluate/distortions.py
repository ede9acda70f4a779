"""Corruptions that change the digit's own pixels: noise, blur, affine maps, light, edges.

Each takes frames (N, 28, 28) float32 in 0..1, 0 paper and 1 ink, and a source of chance, and gives
as many new ones, which may leave 0..1. `corrupt` names where they are from; the constants are the
severities of MNIST-C.
"""

import math
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink.raster import Pixels

Random = np.random.Generator
Floats = npt.NDArray[np.float64]
Image = npt.NDArray[np.integer[Any] | np.floating[Any]]  # what OpenCV says it gives

SIDE = 28
MIDDLE = 13.5  # in indices of pixels

PHOTONS = 3  # that full ink sends, on average
IMPULSES = 0.17  # the share of pixels hit
GLASS_BLUR = 0.7  # pixels: the Gaussian's standard deviation, before the shuffles and after
GLASS_SHUFFLES = 2
MOTION_REACH = 10  # pixels
MOTION_BLUR = 3.0  # pixels: the standard deviation of the half Gaussian
MOTION_ANGLE = math.radians(45)  # the largest, either way
SHEAR = 0.4  # radians by which a vertical leans
SCALE = 0.7
TURN = 0.4  # radians
LIGHT = 0.5  # added to every pixel
SHIFT = 3  # pixels, on both axes
EDGE_BLUR = 1.0  # pixels
EDGE_LOW, EDGE_HIGH = 0.1 * 255, 0.2 * 255  # of the Sobel gradient's length


def shot_noise(frames: Pixels, random: Random) -> Pixels:
    """Ink as a count of few photons (Poisson); paper stays paper."""
    return (random.poisson(PHOTONS * frames) / PHOTONS).astype(np.float32)


def impulse_noise(frames: Pixels, random: Random) -> Pixels:
    """Some pixels become paper or full ink, the one as often as the other."""
    chance = random.random(frames.shape, np.float32)
    salted = np.where(chance > 1 - IMPULSES / 2, np.float32(1), frames)
    return np.where(chance < IMPULSES / 2, np.float32(0), salted)


def glass_blur(frames: Pixels, random: Random) -> Pixels:
    """As through frosted glass: blurred, each pixel swapped with one beside it, blurred again.

    The pixels take their turn from the lower right to the upper left, but for the outermost; every
    other one, by chance, is swapped. Its partner is the pixel itself, the one above it, the one to
    its left or the one above that, each as likely.
    """
    n = len(frames)
    pixels = blurred(frames, GLASS_BLUR).reshape(n, -1).T.copy()  # a row a position, for speed
    each = np.arange(n)
    for _ in range(GLASS_SHUFFLES):
        for y in range(SIDE - 1, 1, -1):
            for x in range(SIDE - 1, 1, -1):
                up, left = random.integers(0, 2, (2, n)) * random.integers(0, 2, n)
                partner = SIDE * (y - up) + x - left
                kept = pixels[SIDE * y + x].copy()
                pixels[SIDE * y + x] = pixels[partner, each]
                pixels[partner, each] = kept
    return blurred(pixels.T.reshape(n, SIDE, SIDE), GLASS_BLUR)


def motion_blur(frames: Pixels, random: Random) -> Pixels:
    """Drawn out to one side along a random direction, fading as half a Gaussian does."""
    steps = np.arange(MOTION_REACH + 1)
    weights = np.exp(-(steps**2) / (2 * MOTION_BLUR**2)).astype(np.float32)
    weights /= weights.sum()

    def drawn_out(frame: Pixels) -> Image:
        angle = random.uniform(-MOTION_ANGLE, MOTION_ANGLE)
        right = np.rint(steps * math.cos(angle)).astype(int)
        down = np.rint(steps * math.sin(angle)).astype(int)
        kernel = np.zeros((2 * MOTION_REACH + 1,) * 2, np.float32)
        np.add.at(kernel, (MOTION_REACH + down, MOTION_REACH + right), weights)
        return cv2.filter2D(frame, -1, kernel, borderType=cv2.BORDER_CONSTANT)

    return _each(drawn_out, frames)


def shear(frames: Pixels, random: Random) -> Pixels:
    """Leaning to the left or to the right, about the middle row."""
    matrices = np.tile(np.eye(2), (len(frames), 1, 1))
    matrices[:, 0, 1] = math.tan(SHEAR) * _signs(random, len(frames))
    return _mapped(frames, matrices)


def scale(frames: Pixels, _: Random) -> Pixels:
    """Smaller, about the middle."""
    return _mapped(frames, np.tile(SCALE * np.eye(2), (len(frames), 1, 1)))


def rotate(frames: Pixels, random: Random) -> Pixels:
    """Turned to the left or to the right, about the middle."""
    sine = math.sin(TURN) * _signs(random, len(frames))
    cosine = np.full(len(frames), math.cos(TURN))
    matrices = np.stack([cosine, -sine, sine, cosine], axis=1).reshape(-1, 2, 2)
    return _mapped(frames, matrices)


def translate(frames: Pixels, random: Random) -> Pixels:
    """Moved along a diagonal; what leaves the frame is lost."""
    matrices = np.tile(np.eye(2), (len(frames), 1, 1))
    return _mapped(frames, matrices, SHIFT * _signs(random, len(frames), 2))


def brightness(frames: Pixels, _: Random) -> Pixels:
    """Everything brighter: paper turns grey, ink stays full."""
    return frames + np.float32(LIGHT)


def canny_edges(frames: Pixels, _: Random) -> Pixels:
    """Only the edges of the ink, full ink each (Canny, 1986, doi 10.1109/TPAMI.1986.4767851)."""
    grey = np.rint(255 * blurred(frames, EDGE_BLUR)).astype(np.uint8)
    edges = [cv2.Canny(frame, EDGE_LOW, EDGE_HIGH, L2gradient=True) > 0 for frame in grey]
    return np.array(edges, np.float32)


def blurred(frames: Pixels, sigma: float) -> Pixels:
    """Each frame under a Gaussian of that standard deviation in pixels."""
    return _each(lambda frame: cv2.GaussianBlur(frame, (0, 0), sigma), frames)


def _signs(random: Random, *shape: int) -> Floats:
    return random.choice([-1.0, 1.0], shape)


def _mapped(frames: Pixels, linear: Floats, shift: Floats | float = 0.0) -> Pixels:
    """Each frame under its map (N, 2, 2) of (x, y) about the middle, then moved by (N, 2)."""
    middle = np.full(2, MIDDLE)
    moved = middle - linear @ middle + shift
    maps = iter(np.concatenate([linear, moved[:, :, None]], axis=2))
    return _each(lambda frame: cv2.warpAffine(frame, next(maps), (SIDE, SIDE)), frames)


def _each(change: Callable[[Pixels], Image], frames: Pixels) -> Pixels:
    return np.stack([change(frame) for frame in frames]).astype(np.float32, copy=False)
