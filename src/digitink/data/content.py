"""The content of a data file: bytes, unpacked bytes, lines of text. All errors are DataErrors."""

import zlib
from pathlib import Path

from digitink import limits
from digitink.errors import DataError

GZIP = b"\x1f\x8b"


def read_bytes(path: Path) -> bytes:
    """The file as it is. Raises DataError where it cannot be read or is too large."""
    try:
        if (size := path.stat().st_size) > limits.DATA_BYTES:
            raise DataError(f"{path} has {size} bytes; at most {limits.DATA_BYTES} are read")
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error


def unpacked(path: Path) -> bytes:
    """The file's bytes, gunzipped where it is gzip; its name does not matter."""
    content = read_bytes(path)
    return gunzip(content, path) if content.startswith(GZIP) else content


def gunzip(packed: bytes, path: Path) -> bytes:
    """Unpack every member of a gzip file. `path` is for messages only.

    Raises DataError on what is damaged or unpacks to more than `limits.DATA_BYTES`.
    """
    parts = []
    room = limits.DATA_BYTES
    while packed:
        engine = zlib.decompressobj(wbits=31)
        try:
            part = engine.decompress(packed, room + 1)
        except zlib.error as error:
            raise DataError(f"{path} is damaged: {error}") from error
        if len(part) > room:
            raise DataError(f"{path} unpacks to more than {limits.DATA_BYTES} bytes")
        if not engine.eof:
            raise DataError(f"{path} is truncated: its gzip data end too early")
        parts.append(part)
        room -= len(part)
        packed = engine.unused_data
    return b"".join(parts)


def text(path: Path) -> str:
    """A text file in UTF-8, packed or not. Raises DataError on anything else."""
    try:
        return unpacked(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} is no text: byte {error.start} is not UTF-8", hint="save it as UTF-8"
        ) from error
