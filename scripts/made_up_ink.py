"""Ink that is drawn by rule, for the pictures of docs/reading.md."""

from typing import Any

import cv2
import numpy as np

from digitink import Ink
from make_golden import GLYPHS, curve

Strokes = list[list[tuple[float, float]]]

ONE_OR_SEVEN: Strokes = [
    [(0.0, 0.24), (0.19, 0.13), (0.4, 0.02)], [(0.4, 0.02), (0.36, 0.5), (0.3, 1.0)],
]  # fmt: skip
LETTER: Strokes = [
    [(0.0, 1.0), (0.35, 0.0)], [(0.35, 0.0), (0.7, 1.0)], [(0.14, 0.62), (0.58, 0.62)],
]  # fmt: skip
SCRIBBLE: Strokes = [
    [(0.1, 0.5), (0.9, 0.1), (0.0, 0.2), (0.8, 0.8), (0.3, 0.0), (0.2, 0.9), (0.9, 0.5)],
]
CROSSED_SEVEN: Strokes = [*GLYPHS["7"], [(0.2, 0.52), (0.6, 0.46)]]
FIVE_WITH_ITS_BAR: Strokes = [
    [(0.12, 0.06), (0.07, 0.44), (0.3, 0.36), (0.53, 0.48), (0.58, 0.7), (0.44, 0.92), (0.0, 0.9)],
    [(0.2, 0.0), (0.62, -0.04)],
]


def joined(courses: Strokes) -> Strokes:
    """The courses as strokes: one that begins where the last one ended goes on with it."""
    found: Strokes = []
    for course in courses:
        points = [tuple(point) for point in curve(course).tolist()]
        if found and np.allclose(found[-1][-1], points[0]):
            found[-1] += points
        else:
            found.append(points)
    return found


def beside(*digits: Strokes, gap: float = 0.3) -> Ink:
    """Digits from left to right, 100 units high, with so much space between them."""
    x, written = 0.0, []
    for digit in digits:
        drawn = joined(digit)
        across = [point[0] for stroke in drawn for point in stroke]
        written += [[(100 * (px - min(across) + x), 100 * py) for px, py in s] for s in drawn]
        x += max(across) - min(across) + gap
    return Ink(written)


def below(*lines: Ink) -> Ink:
    """Lines of ink, one below the other."""
    rows = enumerate(lines)
    return Ink([stroke + np.array([0, 150 * row]) for row, ink in rows for stroke in ink.strokes])


def canvas(ink: Ink, *, side: int, corner: tuple[int, int], height: int, pen: int) -> Any:
    """Ink drawn on a square pad as other programs do: (side, side) float32, 0 paper to 1 ink."""
    pad = np.zeros((side, side), np.uint8)
    courses = [np.rint(np.array(corner) + s[:, :2] * height / 100).astype(int) for s in ink.strokes]
    cv2.polylines(pad, courses, False, 255, pen, cv2.LINE_AA)
    return pad.astype(np.float32) / 255
