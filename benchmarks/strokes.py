"""Made-up ink: digits drawn by rule, no two alike, to time reading without a data set."""

from collections.abc import Iterator

import numpy as np

# The course of the pen, x to the right and y down, in a box of about 1 by 1.
COURSES = [
    [[(0.5, 0), (0.2, 0.2), (0.1, 0.5), (0.25, 0.9), (0.5, 1), (0.8, 0.85), (0.9, 0.45), (0.5, 0)]],
    [[(0.3, 0.25), (0.5, 0), (0.5, 1)]],
    [[(0.1, 0.25), (0.35, 0), (0.75, 0.05), (0.8, 0.35), (0.5, 0.65), (0.1, 1), (0.9, 0.98)]],
    [[(0.15, 0.1), (0.5, 0), (0.8, 0.2), (0.4, 0.45), (0.85, 0.7), (0.5, 1), (0.1, 0.9)]],
    [[(0.5, 0), (0.1, 0.6), (0.9, 0.6)], [(0.7, 0.3), (0.65, 1)]],
    [
        [(0.2, 0), (0.2, 0.45), (0.5, 0.38), (0.85, 0.65), (0.6, 1), (0.1, 0.93)],
        [(0.2, 0), (0.85, 0.02)],
    ],
    [[(0.7, 0), (0.3, 0.35), (0.15, 0.7), (0.4, 1), (0.8, 0.85), (0.7, 0.55), (0.2, 0.65)]],
    [[(0.1, 0.02), (0.9, 0), (0.6, 0.5), (0.4, 1)]],
    [
        [
            *[(0.75, 0.15), (0.45, 0), (0.2, 0.2), (0.5, 0.45), (0.8, 0.75), (0.5, 1)],
            *[(0.2, 0.78), (0.5, 0.45), (0.8, 0.2), (0.7, 0.1)],
        ]
    ],
    [[(0.8, 0.2), (0.5, 0), (0.2, 0.25), (0.5, 0.5), (0.8, 0.2), (0.8, 0.5), (0.7, 1)]],
]

Strokes = list[list[list[float]]]


def made_up(n: int, seed: int = 0) -> Iterator[tuple[Strokes, int]]:
    """`n` drawn digits: strokes of 8 to 60 points (x, y) in the pixels of a page, and the digit."""
    generator = np.random.default_rng(seed)
    for i in range(n):
        label = i % 10
        size = generator.uniform(60, 400)
        slant, aspect = generator.normal(0, 0.15), generator.uniform(0.5, 0.9)
        turn = np.array([[aspect, -slant], [0, 1]])
        corner = generator.uniform(0, 500, 2)
        strokes = []
        for course in COURSES[label]:
            bent = np.array(course) + generator.normal(0, 0.03, (len(course), 2))
            points = _along(bent, int(generator.integers(8, 61)))
            points += generator.normal(0, 0.004, points.shape)  # an unsteady hand
            strokes.append((corner + size * points @ turn.T).round(2).tolist())
        yield strokes, label


def _along(course: np.ndarray, n: int) -> np.ndarray:
    """`n` points at even distances along straight lines between those of `course`."""
    lengths = np.hypot(*np.diff(course, axis=0).T)
    at = np.concatenate([[0], np.cumsum(lengths)])
    wanted = np.linspace(0, at[-1], n)
    return np.stack([np.interp(wanted, at, axis) for axis in course.T], axis=1)
