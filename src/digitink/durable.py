"""Files that a crash or a full disk cannot leave half written."""

import errno
import os
import re
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from digitink.errors import OutputError

ELSEWHERE = "name a file in a folder that is there and may be written to"
WHOLE = "what it held before is whole"
PART = re.compile(r"\.digitink-[0-9a-f]{16}\.part")
STALE = 86_400.0  # seconds since a part was last written to, after which nobody is at it any more
FULL = (errno.ENOSPC, errno.EDQUOT)

_cleared: set[Path] = set()  # a large folder is not listed for each of its files


def write(path: Path, data: bytes) -> None:
    """Put `data` in the place of whatever `path` held; on any failure it still holds that.

    A link is written through, and a file keeps its mode. Raises OutputError where it cannot be
    written, as where it is a folder, a pipe or a device.
    """
    write_all([(path, data)])


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """`write` files that belong together, each a path and its data.

    All are on the disk, under other names, before the first takes its place. Raises OutputError.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        for path, data in files:
            target, mode = _place(path)
            part, descriptor = _part_beside(target, mode)
            parts.append((part, target))
            try:
                _write_through(descriptor, data)
            finally:
                os.close(descriptor)
        for part, path in parts:
            part.replace(path)
        for _, path in parts:
            _clear_beside(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        for part, _ in parts:
            with suppress(OSError):  # the error that is told is the one of writing
                part.unlink()


def check(path: Path) -> None:
    """Raise OutputError now where `write` could not do its work later; `path` is left as it is."""
    try:
        target, mode = _place(path)
        if mode is not None and not os.access(target, os.W_OK):
            raise OutputError(f"cannot write {path}: it is read-only", hint=ELSEWHERE)
        part, descriptor = _part_beside(target, mode)
        os.close(descriptor)
        part.unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def append(path: Path, line: str) -> None:
    """Add a line to a text file. Raises OutputError where it cannot be written."""
    try:
        with path.open("ab") as file:
            _write_through(file.fileno(), line.encode() + b"\n")
    except OSError as error:
        raise _unwritable(path, error) from error


def _place(path: Path) -> tuple[Path, int | None]:
    """Where `path` leads to, and the mode of the file that is there, if one is."""
    target = Path(os.path.realpath(path))  # Path.resolve raises RuntimeError on a loop
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target, None
    if not stat.S_ISREG(mode):
        raise OutputError(f"cannot write {path}: it is no ordinary file", hint=ELSEWHERE)
    return target, stat.S_IMODE(mode)


def _part_beside(target: Path, mode: int | None) -> tuple[Path, int]:
    """A new file in the same folder, which nobody else can have named before; and its descriptor.

    Without a `mode` it gets the usual one.
    """
    part = target.with_name(f".digitink-{secrets.token_hex(8)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(part, flags, 0o666 if mode is None else 0o600)
    if mode is not None:
        with suppress(OSError):  # where files have no modes
            part.chmod(mode)
    return part, descriptor


def _clear_beside(written: Path) -> None:
    """Remove the parts of processes that were killed in the middle of a write in that folder."""
    folder = written.parent
    if folder in _cleared:
        return
    _cleared.add(folder)
    with suppress(OSError):  # what was to be written is
        now = written.stat().st_mtime  # by the clock of that disk, which may be another computer's
        for path in folder.iterdir():
            if PART.fullmatch(path.name) and path.lstat().st_mtime < now - STALE:
                path.unlink()


def _write_through(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def _unwritable(path: Path, error: OSError) -> OutputError:
    if error.errno in FULL:
        hint = f"{WHOLE}; make room and try again, a training with --resume"
    else:
        hint = WHOLE if error.errno == errno.EIO else ELSEWHERE
    return OutputError(f"cannot write {path}: {error.strerror}", hint=hint)
