"""The SQLite file of a hand: its tables, how it is opened, what it is refused for.

Each use opens it anew, so that there is nothing to close, and threads and processes share nothing
but the file. It keeps to SQLite's rollback journal, not to a write-ahead log: that needs no files
beside it while nobody writes, and reads from folders that cannot be written to.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from digitink.errors import HandError

APPLICATION = 0x64676E6B  # "dgnk": tells the file from those of other programs
VERSION = 1
PATIENCE = 5.0  # seconds to wait while another process writes
SCHEMA = (
    """CREATE TABLE corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 9),
        ink TEXT NOT NULL,
        taught TEXT NOT NULL
    )""",
    # Which corrections go together, as it was found for a model; '' where it is applied.
    """CREATE TABLE verdicts (
        model TEXT NOT NULL,
        correction INTEGER NOT NULL,
        refusal TEXT NOT NULL,
        PRIMARY KEY (model, correction)
    )""",
    "CREATE TABLE settings (enabled INTEGER NOT NULL)",
    "INSERT INTO settings VALUES (1)",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)
ELSEWHERE = "make room and see that it can be written, or set DIGITINK_HAND to another file"


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """The database at one moment; None where there is none. Raises HandError."""
    if status(path) is None:
        yield None
        return
    with _opened(path, "rw") as database:  # a journal that a crash left is rolled back
        database.execute("BEGIN")
        yield database if _is_ours(database, path) else None


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """The database within one transaction, made where there is none. Raises HandError.

    At its end all of it is on the disk, or, after any error, nothing.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _complaint(path, error.strerror) from error
    with _opened(path, "rwc") as database:
        database.execute("PRAGMA synchronous = EXTRA")
        database.execute("BEGIN IMMEDIATE")
        if not _is_ours(database, path):
            for statement in SCHEMA:
                database.execute(statement)
        yield database
        database.execute("COMMIT")


def status(path: Path) -> os.stat_result | None:
    """What is known of the file; None where there is none. Raises HandError if that is hidden."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _complaint(path, error.strerror) from error


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        with closing(
            sqlite3.connect(address, timeout=PATIENCE, isolation_level=None, uri=True)
        ) as database:
            yield database
    except (sqlite3.Error, OverflowError) as error:  # of a whole number beyond SQLite's
        raise _complaint(path, str(error)) from error


def _is_ours(database: sqlite3.Connection, path: Path) -> bool:
    """Whether it holds corrections; False where it is empty. Raises HandError on any other."""
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (version,) = database.execute("PRAGMA user_version").fetchone()
    (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not (application or version or tables):
        return False
    if application != APPLICATION:
        raise HandError(
            f"{path} is the database of another program",
            hint="set DIGITINK_HAND to another file",
        )
    if version > VERSION:
        raise HandError(
            f"{path} was written by a newer digitink: its version is {version}, this one knows"
            f" {VERSION}; nothing in it was changed",
            hint="install the newer digitink, or set DIGITINK_HAND to another file",
        )
    return True


def _complaint(path: Path, reason: str | None) -> HandError:
    return HandError(f"cannot use {path}: {reason}", hint=ELSEWHERE)
