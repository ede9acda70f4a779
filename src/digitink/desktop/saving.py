"""Ink to a picture and to JSON, side by side and never over what is there."""

import os
from collections.abc import Sequence
from pathlib import Path

from digitink import durable
from digitink.desktop.pad import Stroke
from digitink.desktop.palette import LIGHT
from digitink.errors import OutputError

SCALE = 2  # pixels a point
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

    ways = []
    for stroke in strokes:
        brush = Brush(stroke[0], scale=SCALE, pen=pen)
        ways.append([*brush.advance(stroke), *brush.tip(stroke)])
    areas = [reach(way) for way in ways]
    area = areas[0].unionall(areas[1:]).inflate(2 * SCALE * MARGIN, 2 * SCALE * MARGIN)
    coverage = np.zeros((area.height, area.width), np.uint8)
    for way in ways:
        stamp(coverage, way, origin=area.topleft)
    share = coverage[..., None] / 255
    paper, colour = (
        np.array(tuple(Color(c))[2::-1]) for c in (LIGHT.sheet, LIGHT.ink)
    )  # blue first
    pixels = np.rint(paper + (colour - paper) * share).astype(np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


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
