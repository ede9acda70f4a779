"""A data set that one writes oneself: each digit asked for so many times, and kept at once.

In its folder stand `digits.jsonl`, ink JSON lines, to which each digit is appended; and, made from
it by `finish`, what other programs take: folders 0 to 9 of pictures, `digits.csv`, and the frames
and labels as IDX.
"""

import json
import os
import re
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from digitink import durable
from digitink.data import csv_files, idx, pictures, strokes
from digitink.errors import DataError, InkError, InputError, OutputError
from digitink.ink import Ink

NAME = "digits.jsonl"
PICTURE = re.compile(r"\d{4,}\.png")
CSV = "digits.csv"
IDX = ("digits-images-idx3-ubyte", "digits-labels-idx1-ubyte")


class Collection:
    """The digits that `writer` wrote into `folder`, `times` of each being asked for.

    A folder that was begun is gone on with. Safe to use from several threads. Raises OutputError
    where the folder cannot be made, DataError where what it holds is no such collection, or is not
    of one but has the names of what `finish` writes anew.
    """

    def __init__(self, folder: Path, *, times: int, writer: str = "1") -> None:
        self.folder = folder
        self.times = times
        self.writer = writer
        self._file = folder / NAME
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._refuse_others()
            self._mend()
        except OSError as error:
            raise OutputError(f"cannot use the folder {folder}: {error.strerror}") from error
        self._written = self._read()
        self._size = self._size_on_disk()

    @property
    def counts(self) -> list[int]:
        """How many of each digit 0 to 9 this writer has written."""
        mine = [label for writer, label in self._written if writer == self.writer]
        return [mine.count(digit) for digit in range(10)]

    def to_dict(self) -> dict[str, Any]:
        """How far it is, as plain values."""
        return {"folder": str(self.folder), "times": self.times, "counts": self.counts}

    def add(self, ink: Ink, label: int) -> None:
        """Keep one digit; it is on the disk when this returns.

        Raises InputError on another label than 0 to 9 and on ink without points, OutputError where
        it cannot be written, DataError where another program wrote to the file.
        """
        if not isinstance(label, int) or isinstance(label, bool) or not 0 <= label <= 9:
            raise InputError(f"the label is {label!r}", hint="expected a digit 0 to 9")
        if ink.box is None:
            raise InkError("there is no ink to keep")
        item = {"label": str(label), **ink.to_dict(), "writer": self.writer}
        with self._lock:
            self._check()
            try:
                durable.append(self._file, json.dumps(item))
            except OutputError:
                with suppress(OSError):  # of a full disk: no half line stays
                    os.truncate(self._file, self._size)
                raise
            self._written.append((self.writer, label))
            self._size = self._size_on_disk()

    def undo(self) -> int | None:
        """Take back the digit that was written last; None where that is not this writer's."""
        with self._lock:
            self._check()
            if not self._written or self._written[-1][0] != self.writer:
                return None
            label = self._written[-1][1]
            self._picture(len(self._written), label).unlink(missing_ok=True)
            lines = self._file.read_bytes().split(b"\n")  # of which the last one is empty
            durable.write(self._file, b"".join(line + b"\n" for line in lines[:-2]))
            del self._written[-1]
            self._size = self._size_on_disk()
            return label

    def finish(self) -> None:
        """Make the pictures, the CSV and the IDX files of all that was written.

        Of nothing none are made, and those of what was taken back go. Raises OutputError where
        they cannot be written.
        """
        with self._lock:
            if not self._file.exists():
                return  # nothing was ever written, so nothing here was made by a collection
            try:
                self._make()
            except OSError as error:
                raise OutputError(f"cannot write {self.folder}: {error.strerror}") from error

    def _make(self) -> None:
        samples = strokes.read_json(self._file) if self._written else None
        pairs = zip(samples.sources, samples.labels.tolist(), strict=True) if samples else ()
        made = {self._picture(i, label): ink for i, (ink, label) in enumerate(pairs, 1)}
        for path in self._pictures():
            if path not in made:
                path.unlink()  # of a digit that was taken out of the file by hand
        for path, ink in made.items():
            picture = pictures.encoded(ink)
            if not path.exists() or path.read_bytes() != picture:
                pictures.write_picture(picture, path)
        if samples:
            csv_files.write(samples, self.folder / CSV)
            idx.write(samples, self.folder / IDX[0])
        else:  # what stands there is of digits that were taken back
            for name in (CSV, *IDX):
                (self.folder / name).unlink(missing_ok=True)

    def _picture(self, number: int, label: int) -> Path:
        return self.folder / str(label) / f"{number:04}.png"

    def _pictures(self) -> list[Path]:
        """Those in the folder."""
        found = self.folder.glob("[0-9]/*.png")
        return [path for path in found if PICTURE.fullmatch(path.name)]

    def _refuse_others(self) -> None:
        """`finish` would replace or remove files of these names, whoever made them."""
        if self._file.exists():
            return
        made = [*self._pictures(), *(self.folder / name for name in (CSV, *IDX))]
        for path in made:
            if path.exists():
                raise DataError(
                    f"{path} is there, but no {NAME} that it was made from",
                    hint="choose another folder",
                )

    def _mend(self) -> None:
        """Drop a line that a crash cut off before it was confirmed, and lines that are empty.

        A whole digit that only lacks the line's end, as an editor may leave it, gets that.
        """
        if not self._file.exists():
            return
        found = self._file.read_bytes()
        *lines, last = found.split(b"\n")
        if _is_object(last):
            lines.append(last)
        mended = b"".join(line + b"\n" for line in lines if line.strip())
        if mended != found:
            durable.write(self._file, mended)

    def _read(self) -> list[tuple[str, int]]:
        """Of each digit in the file its writer and label."""
        if not self._size_on_disk():
            return []
        samples = strokes.read_json(self._file)
        if samples.writers is None:
            raise DataError(f"{self._file} does not say who wrote it", hint="choose another folder")
        return list(zip(samples.writers.tolist(), samples.labels.tolist(), strict=True))

    def _size_on_disk(self) -> int:
        return self._file.stat().st_size if self._file.exists() else 0

    def _check(self) -> None:
        if self._size_on_disk() != self._size:
            raise DataError(
                f"{self._file} was changed by another program",
                hint="end this one and start it again",
            )


def _is_object(line: bytes) -> bool:
    """Whether it is a whole object of JSON."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
