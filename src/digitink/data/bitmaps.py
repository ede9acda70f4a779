"""Optdigits' original bitmaps: a header, then for each digit 32 lines of 0 and 1 and its label."""

import re
from pathlib import Path

import numpy as np

from digitink.data import arrays, content
from digitink.data.samples import Samples
from digitink.errors import DataError

SIDE = 32


def read(path: Path) -> Samples:
    """Read such a file: 1 is ink, the label stands alone on the line below its bitmap.

    Raises DataError, naming the line.
    """
    lines = content.lines(path)
    declared = _declared(path, lines)
    start = next((i for i, line in enumerate(lines) if _is_row(line)), len(lines))
    pixels, labels = [], []
    for at in range(start, len(lines) - SIDE, SIDE + 1):
        for number, line in enumerate(lines[at : at + SIDE], at + 1):
            if not _is_row(line):
                raise DataError(
                    f"{path}, line {number}: {line[:40]!r}", hint=f"expected {SIDE} of 0 and 1"
                )
        pixels.append([list(map(int, line)) for line in lines[at : at + SIDE]])
        labels.append(_label(path, lines, at + SIDE))
    arrays.same_count(declared, len(labels), str(path))
    stack = np.array(pixels, np.float32).reshape(-1, SIDE, SIDE)
    return Samples(str(path), stack, np.array(labels, np.int64))


def _declared(path: Path, lines: list[str]) -> int:
    for line in lines:
        if match := re.fullmatch(r"ntot = (\d{1,9})", line.strip()):
            return int(match[1])
    raise DataError(f"{path} does not say how many digits it holds", hint='expected "ntot = N"')


def _is_row(line: str) -> bool:
    return len(line) == SIDE and set(line) <= {"0", "1"}


def _label(path: Path, lines: list[str], at: int) -> int:
    text = lines[at].strip()
    if not re.fullmatch("[0-9]", text):
        raise DataError(f"{path}, line {at + 1}: {text[:40]!r}", hint="expected a digit 0..9")
    return int(text)
