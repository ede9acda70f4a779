"""Bitmaps of digits as other scanners and forms would have left them."""

import math

import cv2
import numpy as np
from numpy.random import RandomState

from digitink.data.samples import Image, image_of
from digitink.frame import crop, fitted
from digitink.raster import Pixels

FINE = 96  # pixels: the longer side of the ink while it is changed
ASPECT = 0.25  # the standard deviation of the logarithm of a stretch
COARSE = (12.0, 30.0)  # pixels: the longer side of the ink in a coarse scan
THRESHOLD = (0.25, 0.6)  # of its darkest ink, where a scan knows black and white alone
BLUR = (0.5, 4.0)  # fine pixels


def variant(pixels: Pixels, random: RandomState) -> Image:
    """The digit in a raster (H, W), which must have ink, scanned anew and read: (28, 28) uint8.

    It is stretched; six in ten are scanned coarsely, half of those in black and white; of the
    others half are blurred.
    """
    ink = crop(pixels)
    height, width = ink.shape
    scale = FINE / max(height, width)
    stretch = math.exp(random.normal(0, ASPECT))
    size = (max(2, round(width * scale * stretch)), max(2, round(height * scale)))
    fine = cv2.resize(ink, size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    if random.uniform() < 0.6:
        fine = fitted(fine, round(random.uniform(*COARSE)))
        if random.uniform() < 0.5:
            fine = (fine > random.uniform(*THRESHOLD) * fine.max()).astype(fine.dtype)
    elif random.uniform() < 0.5:
        sigma = random.uniform(*BLUR)
        room = math.ceil(3 * sigma)
        padded = cv2.copyMakeBorder(fine, room, room, room, room, cv2.BORDER_CONSTANT)
        # On some processors full ink comes out of the blur a rounding above 1.
        fine = np.minimum(cv2.GaussianBlur(padded, (0, 0), sigma), np.float32(1))
    return image_of(fine)
