"""The content of a data file: bytes, unpacked bytes, lines of text. All errors are DataErrors."""

import gzip
import io
import zlib
from pathlib import Path

from digitink import limits
from digitink.errors import DataError

GZIP = b"\x1f\x8b"
PIECE = 2**20  # bytes unpacked at once
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # where str.splitlines cuts


def exists(path: Path) -> bool:
    """Whether there is a file or folder. Raises DataError where that cannot be known."""
    try:
        return path.exists()
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """The file as it is. Raises DataError where it cannot be read or is too large.

    `most`: bytes; by default `limits.DATA_BYTES`.
    """
    most = limits.DATA_BYTES if most is None else most
    try:
        if (size := path.stat().st_size) > most:
            raise DataError(f"{path} has {size} bytes; at most {most} are read")
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error


def unpacked(path: Path, most: int | None = None) -> bytes:
    """The file's bytes, gunzipped where it is gzip; its name does not matter. `most`: of them."""
    content = read_bytes(path, most)
    return gunzip(content, path, most) if content.startswith(GZIP) else content


def gunzip(packed: bytes, path: Path, most: int | None = None) -> bytes:
    """Unpack every member of a gzip file. `path` is for messages only.

    Raises DataError on what is damaged or unpacks to more bytes than `most`, by default
    `limits.DATA_BYTES`.
    """
    most = limits.DATA_BYTES if most is None else most
    whole = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            while piece := file.read(PIECE):
                if whole.tell() + len(piece) > most:
                    raise DataError(f"{path} unpacks to more than {most} bytes")
                whole.write(piece)
    except EOFError as error:
        raise DataError(f"{path} is truncated: its gzip data end too early") from error
    except (OSError, zlib.error) as error:
        raise DataError(f"{path} is damaged: {error}") from error
    return whole.getvalue()


def text(path: Path, most: int | None = None) -> str:
    """A text file in UTF-8, packed or not, of `most` bytes; by default `limits.TEXT_BYTES`.

    Raises DataError on anything else.
    """
    try:
        found = unpacked(path, limits.TEXT_BYTES if most is None else most)
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} is no text: byte {error.start} is not UTF-8", hint="save it as UTF-8"
        ) from error


def lines(path: Path, most: int | None = None, *, ends: str = LINE_ENDS) -> list[str]:
    """The lines of such a file. Raises DataError on more than `limits.TEXT_LINES` as well.

    `ends`: where lines end, by default wherever they do in any program.
    """
    found = text(path, most)
    if (count := sum(map(found.count, ends))) > limits.TEXT_LINES:
        raise DataError(f"{path} has {count} lines; at most {limits.TEXT_LINES} are read")
    return found.splitlines() if ends == LINE_ENDS else found.split(ends)
