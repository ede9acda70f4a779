"""Corruptions that lay something over the digit: a stripe, fog, mud, lines.

Each takes frames (N, 28, 28) float32 in 0..1, 0 paper and 1 ink, and a source of chance, and gives
as many new ones in 0..1. `corrupt` names where they are from; the constants are the severities of
MNIST-C except where a comment calls them ours.
"""

import cv2
import numpy as np

from digitink.evaluate.distortions import SIDE, Floats, Random, blurred
from digitink.raster import Pixels

BORDER = 7  # columns on either side that the stripe leaves inverted
FOG = 3.0  # how bright the densest fog is, full ink being 1
FOG_DECAY = 1.4**2  # by which fog's detail weakens from one scale to the next finer one
FOG_SIDE = 32  # pixels: the first power of two that covers a frame
LIQUID_MEAN, LIQUID_SPREAD = 0.65, 0.3  # of its depth, normally distributed
LIQUID_BLUR = 1.0  # pixels
MUD_FROM = 0.65  # depth of liquid that is mud
MUD_BLUR = 1.5  # pixels
MUD_LEFT = 0.8  # blurred mud below that is none
MUD_TONE = 63 / 255
MARGIN = 5  # columns on either side among which a line ends
GAP = 2.0  # pixels from dot to dot; ours
TOOTH = 2.0  # pixels: the length of a zigzag's tooth along its line, and its height to either side


def stripe(frames: Pixels, _: Random) -> Pixels:
    """All but a broad upright stripe in the middle inverted."""
    striped = 1 - frames
    striped[:, :, BORDER:-BORDER] = frames[:, :, BORDER:-BORDER]
    return striped


def fog(frames: Pixels, random: Random) -> Pixels:
    """Clouds in front of the digit, which pales as they brighten the whole."""
    clouds = _clouds(len(frames), random)[:, :SIDE, :SIDE]
    foggy = (frames + np.float32(FOG) * clouds) / np.float32(1 + FOG)
    return foggy.astype(np.float32, copy=False)


def spatter(frames: Pixels, random: Random) -> Pixels:
    """Blots of dark grey mud where a random liquid runs deep."""
    liquid = random.standard_normal(frames.shape, np.float32) * LIQUID_SPREAD + LIQUID_MEAN
    deep = blurred(liquid, LIQUID_BLUR) > MUD_FROM
    mud = blurred(deep.astype(np.float32), MUD_BLUR)
    mud[mud < MUD_LEFT] = 0
    return frames * (1 - mud) + np.float32(MUD_TONE) * mud


def dotted_line(frames: Pixels, random: Random) -> Pixels:
    """A straight row of dots, each a pixel of full ink, from side to side."""
    dotted = frames.copy()
    for frame, (start, along, length) in zip(dotted, _lines(len(frames), random), strict=True):
        dots = start + np.arange(0, length, GAP)[:, None] * along
        x, y = np.rint(dots).astype(int).T
        frame[y, x] = 1
    return dotted


def zigzag(frames: Pixels, random: Random) -> Pixels:
    """A line of sharp teeth from side to side, a pixel wide. Ours: its edges are smoothed."""
    crossed = np.rint(255 * frames).astype(np.uint8)
    for frame, (start, along, length) in zip(crossed, _lines(len(frames), random), strict=True):
        teeth = np.arange(length // TOOTH + 1)[:, None]
        across = np.array([-along[1], along[0]])
        corners = start + TOOTH * (teeth * along + (-1) ** teeth * across)
        fine = np.rint(256 * corners).astype(np.int32)
        cv2.polylines(frame, [fine], False, 255, lineType=cv2.LINE_AA, shift=8)
    return crossed.astype(np.float32) / np.float32(255)


def _lines(n: int, random: Random) -> "zip[tuple[Floats, Floats, float]]":
    """Random straight lines across: start (x, y), direction of length 1, length in pixels.

    They end within MARGIN columns of the left and the right side, in any row.
    """
    from_side = random.integers(0, MARGIN, (2, n))
    rows = random.integers(0, SIDE, (2, n))
    starts = np.stack([from_side[0], rows[0]], axis=1).astype(np.float64)
    ways = np.stack([SIDE - 1 - from_side[1], rows[1]], axis=1) - starts
    lengths = np.hypot(*ways.T)
    return zip(starts, ways / lengths[:, None], lengths.tolist(), strict=True)


def _clouds(n: int, random: Random) -> Pixels:
    """Plasma (n, FOG_SIDE, FOG_SIDE), each from 0 to 1; it goes on at the opposite side.

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
    return (field - lowest) / (highest - lowest)  # type: ignore[no-any-return]
