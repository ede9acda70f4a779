"""Files that a crash or a full disk cannot leave half written."""

import os
from contextlib import suppress
from pathlib import Path

from digitink.errors import OutputError


def write(path: Path, data: bytes) -> None:
    """Put `data` in the place of whatever `path` held; on any failure it still holds that.

    Raises OutputError where it cannot be written.
    """
    part = path.with_name(path.name + ".part")  # one name, so that no leftovers pile up
    try:
        with part.open("wb") as file:
            _write_through(file.fileno(), data)
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):  # the error that is told is the one of writing
            part.unlink()


def check(path: Path) -> None:
    """Raise OutputError now where `write` could not do its work later; `path` is left as it is."""
    hint = "name a file in a folder that is there and may be written to"
    try:
        if path.exists() and not path.is_file():
            raise OutputError(f"cannot write {path}: it is no ordinary file", hint=hint)
        if path.exists() and not os.access(path, os.W_OK):
            raise OutputError(f"cannot write {path}: it is read-only", hint=hint)
        part = path.with_name(path.name + ".part")
        part.touch()
        part.unlink()
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}", hint=hint) from error


def append(path: Path, line: str) -> None:
    """Add a line to a text file. Raises OutputError where it cannot be written."""
    try:
        with path.open("ab") as file:
            _write_through(file.fileno(), line.encode() + b"\n")
    except OSError as error:
        raise _unwritable(path, error) from error


def _write_through(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot write {path}: {error.strerror}",
        hint="what it held before is whole; make room and try again, a training with --resume",
    )
