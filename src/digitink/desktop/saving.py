"""Ink to a picture and to JSON, side by side and never over what is there."""

import os
from collections.abc import Sequence
from pathlib import Path

from digitink import durable
from digitink.desktop.pad import Stroke
from digitink.desktop.palette import LIGHT
from digitink.errors import OutputError

SCALE = 2  # pixels a point, fewer where a picture would become larger than LONGEST
LONGEST = 4_000  # pixels of a side
MARGIN = 24  # points of paper around the ink


def save(strokes: Sequence[Stroke], folder: Path, *, pen: float) -> tuple[Path, Path]:
    """Save ink, drawn with a pen of `pen` points; gives the PNG's and the JSON's path.

    They are digitink-1.png and digitink-1.json, or of the first number that is free. Raises
    OutputError where they cannot be written; then neither is there.
    """
    from digitink.ink import Ink

    ink = Ink(strokes).to_json().encode()
    picture = png(strokes, pen=pen)
    paths = _reserve(folder)
    try:
        for path, data in zip(paths, (picture, ink), strict=True):
            durable.write(path, data)
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    return paths


def png(strokes: Sequence[Stroke], *, pen: float) -> bytes:
    """The ink as it looks on light paper, cropped to it."""
    import cv2
    import numpy as np
    from pygame import Color

    from digitink.desktop.brush import Brush, reach, stamp

    xs, ys = zip(*((x, y) for stroke in strokes for x, y, *_ in stroke), strict=True)
    side = max(max(xs) - min(xs), max(ys) - min(ys)) + 2 * (pen + MARGIN)
    scale = min(SCALE, LONGEST / side)
    ways = []
    for stroke in strokes:
        brush = Brush(stroke[0], scale=scale, pen=pen)
        ways.append([*brush.advance(stroke), *brush.tip(stroke)])
    areas = [reach(way) for way in ways]
    margin = round(2 * scale * MARGIN)
    area = areas[0].unionall(areas[1:]).inflate(margin, margin)
    coverage = np.zeros((area.height, area.width), np.uint8)
    for way in ways:
        stamp(coverage, way, origin=area.topleft)
    share = (coverage / np.float32(255))[..., None]
    blue_first = [
        np.array(tuple(Color(colour))[2::-1], np.float32) for colour in (LIGHT.sheet, LIGHT.ink)
    ]
    pixels = blue_first[0] + (blue_first[1] - blue_first[0]) * share
    return cv2.imencode(".png", np.rint(pixels).astype(np.uint8))[1].tobytes()


def _reserve(folder: Path) -> tuple[Path, Path]:
    """Two empty files of a name that nobody had, not even at the same moment."""
    number = 1
    while True:
        paths = (folder / f"digitink-{number}.png", folder / f"digitink-{number}.json")
        if _made(paths):
            return paths
        number += 1


def _made(paths: Sequence[Path]) -> bool:
    """Make all of the files, or none because one was there."""
    for i, path in enumerate(paths):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except OSError as error:
            for other in paths[:i]:
                other.unlink()
            if isinstance(error, FileExistsError):
                return False
            raise OutputError(
                f"cannot write {path}: {error.strerror}",
                hint="start digitink in a folder that you may write to",
            ) from error
    return True
