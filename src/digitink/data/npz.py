"""NumPy archives: keras's mnist.npz (x_train, y_train, x_test, y_test), or images and labels."""

import tokenize
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

import numpy as np

from digitink import limits
from digitink.data import arrays
from digitink.data.samples import Samples, of_pictures
from digitink.errors import DataError

PAIRS = {"": ("images", "labels"), "train": ("x_train", "y_train"), "test": ("x_test", "y_test")}

BROKEN = (
    *(ValueError, TypeError, EOFError, RuntimeError, MemoryError),
    *(zipfile.BadZipFile, zlib.error, tokenize.TokenError),
)
"""What zipfile and NumPy raise on archives that are damaged, encrypted, pickled or lie."""


def read(path: Path, part: str = "") -> Samples:
    """Read one pair of arrays; `part` ("train" or "test") chooses where there are two.

    Raises DataError on other arrays, on pickled ones, and on what unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > limits.DATA_BYTES:
            raise DataError(f"{path} unpacks to {size} bytes; at most {limits.DATA_BYTES} are read")
        with np.load(path, allow_pickle=False) as archive:
            part = part or _only(path, archive.files)
            x_name, y_name = _pair(path, archive.files, part)
            x, y = archive[x_name], archive[y_name]
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error
    except BROKEN as error:
        raise DataError(f"{path} is no readable .npz file: {error}") from error
    if not (isinstance(x, np.ndarray) and isinstance(y, np.ndarray)):
        raise DataError(f"{x_name} and {y_name} in {path} are no arrays")
    pixels = arrays.pixels_of(x, f"{x_name} in {path}")
    labels = arrays.labels_of(y, f"{y_name} in {path}")
    arrays.same_count(len(pixels), len(labels), str(path))
    return of_pictures(f"{path}#{part}" if part else str(path), pixels, labels)


def _only(path: Path, held: Collection[str]) -> str:
    parts = [part for part, pair in PAIRS.items() if set(pair) <= set(held)]
    if len(parts) > 1:
        choices = " or ".join(f"{path}#{part}" for part in parts if part)
        raise DataError(f"{path} holds several sets", hint=f"choose one: {choices}")
    return parts[0] if parts else ""


def _pair(path: Path, held: Collection[str], part: str) -> tuple[str, str]:
    pair = PAIRS.get(part)
    if pair is None or not set(pair) <= set(held):
        expected = ", or ".join(f"{x} and {y}" for x, y in PAIRS.values())
        raise DataError(
            f"{path} holds {', '.join(sorted(held)) or 'nothing'}", hint=f"expected {expected}"
        )
    return pair
