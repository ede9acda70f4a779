"""Made-up photographs of numbers that real people wrote: pen and pencil, paper, light, a table."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from digitink import Ink

Picture = npt.NDArray[np.float32]  # (H, W, 3), blue first, 0..255
Plane = npt.NDArray[np.float32]  # (H, W), 0..1
Table = Callable[[tuple[int, int], Generator], npt.NDArray[np.float64]]
"""The height and the width of a picture to the tones (H, W, 3) of a bare table."""

PAPER = (235, 243, 247)
PENS = ((130, 60, 20), (30, 30, 30), (90, 30, 20), (40, 40, 160))
RULINGS = ((200, 170, 140), (190, 190, 190))
WHOLE = (1500, 1100)  # pixels of a whole page: its width, its height
FINE = 16  # parts of a pixel in which lines are drawn
ENDS = (
    [((-0.05, -0.02), (-0.03, 0.0))],
    [((0.0, -0.08), (-0.07, 0.16))],
    [((0.0, -0.4), (0.45, -0.42))],
    [((-0.05, -0.02), (-0.03, 0.0)), ((0.15, -0.35), (0.6, -0.36))],
    [((0.0, -0.5), (0.45, -0.52)), ((0.02, -0.3), (0.42, -0.32))],
)
"""What ends an amount: . , - .- = as strokes in sizes, from the foot on its left."""


@dataclass(frozen=True, slots=True)
class Page:
    """How a number was written and photographed.

    `size`: of its digits, in pixels, from and to. `whole`: all of a page is seen, 1500 by 1100
    pixels, with the number somewhere on it; otherwise little more than the number.
    """

    size: tuple[float, float] = (70, 130)
    whole: bool = False
    pencil: bool = False
    ruling: str = ""  # "lines" or "squares"
    shadow: bool = False
    table: str = ""  # one of TABLES: the sheet lies on it, and its edges are seen
    underlined: str = ""  # a line as dark as the ink at the digits' feet, "across" or "short"
    signs: bool = False  # a point before the last three digits, and what ends an amount
    boxes: str = ""  # one for each digit, "joined" or "apart"
    filled: tuple[float, float] = (0.55, 0.8)  # of a box is its digit, from and to


def photograph(inks: Sequence[Ink], page: Page, random: Generator) -> bytes:
    """Photograph a number: the JPEG file of a page with its digits from left to right."""
    size = random.uniform(*page.size)
    written = int(max(500, 1.3 * size * len(inks) + 300)), int(3.4 * size + 120)
    width, height = WHOLE if page.whole else written
    left = random.uniform(80, width - written[0] + 80)
    top = (height - size) * (random.uniform(0.2, 0.8) if page.whole else 0.5)
    if page.boxes:
        ink = _boxed(inks, (height, width), size, page, random)
    else:
        ink = _written(inks, (height, width), (left, top), size, random, signs=page.signs)
    picture = _paper((height, width), random)
    if page.ruling:
        lines = 0.7 * _ruled((height, width), size, page.ruling, random)[..., None]
        picture += lines * (np.array(RULINGS[random.integers(len(RULINGS))]) - picture)
    if page.underlined:
        columns = np.flatnonzero(ink.any(axis=0)) if page.underlined == "short" else (0, width)
        ends = columns[0], columns[-1]
        ink = np.maximum(ink, _underline((height, width), ends, top + size, size, random))
    if page.pencil:
        ink *= np.clip(0.62 + 0.25 * _noise((height, width), 0.8, random), 0, 1)
        colour = np.full(3, random.uniform(60, 110))
    else:
        colour = np.array(PENS[random.integers(len(PENS))]) * random.uniform(0.7, 1.2)
    picture += ink[..., None] * (colour - picture)
    picture *= _light((height, width), page.shadow, random)[..., None]
    picture = _turned(picture, random.uniform(-3, 3))
    if page.table:
        picture = _on_table(picture, TABLES[page.table], random)
    picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 1.3))
    picture += random.normal(0, random.uniform(1, 5), picture.shape)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(55, 95))]
    _, file = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8), quality)
    return file.tobytes()


def _written(
    inks: Sequence[Ink],
    shape: tuple[int, int],
    corner: tuple[float, float],
    size: float,
    random: Generator,
    *,
    signs: bool = False,
) -> Plane:
    """How much of each pixel ink covers: digits of about one size, beside one another."""
    coverage = np.zeros(shape, np.uint8)
    thickness = max(1, round(size * random.uniform(0.04, 0.09)))
    slope = random.uniform(-0.04, 0.04)
    left, top = corner

    def sign(*ends: tuple[float, float]) -> None:
        """A short stroke, given in sizes from the foot of the digit before."""
        course = np.array([left, top + size + slope * (left - corner[0])]) + size * np.array(ends)
        ends_fine = np.rint(FINE * course).astype(np.int32)
        cv2.polylines(coverage, [ends_fine], False, 255, thickness, cv2.LINE_AA, 4)

    for place, ink in enumerate(inks, 1):
        strokes = [stroke[:, :2] for stroke in ink.strokes]
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = size * random.uniform(0.9, 1.1) / (high[1] - low[1] or 1)
        drop = slope * (left - corner[0]) + size * random.uniform(-0.05, 0.05)
        for stroke in strokes:
            course = np.rint(FINE * (scale * (stroke - low) + (left, top + drop))).astype(np.int32)
            dotted = np.concatenate([course[:1], course])  # so that a tap is drawn as well
            cv2.polylines(coverage, [dotted], False, 255, thickness, cv2.LINE_AA, 4)
        left += scale * (high[0] - low[0]) + size * random.uniform(0.28, 0.5)
        if signs and place == len(inks) - 3:
            sign((-0.15, -0.05), (-0.12, -0.02))
            left += 0.1 * size
    if signs:
        for ends in ENDS[random.integers(len(ENDS))]:
            sign(*ends)
    return np.asarray(coverage, np.float32) / 255


def _boxed(
    inks: Sequence[Ink], shape: tuple[int, int], size: float, page: Page, random: Generator
) -> Plane:
    """The same of digits in printed boxes of that height, and of the boxes."""
    coverage = np.zeros(shape, np.uint8)
    wide = size * random.uniform(0.65, 1)
    gap = size * random.uniform(0.1, 0.3) if page.boxes == "apart" else 0
    left, top = (shape[1] - len(inks) * (wide + gap) + gap) / 2, (shape[0] - size) / 2
    printed = max(1, round(size * random.uniform(0.012, 0.03)))
    thickness = max(2, round(size * random.uniform(0.03, 0.06)))
    for ink in inks:
        ends = np.rint([(left, top), (left + wide, top + size)]).astype(int).tolist()
        cv2.rectangle(coverage, *ends, 255, printed, cv2.LINE_AA)
        share = random.uniform(*page.filled)
        middle = np.array([left + wide / 2, top + size / 2])
        middle += size * random.uniform(-0.08, 0.08, 2) * (0.6, 1)
        strokes = [stroke[:, :2] for stroke in ink.strokes]
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = share * (np.array([wide, size]) / np.maximum(high - low, 1e-9)).min()
        for stroke in strokes:
            course = np.rint(FINE * (scale * (stroke - (low + high) / 2) + middle)).astype(np.int32)
            dotted = np.concatenate([course[:1], course])
            cv2.polylines(coverage, [dotted], False, 255, thickness, cv2.LINE_AA, 4)
        left += wide + gap
    return np.asarray(coverage, np.float32) / 255


def _paper(shape: tuple[int, int], random: Generator) -> Picture:
    colour = np.array(PAPER) * random.uniform(0.85, 1)
    grain = 0.56 * _noise(shape, 2, random)
    return np.asarray(colour + grain[..., None], np.float32)


def _ruled(shape: tuple[int, int], size: float, ruling: str, random: Generator) -> Plane:
    """How much of each pixel is ruled, for digits of that size."""
    height, width = shape
    lines = np.zeros(shape, np.uint8)
    squares = ruling == "squares"
    step = size * random.uniform(0.9, 1.4) * (0.5 if squares else 1.6)
    first = random.uniform(0, step)
    thickness = 1 if squares else int(random.integers(1, 3))
    for y in np.arange(first, height, step):
        cv2.line(lines, (0, int(y)), (width, int(y)), 255, thickness)
    if squares:
        for x in np.arange(first, width, step):
            cv2.line(lines, (int(x), 0), (int(x), height), 255, thickness)
    return np.asarray(lines, np.float32) / 255


def _underline(
    shape: tuple[int, int],
    ends: tuple[int, int],
    foot: float,
    size: float,
    random: Generator,
) -> Plane:
    """How much of each pixel a line covers that digits of that size stand on, at the row `foot`."""
    line = np.zeros(shape, np.uint8)
    row = round(foot + size * random.uniform(-0.1, 0.05))
    thickness = max(1, round(size * random.uniform(0.015, 0.04)))
    cv2.line(line, (int(ends[0]), row), (int(ends[1]), row), 255, thickness)
    return np.asarray(line, np.float32) / 255


def _light(shape: tuple[int, int], shadow: bool, random: Generator) -> Plane:
    """How light each pixel is: falling off to one side; with a shadow, half of it darker."""
    height, width = shape
    x, y = np.meshgrid(np.arange(width) - width / 2, np.arange(height) - height / 2)
    angle = random.uniform(0, 2 * math.pi)
    across = math.cos(angle) * x / width + math.sin(angle) * y / height
    light = 1 - random.uniform(0, 0.35) * (across + 0.5)
    if shadow:
        angle = random.uniform(0, 2 * math.pi)
        beyond = math.cos(angle) * x + math.sin(angle) * y - random.uniform(-0.2, 0.2) * width
        light *= 1 - random.uniform(0.25, 0.5) / (1 + np.exp(-beyond / random.uniform(3, 25)))
    return np.asarray(light, np.float32)


def _turned(picture: Picture, degrees: float) -> Picture:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    turned = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.float32)


def _on_table(sheet: Picture, table: Table, random: Generator) -> Picture:
    """A sheet that lies on a table, seen a little aslant."""
    height, width = sheet.shape[:2]
    longer = max(height, width)
    margin = int(0.18 * longer)
    shape = height + 2 * margin, width + 2 * margin
    picture = np.array(table(shape, random), np.float32)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = corners + margin + longer * random.uniform(-0.06, 0.06, (4, 2)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    covers = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, shape[::-1])
    return picture + covers[..., None] * (cv2.warpPerspective(sheet, matrix, shape[::-1]) - picture)


def _plain(*colour: int) -> Table:
    return lambda shape, random: np.array(colour) + random.normal(0, 3, (*shape, 3))


def _wooden(shape: tuple[int, int], random: Generator) -> npt.NDArray[np.float64]:
    grain = cv2.GaussianBlur(random.normal(size=shape), (0, 0), sigmaX=40, sigmaY=1.5)
    return _plain(60, 100, 150)(shape, random) + 14 * (grain / grain.std())[..., None]


TABLES: dict[str, Table] = {
    "dark": _plain(40, 45, 50),
    "grey": _plain(130, 130, 130),
    "wood": _wooden,
    "light": _plain(190, 200, 205),
}


def _noise(shape: tuple[int, int], width: float, random: Generator) -> Plane:
    """Noise of mean 0 and deviation 1, blurred by a Gaussian of that width in pixels."""
    noise = cv2.GaussianBlur(random.normal(size=shape), (0, 0), width)
    return np.asarray((noise - noise.mean()) / noise.std(), np.float32)
