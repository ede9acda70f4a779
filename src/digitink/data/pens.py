"""Ink as other hands and other pens would have left it."""

import math

import cv2
import numpy as np
from numpy.random import RandomState

from digitink.data.samples import Image, image_of
from digitink.ink import Ink

# Standard deviations
ROTATE = 7.0  # degrees
SHEAR = 0.12
ASPECT = 0.15  # of its logarithm
WOBBLE = 0.02  # of the ink's longer side, by each wave

WAVES = 4
WAVELENGTH = (0.67, 2.0)  # of the ink's longer side: the shortest, the longest

PEN = 8.0  # raster pixels, of a digit's 80: the median
PENS = 0.45  # the standard deviation of the logarithm
THINNEST, WIDEST = 3, 20
TIP = 0.2  # the standard deviation of the logarithm of a tip's width by its height


def variant(ink: Ink, random: RandomState) -> Image:
    """The ink warped and drawn with another pen, as it is read: (28, 28) uint8."""
    pen = math.exp(random.normal(math.log(PEN), PENS))
    tip = math.exp(random.normal(0, TIP))
    # A round pen on paper that is stretched afterwards has an oval tip.
    pixels = warped(ink, random, squeeze=tip).raster(round(min(max(pen, THINNEST), WIDEST))).pixels
    height, width = pixels.shape
    stretched = cv2.resize(pixels, (max(1, round(width * tip)), height))
    return image_of(np.minimum(stretched, np.float32(1)))  # rounding


def warped(ink: Ink, random: RandomState, *, squeeze: float = 1.0) -> Ink:
    """The ink turned, slanted, stretched and gently bent; then its width divided by `squeeze`.

    It must have points. All strokes are bent alike, so those that meet still meet.
    """
    points = np.concatenate([stroke[:, :2] for stroke in ink.strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    unit = (points - (low + high) / 2) / (max(high - low) or 1)
    angle, shear, aspect = random.normal(0, (math.radians(ROTATE), SHEAR, ASPECT))
    turn = [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
    unit = unit @ (np.array(turn) @ [[math.exp(aspect), shear], [0, 1]]).T
    directions = random.uniform(0, 2 * math.pi, WAVES)
    frequencies = 2 * math.pi / random.uniform(*WAVELENGTH, WAVES)
    waves = np.stack([np.cos(directions), np.sin(directions)]) * frequencies
    bend = random.normal(0, WOBBLE, (WAVES, 2))
    unit += np.sin(unit @ waves + random.uniform(0, 2 * math.pi, WAVES)) @ bend
    unit[:, 0] /= squeeze
    return Ink(np.split(unit, np.cumsum([len(stroke) for stroke in ink.strokes])[:-1]))
