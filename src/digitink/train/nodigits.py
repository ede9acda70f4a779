"""What is no digit: letters, scribbles, dashes, digits in pieces, in pairs, in a mirror.

Each function draws one, a frame (28, 28) uint8, 0 paper and 255 ink, from a source of chance. A
network learns to be of ten minds about it (Hendrycks, Mazeika & Dietterich, 2019, "Deep Anomaly
Detection with Outlier Exposure", arXiv 1812.04606).
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import RandomState

from digitink.data import Frames, pens
from digitink.data.samples import Image, image_of
from digitink.ink import Ink
from digitink.raster import Pixels
from digitink.train import curves, letters

# What makes no other digit. A mirrored 5 is a 2, a 6 a looped 2; the upper half of a 9 is a 0.
MIRRORED = (3, 7, 9)
TURNED = (3,)
HALVES = ((0, "lower"), (3, "left"), (5, "upper"))
PAIRED = (0, 2, 3, 4, 5, 6, 7, 8, 9)  # a 1 over a 0 makes a slashed 0
OWN_INK = 0.5  # of each of two digits: what must lie beside the other for both to be seen


def letter(random: RandomState, templates: tuple[str, ...]) -> Image:
    """A letter or a sign, drawn with some pen."""
    return pens.variant(letters.draw(random, templates), random)


def scribble(random: RandomState) -> Image:
    """Far more ink than a digit has: loops, corners, hatching, a spiral or a bundle of strokes."""
    kind = random.randint(5)
    if kind == 0:
        strokes = [curves.smooth(random.uniform(0, 1, (random.randint(7, 17), 2)))]
    elif kind == 1:
        strokes = [random.uniform(0, 1, (random.randint(7, 13), 2))]
    elif kind == 2:
        n = random.randint(8, 20)
        hatching = np.stack([np.linspace(0, 1.5, n), np.arange(n) % 2], axis=1)
        strokes = [curves.smooth(hatching + random.normal(0, 0.08, (n, 2)))]
    elif kind == 3:
        turn = np.linspace(0, 2 * np.pi * random.uniform(2.5, 5), 100)
        spiral = turn[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        strokes = [spiral * random.choice([-1, 1], 2)]
    else:
        strokes = list(random.uniform(0, 1, (random.randint(5, 10), 2, 2)))
    return pens.variant(Ink(strokes), random)


def mark(random: RandomState) -> Image:
    """A dot, or one to three dashes."""
    n = random.randint(4)
    if n == 0:
        return pens.variant(Ink([[(0, 0)]]), random)
    y = 0.4 * np.arange(n)[:, None] + random.normal(0, 0.05, (n, 2))
    x = np.array([0, 1]) + random.normal(0, 0.1, (n, 2))
    return pens.variant(Ink(np.stack([x, y], axis=2)), random)


def blot(random: RandomState) -> Image:
    """Shapeless ink."""
    clouds = cv2.GaussianBlur(random.normal(0, 1, (56, 56)).astype(np.float32), (0, 0), 6)
    clouds = (clouds - np.quantile(clouds, random.uniform(0.5, 0.9))) / clouds.std()
    return image_of(np.clip(2 * clouds, 0, 1))


def pair(random: RandomState, digits: Frames) -> Image:
    """Two digits on top of each other, or side by side and touching."""
    beside = random.uniform() < 0.5
    while True:
        right = random.randint(12, 19) if beside else random.randint(-6, 7)
        down = random.randint(-4, 5) if beside else random.randint(-6, 7)
        one, two = np.zeros((2, 44, 68), np.float32)
        one[8:36, 20:48] = _pick(random, digits, PAIRED)
        two[8 + down : 36 + down, 20 + right : 48 + right] = _pick(random, digits, PAIRED)
        if np.minimum(one, two).sum() < (1 - OWN_INK) * min(one.sum(), two.sum()):
            return image_of(np.maximum(one, two))


def turned(random: RandomState, digits: Frames) -> Image:
    """A digit in a mirror, or lying on its side."""
    if random.uniform() < 0.7:
        return image_of(np.ascontiguousarray(np.fliplr(_pick(random, digits, MIRRORED))))
    on_its_side = np.rot90(_pick(random, digits, TURNED), random.choice([1, 3]))
    return image_of(np.ascontiguousarray(on_its_side))


def half(random: RandomState, digits: Frames) -> Image:
    """A digit of which half is missing."""
    digit, which = HALVES[random.randint(len(HALVES))]
    pixels = _pick(random, digits, (digit,))
    middle = 14 + random.randint(-1, 2)
    cut = {"upper": pixels[:middle], "lower": pixels[middle:], "left": pixels[:, :middle]}
    return image_of(cut[which])


def draw(random: RandomState, digits: Frames, templates: tuple[str, ...]) -> Image:
    """Something that is no digit: (28, 28) uint8. `digits`: what it may be made of."""
    kinds: list[tuple[float, Callable[[], Image]]] = [
        (0.46, lambda: letter(random, templates)),
        (0.18, lambda: scribble(random)),
        (0.05, lambda: mark(random)),
        (0.05, lambda: blot(random)),
        (0.14, lambda: pair(random, digits)),
        (0.08, lambda: turned(random, digits)),
        (0.04, lambda: half(random, digits)),
    ]
    shares = np.cumsum([share for share, _ in kinds])
    return kinds[int(np.searchsorted(shares, random.uniform(0, shares[-1]), "right"))][1]()


def _pick(random: RandomState, digits: Frames, values: tuple[int, ...]) -> Pixels:
    """One of the digits that have one of the values, each of the values as likely."""
    indices = np.flatnonzero(digits.labels == values[random.randint(len(values))])
    image = digits.images[indices[random.randint(len(indices))]]
    pixels: Pixels = image.astype(np.float32) / np.float32(255)
    return pixels
