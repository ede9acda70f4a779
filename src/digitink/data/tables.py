"""Tables of numbers in text: parsed fast, and precise about what is wrong where."""

import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitink.data import content
from digitink.data.arrays import Numbers
from digitink.data.samples import Labels, Samples
from digitink.errors import DataError
from digitink.raster import Pixels


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of numbers and where they stand.

    `values`: (N, C). `lines`: N numbers of lines in the file at `path`, from 1. `columns`: their C
    names.
    """

    path: Path
    values: Numbers
    lines: Sequence[int]
    columns: Sequence[str]

    def within(self, columns: slice, low: float, high: float) -> Pixels:
        """Some columns (N, K) float32, all in low..high; DataError names the first that is not."""
        values = self.values[:, columns]
        wrong = ~((values >= low) & (values <= high))
        if wrong.any():
            row, column = (int(i) for i in np.argwhere(wrong)[0])
            raise self._at(
                row, self.columns[columns][column], values[row, column], f"{low:g}..{high:g}"
            )
        return values.astype(np.float32)

    def digits(self, column: int) -> Labels:
        """One column as labels (N,); DataError names the first that is no digit 0..9."""
        values = self.values[:, column]
        wrong = ~np.isin(values, np.arange(10))
        if wrong.any():
            row = int(wrong.argmax())
            raise self._at(row, self.columns[column], values[row], "a digit 0..9")
        return values.astype(np.int64)

    def _at(self, row: int, column: str, value: float, expected: str) -> DataError:
        return DataError(
            f"{self.path}, line {self.lines[row]}, column {column}: {value:g}",
            hint=f"expected {expected}",
        )


def parse(
    path: Path,
    lines: Sequence[str],
    columns: Sequence[str],
    *,
    first: int = 1,
    delimiter: str | None = None,
) -> Table:
    """Read lines of numbers, one for each of `columns`; blank lines do not count.

    `first` is the number of the first line; `delimiter` None is white space. Raises DataError,
    naming line and column, on a row of another length and on what is no number.
    """
    numbered = [(number, line) for number, line in enumerate(lines, first) if line.strip()]
    if not numbered:
        raise DataError(f"{path} holds no rows", hint=f"expected rows of {len(columns)} numbers")
    rows = [line for _, line in numbered]
    # Integers parse much faster than floats.
    kinds = (np.float32,) if any("." in row for row in rows) else (np.int16, np.float32)
    for kind in kinds:
        try:
            values = np.loadtxt(rows, kind, comments=None, delimiter=delimiter, ndmin=2)
        except ValueError:
            continue
        if values.shape[1] == len(columns):
            return Table(path, values, [number for number, _ in numbered], columns)
    raise _complaint(path, numbered, columns, delimiter)


def _complaint(
    path: Path, numbered: list[tuple[int, str]], columns: Sequence[str], delimiter: str | None
) -> DataError:
    """Find the first thing that is wrong with lines that are known to be wrong."""
    for number, line in numbered:
        cells = line.split(delimiter)
        if len(cells) != len(columns):
            return DataError(
                f"{path}, line {number}: {len(cells)} columns", hint=f"expected {len(columns)}"
            )
        for column, cell in zip(columns, cells, strict=True):
            try:
                float(cell)
            except ValueError:
                return DataError(
                    f"{path}, line {number}, column {column}: {reprlib.repr(cell)} is no number"
                )
    return DataError(f"{path} is no table of numbers")


def read_usps(path: Path) -> Samples:
    """USPS: a row a digit, the label and 16x16 grey values in -1 (paper) to 1 (ink)."""
    columns = ["label", *map(str, range(1, 257))]
    table = parse(path, content.lines(path), columns)
    half = np.float32(0.5)
    pixels = half * table.within(slice(1, None), -1, 1) + half
    return Samples(str(path), pixels.reshape(-1, 16, 16), table.digits(0))


def read_semeion(path: Path) -> Samples:
    """Semeion: a row a digit, 16x16 of 0 (paper) or 1 (ink), then ten columns of which one is 1.

    Raises DataError, naming the line.
    """
    columns = [*map(str, range(1, 257)), *(f"is {digit}" for digit in range(10))]
    table = parse(path, content.lines(path), columns)
    values = table.within(slice(None), 0, 1)
    marks = values[:, 256:]
    wrong = (marks == 1).sum(axis=1) != 1
    if wrong.any():
        line = table.lines[int(wrong.argmax())]
        raise DataError(
            f"{path}, line {line}: the label is unclear", hint="expected one 1 in ten columns"
        )
    return Samples(str(path), values[:, :256].reshape(-1, 16, 16), marks.argmax(axis=1))
