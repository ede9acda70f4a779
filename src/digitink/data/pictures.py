"""Data sets of picture files: folders by label, and hwd-1000's list of pictures and labels."""

from collections.abc import Sequence
from pathlib import Path
from typing import overload

import numpy as np

from digitink.data import content
from digitink.data.samples import Samples
from digitink.errors import DataError, PictureError
from digitink.raster import Pixels

SUFFIXES = frozenset((".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"))


class PictureFiles(Sequence[Pixels]):
    """Picture files as rasters (H, W) float32, each decoded when it is asked for.

    A thousand photographs as rasters would fill the memory; their files do not.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, index: int) -> Pixels: ...
    @overload
    def __getitem__(self, index: slice) -> "PictureFiles": ...
    def __getitem__(self, index: int | slice) -> "Pixels | PictureFiles":
        if isinstance(index, slice):
            return PictureFiles(self.paths[index])
        from digitink.picture import raster_of

        path = self.paths[index]
        try:
            return raster_of(path).pixels
        except PictureError as error:
            raise DataError(f"{path}: {error.message}", hint=error.hint) from error


def read_folder(folder: Path) -> Samples:
    """Read a folder of folders 0 to 9, each with pictures of that digit; some may be missing.

    Hidden files and files that are no pictures by their suffix do not count.
    """
    paths: list[Path] = []
    labels: list[int] = []
    for inner in _visible(folder):
        if not (inner.is_dir() and inner.name in set("0123456789")):
            if inner.is_dir():
                raise DataError(
                    f"{folder} holds a folder {inner.name!r}", hint="expected folders 0 to 9"
                )
            continue
        pictures = [path for path in _visible(inner) if path.suffix.lower() in SUFFIXES]
        paths += pictures
        labels += [int(inner.name)] * len(pictures)
    if not paths:
        raise DataError(
            f"{folder} holds no pictures",
            hint=f"expected folders 0 to 9 with pictures ({' '.join(sorted(SUFFIXES))})",
        )
    return Samples(str(folder), PictureFiles(paths), np.array(labels, np.int64))


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def read_list(path: Path) -> Samples:
    """Read a CSV of the columns image and label, the images beside it."""
    rows = [line.split(",") for line in content.text(path).splitlines()]
    if not rows or rows[0] != ["image", "label"]:
        raise DataError(f"{path} is no list of pictures", hint="expected the columns image,label")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2 or row[1] not in set("0123456789"):
            raise DataError(
                f"{path}, line {number}: {','.join(row)[:40]!r}",
                hint="expected a file and a digit 0..9",
            )
    paths = [path.parent / image for image, _ in rows[1:]]
    labels = np.array([int(label) for _, label in rows[1:]], np.int64)
    return Samples(str(path), PictureFiles(paths), labels)
