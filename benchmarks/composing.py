"""Whole numbers put together from one writer's digits: near, touching, overlapping, in lines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitink import Ink
from digitink.data import Samples

ROWS = 40  # to a digit's height: how finely two digits are moved until they touch
STEP = 1 / 80  # of the height: how far apart the points may lie for that

SPECK = 0.1  # of the longest stroke's side

Points = np.ndarray
Digit = list[Points]


@dataclass(frozen=True, slots=True)
class Spacing:
    """How digits follow one another; lengths are shares of the writer's median height.

    `gap`: from box to box, drawn evenly from this range; where `ink`, from ink to ink instead,
    so that 0 is a touch and less than 0 lets strokes cross. `lines`: how many at most. `slant`:
    degrees by which lines climb or fall, at most.
    """

    name: str
    gap: tuple[float, float]
    ink: bool = False
    lines: int = 1
    slant: float = 4.0


SPACINGS = (
    Spacing("wide", (0.3, 0.9)),
    Spacing("near", (0.05, 0.2)),
    Spacing("touching", (0.0, 0.0), ink=True),
    Spacing("overlapping", (-0.15, -0.05), ink=True),
    Spacing("lines", (0.1, 0.5), lines=4, slant=10.0),
)
PITCH = (1.15, 1.8)  # from line to line, of the height of the tallest digit
BASELINE, SIZE = 0.05, 0.07  # standard deviations: of the height, of the logarithm of the size


@dataclass(frozen=True, slots=True)
class Number:
    """Ink, what it says, and which of its strokes are which digit, in reading order."""

    ink: Ink
    text: str
    digits: tuple[tuple[int, ...], ...]


def numbers(samples: Samples, spacing: Spacing, n: int, seed: int = 0) -> list[Number]:
    """`n` numbers of 1 to 8 digits a line, each by one of the writers of `samples`."""
    assert samples.writers is not None
    generator = np.random.default_rng([seed, *map(ord, spacing.name)])
    writers = sorted(set(samples.writers.tolist()))
    own = {writer: np.flatnonzero(samples.writers == writer) for writer in writers}
    return [_number(samples, own[writers[i % len(writers)]], spacing, generator) for i in range(n)]


def _number(
    samples: Samples, own: np.ndarray, spacing: Spacing, generator: np.random.Generator
) -> Number:
    lines, texts, top = [], [], 0.0
    for _ in range(generator.integers(1, spacing.lines, endpoint=True)):
        chosen = generator.choice(own, generator.integers(1, 8, endpoint=True))
        digits = [_without_specks(samples.sources[i]) for i in chosen]
        heights = [np.ptp(np.concatenate(digit)[:, 1]) for digit in digits]
        placed = _line(digits, float(np.median(heights)), spacing, generator)
        lines.append([[stroke + np.array([0, top]) for stroke in digit] for digit in placed])
        texts.append("".join(str(samples.labels[i]) for i in chosen))
        top += generator.uniform(*PITCH) * max(heights)
    angle = math.radians(generator.uniform(-spacing.slant, spacing.slant))
    climb = np.array([[1, math.sin(angle)], [0, 1]])
    strokes, digits = [], []
    for digit in (digit for line in lines for digit in line):
        middle = np.concatenate(digit).mean(axis=0)
        digits.append(tuple(range(len(strokes), len(strokes) + len(digit))))
        strokes += [stroke + middle @ climb - middle for stroke in digit]
    return Number(Ink(strokes), "\n".join(texts), tuple(digits))


def _without_specks(ink: Ink) -> Digit:
    """Its strokes without the stray dots of some tablets, which would move it off its line."""
    strokes = [stroke[:, :2] for stroke in ink.strokes if len(stroke)]
    sides = [np.ptp(stroke, axis=0).max() for stroke in strokes]
    return [
        stroke for stroke, side in zip(strokes, sides, strict=True) if side >= SPECK * max(sides)
    ]


def _line(
    digits: Sequence[Digit], height: float, spacing: Spacing, generator: np.random.Generator
) -> list[Digit]:
    """The digits beside one another on a baseline at 0, from 0 to the right."""
    placed: list[Digit] = []
    for digit in digits:
        points = np.concatenate(digit)
        base = [points[:, 0].min(), points[:, 1].max() + height * generator.normal(0, BASELINE)]
        size = math.exp(generator.normal(0, SIZE))
        new = [(stroke - base) * size for stroke in digit]
        if placed:
            gap = height * generator.uniform(*spacing.gap)
            before = [stroke for digit in placed for stroke in digit]
            move = gap - _room(before, new, height, spacing.ink)
            new = [stroke + np.array([move, 0]) for stroke in new]
        placed.append(new)
    return placed


def _room(left: Digit, right: Digit, height: float, ink: bool) -> float:
    """How far `right` would have to move to the right to touch `left`, negated."""
    if ink:
        a, b = _edge(left, height, max), _edge(right, height, min)
        shared = [b[row] - a[row] for row in a.keys() & b.keys()]
        if shared:
            return min(shared)
    return np.concatenate(right)[:, 0].min() - np.concatenate(left)[:, 0].max()


def _edge(digit: Digit, height: float, outer) -> dict[int, float]:
    """Of each row that holds ink the outermost x."""
    edge: dict[int, float] = {}
    for stroke in digit:
        for x, y in _dense(stroke, STEP * height):
            for row in {math.floor(y / height * ROWS + d) for d in (-0.5, 0.5)}:
                edge[row] = outer(edge.get(row, x), x)
    return edge


def _dense(stroke: Points, step: float) -> Points:
    """The stroke's points and as many between them that none lies farther than `step` away."""
    if len(stroke) < 2:
        return stroke
    lengths = np.hypot(*np.diff(stroke, axis=0).T)
    at = np.concatenate([[0], np.cumsum(lengths)])
    wanted = np.union1d(at, np.arange(0, at[-1], step))
    return np.stack([np.interp(wanted, at, axis) for axis in stroke.T], axis=1)
