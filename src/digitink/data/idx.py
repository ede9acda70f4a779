"""IDX, the format of MNIST's own files: a magic number, the shape, the bytes.

Four bytes 0, 0, type, number of dimensions; each dimension as a big-endian uint32; then the
values. Only type 8, unsigned bytes, is read. See http://yann.lecun.com/exdb/mnist/.
"""

import math
import struct
from pathlib import Path

import numpy as np

from digitink import durable
from digitink.data import arrays, content
from digitink.data.samples import Images, Samples, of_pictures
from digitink.errors import DataError

UNSIGNED_BYTES = 8
NAMING = "name the two files as MNIST does: x-images-idx3-ubyte and x-labels-idx1-ubyte"


def parse(data: bytes, name: str, dimensions: int) -> Images:
    """The array in IDX bytes: uint8, of so many dimensions, writable.

    `name` says in messages which file it is. Raises DataError on other content.
    """
    magic = bytes((0, 0, UNSIGNED_BYTES, dimensions))
    if data[:4] != magic:
        raise DataError(
            f"{name} is no IDX file of unsigned bytes in {dimensions} dimensions",
            hint=f"it starts with 0x{data[:4].hex()}, expected 0x{magic.hex()}",
        )
    start = 4 + 4 * dimensions
    if len(data) < start:
        raise DataError(f"{name} is truncated: its header ends after {len(data)} bytes")
    shape = struct.unpack_from(f">{dimensions}I", data, 4)
    size = math.prod(shape)
    if len(data) - start != size:
        by = "x".join(map(str, shape))
        raise DataError(
            f"{name} holds {len(data) - start} values", hint=f"its header says {by} = {size}"
        )
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape).copy()


def is_idx(head: bytes) -> bool:
    """Whether a file's first bytes are those of IDX with one or three dimensions."""
    return head[:2] == b"\0\0" and head[3:4] in (b"\x01", b"\x03")


def read(path: Path) -> Samples:
    """A file of images and the file of labels beside it, or the other way round.

    Their names differ as MNIST's do: train-images-idx3-ubyte and train-labels-idx1-ubyte. Raises
    DataError where one is missing or malformed, or where they do not fit together.
    """
    images, labels = _pair(path)
    for file in (images, labels):
        if not file.is_file():
            raise DataError(
                f"{path} needs {file.name} beside it",
                hint=NAMING,
            )
    pixels = arrays.pixels_of(parse(content.unpacked(images), str(images), 3), str(images))
    values = parse(content.unpacked(labels), str(labels), 1)
    arrays.same_count(len(pixels), len(values), str(images))
    return of_pictures(str(path), pixels, arrays.labels_of(values, str(labels)))


def write(samples: Samples, path: Path) -> None:
    """Write the frames of digits as `path`, and their labels beside it; named as `read` wants.

    Raises DataError on another name or what is no digit, OutputError where it cannot be written.
    """
    images, labels = _pair(path)
    digits = samples.digits().astype(np.uint8)
    durable.write_all([(images, _packed(samples.frames())), (labels, _packed(digits))])


def _packed(values: Images) -> bytes:
    magic = bytes((0, 0, UNSIGNED_BYTES, values.ndim))
    return magic + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def _pair(path: Path) -> tuple[Path, Path]:
    name = path.name
    images = name.replace("labels", "images").replace("idx1", "idx3")
    labels = name.replace("images", "labels").replace("idx3", "idx1")
    if images == labels:
        raise DataError(
            f"cannot tell which labels belong to {path}",
            hint=NAMING,
        )
    return path.with_name(images), path.with_name(labels)
