"""MNIST as CSV: a row a digit, its label and 784 grey values.

With a header, as in Kaggle's digit-recognizer (label, pixel0 ... pixel783) and OpenML's mnist_784
(pixel1 ... pixel784, class); without one, as the many copies of mnist_train.csv.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from digitink import durable
from digitink.data import arrays, content, tables
from digitink.data.samples import NO_DIGIT, Images, Samples, of_pictures
from digitink.data.tables import Table
from digitink.errors import DataError
from digitink.raster import Pixels

LABEL_NAMES = ("label", "class", "digit")
PIXELS = 784


def read(path: Path) -> Samples:
    """Read such a file, the label in the first or in the last column. Raises DataError."""
    lines = content.lines(path)
    return _labelled(path, lines, _header(lines))


def read_frames(path: Path) -> Images:
    """Read the pictures alone, as frames (N, 28, 28), of such a file or of one without labels.

    That has 784 columns of pixels, with a header, as Kaggle's test.csv, or without. uint8, 0 paper
    to 255 ink. Raises DataError on any other file.
    """
    lines = content.lines(path)
    header = _header(lines)
    width = lines[0].count(",") + 1 if any(lines[:1]) else 0
    if width == PIXELS + 1:
        return _labelled(path, lines, header).frames()
    if width != PIXELS or _labels(header):
        raise DataError(
            f"{path} has {width} columns",
            hint=f"expected {PIXELS} of pixels, and a label column or none",
        )
    names = header or [str(number) for number in range(1, PIXELS + 1)]
    table = _table(path, lines, header, names)
    pixels = _pictures(path, table, slice(None))
    return of_pictures(str(path), pixels, np.full(len(pixels), NO_DIGIT)).frames()


def _labelled(path: Path, lines: Sequence[str], header: Sequence[str]) -> Samples:
    if header:
        label = _named(path, header)
        table = _table(path, lines, header, header)
    else:
        table = _table(path, lines, header, [str(number) for number in range(1, PIXELS + 2)])
        label = _guessed(table)
    pixels = slice(1, None) if label == 0 else slice(None, -1)
    labels = table.digits(label)
    return of_pictures(str(path), _pictures(path, table, pixels), labels)


def _table(
    path: Path, lines: Sequence[str], header: Sequence[str], columns: Sequence[str]
) -> Table:
    skipped = 1 if header else 0
    return tables.parse(path, lines[skipped:], columns, first=1 + skipped, delimiter=",")


def _pictures(path: Path, table: Table, columns: slice) -> Pixels:
    return arrays.pixels_of(table.within(columns, 0, 255).reshape(-1, 28, 28), str(path))


def write(samples: Samples, path: Path, *, labelled: bool = True) -> None:
    """Write the frames of digits as Kaggle has them: label,pixel0,...,pixel783.

    `labelled`: with the label column, which Kaggle's test.csv lacks. Raises DataError on what is no
    digit, OutputError where it cannot be written.
    """
    header = [f"pixel{i}" for i in range(PIXELS)]
    rows = samples.frames().reshape(-1, PIXELS).astype(np.int64)
    if labelled:
        header.insert(0, "label")
        rows = np.column_stack([samples.digits(), rows])
    _write(path, header, rows.tolist())


def write_answers(path: Path, labels: Sequence[int]) -> None:
    """Write digits as Kaggle's digit-recognizer wants them: ImageId,Label, counted from 1.

    Raises OutputError where it cannot be written.
    """
    _write(path, ["ImageId", "Label"], enumerate(labels, 1))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[int]]) -> None:
    lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
    durable.write(path, "".join(f"{line}\n" for line in lines).encode())


def _header(lines: Sequence[str]) -> list[str]:
    """The names in the first line; none where it holds numbers or nothing."""
    cells = [cell.strip(' "') for cell in lines[0].split(",")] if any(lines[:1]) else []
    try:
        [float(cell) for cell in cells]
    except ValueError:
        return cells
    return []


def _labels(header: Sequence[str]) -> list[str]:
    """Those of a header's names that are a label's."""
    names = [name.lower() for name in header]
    return [name for name in LABEL_NAMES if name in names]


def _named(path: Path, header: Sequence[str]) -> int:
    """Where the label stands by its name: 0 or -1."""
    names = [name.lower() for name in header]
    labels = _labels(header)
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
