"""Data sets of picture files: folders by label, and hwd-1000's list of pictures and labels."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

import numpy as np

from digitink import durable
from digitink.data import content
from digitink.data.samples import Samples
from digitink.errors import DataError, OutputError, PictureError
from digitink.raster import Pixels

if TYPE_CHECKING:
    from digitink.data.samples import Source

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
            raise DataError(error.message, hint=error.hint) from error


def read_folder(folder: Path) -> Samples:
    """Read a folder of folders 0 to 9, each with pictures of that digit; some may be missing.

    Hidden files and files that are no pictures by their suffix do not count. Raises DataError where
    there are no pictures, or folders of other names; for a broken picture when that is asked for.
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


def write_folder(samples: Samples, folder: Path) -> None:
    """Write each digit as it was drawn, black on white: folder/7/0001.png and so on.

    Raises DataError on what is no digit, OutputError where it cannot be written or where a file
    of that name is there already.
    """
    for i, (source, label) in enumerate(zip(samples.sources, samples.digits(), strict=True), 1):
        path = folder / str(label) / f"{i:04}.png"
        if path.exists():
            raise OutputError(f"{path} is there already", hint="give an empty folder")
        write_picture(encoded(source), path)


def encoded(source: "Source") -> bytes:
    """Ink, or a raster (H, W) in 0..1, as a PNG, black on white."""
    import cv2

    from digitink.ink import Ink

    ink = source.raster().pixels if isinstance(source, Ink) else source
    return cv2.imencode(".png", np.rint(255 * (1 - ink)).astype(np.uint8))[1].tobytes()


def write_picture(picture: bytes, path: Path) -> None:
    """Write a picture, in a folder that is made. Raises OutputError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {path.parent}: {error.strerror}") from error
    durable.write(path, picture)


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def read_list(path: Path) -> Samples:
    """Read a CSV of the columns image and label, the images beside it. Raises DataError."""
    rows = [line.split(",") for line in content.lines(path)]
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
