"""Corruptions that lay something over the digit: a stripe, fog, mud, lines.

Each takes frames (N, 28, 28) float32 in 0..1, 0 paper and 1 ink, and a source of chance, and gives
as many new ones in 0..1. `corrupt` names where they are from; the constants are the severities of
MNIST-C except where a comment calls them ours.
"""

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink.evaluate.distortions import SIDE, Floats, Random, blurred
from digitink.raster import Pixels

BORDER = 7  # columns on either side that the stripe leaves inverted
FOG = 3.0  # how bright the densest fog is, full ink being 1
FOG_DECAY = 1.4**2  # by which fog's detail weakens from one scale to the next finer one
FOG_SIDE = 256  # pixels: of so wide a sky a frame sees a corner
FOG_FRAMES = 64  # at a time, for the sake of memory
LIQUID_MEAN, LIQUID_SPREAD = 0.65, 0.3  # of its depth, normally distributed
LIQUID_BLUR = 1.0  # pixels
MUD_FROM = 0.65  # depth of liquid that is mud
MUD_BLUR = 1.5  # pixels
MUD_LEFT = 0.8  # blurred mud below that is none
MUD_TONE = 63 / 255
DASH = 2  # columns: a dot, and the gap before it
ROWS = 27  # of which one is where a line begins
ZIGZAG = (2, 25)  # the columns from which to which it runs
CLIMB = 5  # rows: so far up, or fewer down
TOOTH = 2.0  # pixels: a zigzag's height to either side, and half of what its tooth is long


def stripe(frames: Pixels, _: Random) -> Pixels:
    """All but a broad upright stripe in the middle inverted."""
    striped = 1 - frames
    striped[:, :, BORDER:-BORDER] = frames[:, :, BORDER:-BORDER]
    return striped


def fog(frames: Pixels, random: Random) -> Pixels:
    """Clouds in front of the digit, which pales as they brighten the whole.

    The brightest that could be is then as bright as the frame was.
    """
    sizes = [len(frames[i : i + FOG_FRAMES]) for i in range(0, len(frames), FOG_FRAMES)]
    clouds = np.concatenate([_clouds(size, random) for size in sizes])
    brightest = frames.max(axis=(1, 2), keepdims=True)
    pale: Pixels = brightest / (brightest + np.float32(FOG))
    return ((frames + np.float32(FOG) * clouds) * pale).astype(np.float32, copy=False)


def spatter(frames: Pixels, random: Random) -> Pixels:
    """Blots of dark grey mud where a random liquid runs deep."""
    liquid = random.standard_normal(frames.shape, np.float32) * LIQUID_SPREAD + LIQUID_MEAN
    deep = blurred(liquid, LIQUID_BLUR) > MUD_FROM
    mud = blurred(deep.astype(np.float32), MUD_BLUR)
    mud[mud < MUD_LEFT] = 0
    return frames * (1 - mud) + np.float32(MUD_TONE) * mud


def dotted_line(frames: Pixels, random: Random) -> Pixels:
    """A straight line of dots from side to side."""
    rows = random.integers(0, ROWS, (len(frames), 2))
    lines = _drawn([np.array([[0, left], [SIDE - 1, right]]) for left, right in rows])
    lines[:, :, np.arange(SIDE) // DASH % 2 == 0] = 0
    return (frames + lines).clip(max=1)


def zigzag(frames: Pixels, random: Random) -> Pixels:
    """A line of sharp teeth from side to side, more or less level."""
    left, right = ZIGZAG
    rows = random.integers(0, ROWS, len(frames))
    climbs = random.integers(-CLIMB, CLIMB, len(frames))
    starts, ways = ([left, row] for row in rows), ([right - left, climb] for climb in climbs)
    return (frames + _drawn(list(map(_teeth, starts, ways)))).clip(max=1)


def _teeth(start: Sequence[int], way: Sequence[int]) -> Floats:
    """The corners (K, 2) of a zigzag along a straight way, both x and y in pixels.

    It begins and ends on the way itself, its teeth point to either side of it in turn.
    """
    length = math.hypot(*way)
    along = np.array(way) / length
    across = np.array([-along[1], along[0]])
    far = np.arange(TOOTH, length, 2 * TOOTH)
    high = TOOTH * (-1.0) ** np.arange(len(far))
    far, high = np.pad(far, 1, constant_values=(0, length)), np.pad(high, 1)
    return np.asarray(start + far[:, None] * along + high[:, None] * across)


def _drawn(lines: Sequence[npt.NDArray[Any]]) -> Pixels:
    """N lines, each through its corners (K, 2) as x and y in pixels, as frames (N, 28, 28) in 0..1.

    Ours: they are a pixel wide, with smoothed edges.
    """
    drawn = np.zeros((len(lines), SIDE, SIDE), np.uint8)
    for frame, corners in zip(drawn, lines, strict=True):
        fine = np.rint(256 * corners).astype(np.int32)
        cv2.polylines(frame, [fine], False, 255, lineType=cv2.LINE_AA, shift=8)
    return drawn.astype(np.float32) / np.float32(255)


def _clouds(n: int, random: Random) -> Pixels:
    """The corners (n, 28, 28) of plasmas of FOG_SIDE pixels, of which each is from 0 to 1.

    Midpoint displacement (Fournier, Fussell & Carpenter, 1982, doi 10.1145/358523.358553): between
    the points of a lattice, first amid its squares, then amid its edges, stand the mean of the four
    neighbours and a random step, which is smaller on each finer lattice.
    """
    field: Pixels = np.zeros((n, 1, 1), np.float32)
    step = 1.0

    def displaced(*neighbours: Pixels) -> Pixels:
        noise = random.random(neighbours[0].shape, np.float32) * 2 - 1
        return sum(neighbours) / np.float32(4) + np.float32(step) * noise

    while field.shape[1] < FOG_SIDE:
        right, below = np.roll(field, -1, 2), np.roll(field, -1, 1)
        amid = displaced(field, right, below, np.roll(right, -1, 1))
        fine = np.empty((n, 2 * field.shape[1], 2 * field.shape[2]), np.float32)
        fine[:, ::2, ::2] = field
        fine[:, 1::2, 1::2] = amid
        fine[:, ::2, 1::2] = displaced(field, right, amid, np.roll(amid, 1, 1))
        fine[:, 1::2, ::2] = displaced(field, below, amid, np.roll(amid, 1, 2))
        field = fine
        step /= FOG_DECAY
    lowest = field.min(axis=(1, 2), keepdims=True)
    highest = field.max(axis=(1, 2), keepdims=True)
    return (field[:, :SIDE, :SIDE] - lowest) / (highest - lowest)  # type: ignore[no-any-return]
