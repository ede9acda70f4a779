"""Load a data set: MNIST, one of the catalogue by its name, or people's own by its path."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from digitink.data import catalogue, content, formats, idx, store
from digitink.data.catalogue import Entry
from digitink.data.samples import Frames, Samples
from digitink.errors import DataError, UsageError

PART = re.compile(r"(?P<path>.*\.npz)#(?P<part>\w+)", re.DOTALL)


def mnist(split: Literal["train", "test"]) -> Frames:
    """MNIST's 60,000 training or 10,000 test digits, from the package: uint8 (N, 28, 28), int64.

    Raises DataError, naming the file and both hashes, where a file was altered.
    """
    return _frames(catalogue.entry(f"mnist-{split}"))


def _frames(entry: Entry) -> Frames:
    images, labels = entry.files
    return Frames(
        entry.name,
        idx.parse(store.bundled(entry, images), images, 3),
        idx.parse(store.bundled(entry, labels), labels, 1).astype(np.int64),
    )


def load(name_or_path: str | os.PathLike[str]) -> Samples:
    """A data set by its name in the catalogue, or people's own by its path.

    A path is a folder of folders 0 to 9 with pictures, a .csv, IDX, .npz or .json (data/formats.py
    reads them); `mnist.npz#train` and `mnist.npz#test` choose a part of keras's file. Raises
    DataError where it is missing, altered or malformed.
    """
    given = os.fspath(name_or_path)
    if given in catalogue.names():
        return _known(catalogue.entry(given))
    match = PART.fullmatch(given)
    path, part = (Path(match["path"]), match["part"]) if match else (Path(given), "")
    if not content.exists(path):
        raise DataError(
            f"no data set and no file is named {given!r}",
            hint=f"known: {', '.join(catalogue.names())}; or the path of {formats.KNOWN}",
        )
    return formats.read(path, part)


def load_for_training(name_or_path: str | os.PathLike[str]) -> Samples:
    """As `load`, but UsageError on a set of the catalogue that is for measuring only.

    It is known by its name, and each of its files by what is in it.
    """
    given = os.fspath(name_or_path)
    by_name = given in catalogue.names()
    entry = catalogue.entry(given) if by_name else store.entry_of(Path(given))
    if entry is not None and not entry.trainable:
        trainable = [each.name for each in catalogue.ENTRIES if each.trainable]
        what = given if by_name else f"{given} is of {entry.name}, which"
        raise UsageError(
            f"{what} is for measuring only and is never trained on",
            hint=f"train on {', '.join(trainable)} or on your own data",
        )
    return load(given)


def _known(entry: Entry) -> Samples:
    if entry.read is None:
        frames = _frames(entry)
        pixels = frames.images.astype(np.float32) / np.float32(255)
        return Samples(entry.name, pixels, frames.labels, framed=True)
    samples = entry.read(store.find(entry) / next(iter(entry.files)))
    return replace(samples, name=entry.name)
