"""Thin, nearly level lines in a mask of ink, with or without strokes that meet them.

In every column of pixels ink lies in runs. Short runs whose middles follow one another along a
hardly bent curve are a line. Where a stroke meets it the run is longer, and is none of the line's:
so strokes that cross the line stay whole. That is how staves are taken from scores (I. Fujinaga:
Staff detection and removal, 2004).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from numpy.polynomial import Polynomial

CLIMB = math.radians(6)  # either way
SLOPES = 49  # that are tried
BENT, LEAST = 1 / 200, 1.5  # of its length, and pixels: a line lies in a band of twice that
USUAL = 0.25  # the quantile that is the line's own: strokes may lie along most of it
UNEVEN = 1.3  # times as thick as the line: a longer run is of a stroke that meets it
HEAVIER = 1.3  # times as much ink as in the line: a stroke lies along it ...
ALONG = 2  # ... if so for as many times its thickness
SEEN, COVERED = 0.25, 0.85  # of its columns: the line alone is seen in, it or a stroke over it
FAILED = 2  # courses, along which too little lies, are passed over, for the sake of time
POINTS = 50_000  # of runs at most are looked at for a line's course, for the sake of time

Floats = npt.NDArray[np.float64]
Columns = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Runs = tuple[Columns, Columns, Columns]
"""Runs of ink, each in one column: that column, the first row, the row after the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line in a mask: the `runs` that are its own, its `course` (columns to rows).

    `start`, `end`: the first column in which it is seen, and the column after the last.
    `thickness`: in pixels. `seen`: the share of its columns, 0..1, in which it is alone. `gap`: the
    most columns in a row without it or a stroke over it.
    """

    runs: Runs
    course: Polynomial
    start: int
    end: int
    thickness: float
    seen: float
    gap: int

    def alone(self, ink: npt.NDArray[np.float32]) -> Self:
        """The line without what a stroke in the ink (H, W) lies along, as the foot of a 2 may."""
        x, top, bottom = self.runs
        sums = np.pad(np.cumsum(ink, axis=0), ((1, 0), (0, 0)))
        held = sums[np.minimum(bottom + 1, len(ink)), x] - sums[np.maximum(top - 1, 0), x]
        heavy = np.ones(ink.shape[1], bool)  # where a stroke crosses it, it has no runs
        heavy[x] = held > HEAVIER * np.median(held)
        heavy[1:-1] |= heavy[:-2] & heavy[2:]
        ends = np.flatnonzero(np.diff(heavy, prepend=False, append=False))
        for start, end in ends.reshape(-1, 2):
            heavy[start:end] = end - start >= ALONG * self.thickness
        own = ~heavy[x]
        return replace(self, runs=(x[own], top[own], bottom[own]))

    def paint(self, onto: npt.NDArray[Any], value: float) -> None:
        """Set the line to a value in an array (H, W), with the faint rim of its ink."""
        for x, top, bottom in zip(*self.runs, strict=True):
            onto[max(top - 1, 0) : bottom + 1, x] = value


def lines(mask: Mask, length: float, thickness: float) -> Iterator[Line]:
    """The lines in a mask (H, W), that of most columns first.

    Each is at least so long and most of it at most so thick, in pixels.
    """
    x, top, bottom = _runs(mask)
    thin = bottom - top <= thickness
    failed = 0
    x, top, bottom = x[thin], top[thin], bottom[thin]
    while True:
        middle = (top + bottom - 1) / 2
        course = _course(x, middle, length)
        if course is None:
            return
        aside, thick = np.abs(middle - course(x)), bottom - top
        reach, usual = _band(length), 0.0
        for _ in range(2):  # what lies along the line may be thicker, and most of what is near
            near = aside <= reach
            if not near.any():
                return
            usual = float(np.quantile(thick[near], USUAL))
            reach = max(LEAST, usual)
        own = (aside <= reach) & (thick <= UNEVEN * usual + 1)
        if not own.any():
            return
        start, end = int(x[own].min()), int(x[own].max()) + 1
        columns = np.arange(start, end)
        alone = np.isin(columns, x[own])
        seen = float(alone.mean())
        rows = np.clip(np.rint(course(columns)).astype(int), 0, len(mask) - 1)
        covered = alone | mask[rows, columns]
        if len(columns) >= length and seen >= SEEN and covered.mean() >= COVERED:
            ends = np.flatnonzero(covered)  # the line's own ends are
            gap = int(np.diff(ends).max(initial=1)) - 1
            yield Line((x[own], top[own], bottom[own]), course, start, end, usual, seen, gap)
        elif failed == FAILED:
            return
        else:
            failed += 1
        x, top, bottom = x[~own], top[~own], bottom[~own]


def _band(length: float) -> float:
    return max(LEAST, BENT * length)


def _runs(mask: Mask) -> Runs:
    ends = np.diff(np.pad(mask.view(np.int8), ((1, 1), (0, 0))), axis=0).T
    x, top = np.nonzero(ends == 1)
    _, bottom = np.nonzero(ends == -1)
    return x, top, bottom


def _course(x: Columns, y: Floats, length: float) -> Polynomial | None:
    """The course of a line of that length along which most of points (N,) lie, if enough do."""
    enough, band = max(LEAST, SEEN * length), _band(length)
    if len(x) < enough:
        return None
    slope, level = _straight(x, y, band)
    near = np.abs(y - slope * x - level) <= band
    if np.count_nonzero(near) < enough or len(np.unique(x[near])) < 3:
        return None
    return Polynomial.fit(x[near], y[near], 2)


def _straight(x: Columns, y: Floats, band: float) -> tuple[float, float]:
    """The slope and level of the nearly level line near which most of points (N,) lie."""
    some = slice(None, None, 1 + len(x) // POINTS)
    x, y = x[some], y[some]
    most, found = 0, (0.0, 0.0)
    for slope in np.tan(np.linspace(-CLIMB, CLIMB, SLOPES)):
        bins = np.rint((y - slope * x) / band).astype(int)
        first = int(bins.min())
        counts = np.bincount(bins - first, minlength=2)
        pairs = counts[:-1] + counts[1:]
        fullest = int(pairs.argmax())
        if pairs[fullest] > most:
            most, found = int(pairs[fullest]), (float(slope), (first + fullest + 0.5) * band)
    return found
