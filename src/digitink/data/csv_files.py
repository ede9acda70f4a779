"""MNIST as CSV: a row a digit, its label and 784 grey values.

With a header, as in Kaggle's digit-recognizer (label, pixel0 ... pixel783) and OpenML's mnist_784
(pixel1 ... pixel784, class); without one, as the many copies of mnist_train.csv.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digitink import durable
from digitink.data import arrays, content, tables
from digitink.data.samples import Samples
from digitink.data.tables import Table
from digitink.errors import DataError

LABEL_NAMES = ("label", "class", "digit")
PIXELS = 784


def read(path: Path) -> Samples:
    """Read such a file, the label in the first or in the last column."""
    lines = content.text(path).splitlines()
    header = _header(lines)
    if header:
        label = _named(path, header)
        table = tables.parse(path, lines[1:], header, first=2, delimiter=",")
    else:
        columns = [str(number) for number in range(1, PIXELS + 2)]
        table = tables.parse(path, lines, columns, delimiter=",")
        label = _guessed(table)
    pixels = slice(1, None) if label == 0 else slice(None, -1)
    labels = table.digits(label)
    grey = table.within(pixels, 0, 255).reshape(-1, 28, 28)
    return Samples(str(path), arrays.pixels_of(grey, str(path)), labels)


def write(samples: Samples, path: Path) -> None:
    """Write the frames of digits as Kaggle has them: label,pixel0,...,pixel783.

    Raises DataError on what is no digit, OutputError where it cannot be written.
    """
    header = ",".join(["label", *(f"pixel{i}" for i in range(PIXELS))])
    rows = np.column_stack([samples.digits(), samples.frames().reshape(-1, PIXELS)])
    lines = [header, *(",".join(map(str, row)) for row in rows.tolist())]
    durable.write(path, "".join(f"{line}\n" for line in lines).encode())


def _header(lines: Sequence[str]) -> list[str]:
    """The names in the first line; none where it holds numbers or nothing."""
    cells = [cell.strip(' "') for cell in lines[0].split(",")] if any(lines[:1]) else []
    try:
        [float(cell) for cell in cells]
    except ValueError:
        return cells
    return []


def _named(path: Path, header: Sequence[str]) -> int:
    """Where the label stands by its name: 0 or -1."""
    names = [name.lower() for name in header]
    labels = [name for name in LABEL_NAMES if name in names]
    if len(labels) != 1:
        raise DataError(
            f"{path} has no label column" if not labels else f"{path} has several label columns",
            hint=f"expected a column named {', '.join(LABEL_NAMES)} and {PIXELS} of pixels",
        )
    at = names.index(labels[0])
    if len(names) != PIXELS + 1 or at not in (0, PIXELS):
        raise DataError(
            f"{path} has {len(names)} columns, {header[at]} is number {at + 1} of them",
            hint=f"expected it first or last, with {PIXELS} columns of pixels",
        )
    return 0 if at == 0 else -1


def _guessed(table: Table) -> int:
    """Where the label stands without a name: the one outer column that can hold it.

    A corner pixel of MNIST is paper on every row, so it never varies within 0..9.
    """
    able = []
    for column in (0, -1):
        values = table.values[:, column]
        if ((values >= 0) & (values <= 9)).all() and (values != values[0]).any():
            able.append(column)
    if len(able) != 1:
        raise DataError(
            f"cannot tell whether the first or the last column of {table.path} is the label",
            hint="add a header: label,pixel0,...,pixel783",
        )
    return able[0]
