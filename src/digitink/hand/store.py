"""The file that keeps what was taught: SQLite, for several processes and sudden ends.

Each call opens the file anew, so that there is nothing to close, and threads and processes share
nothing but the file. It keeps to SQLite's rollback journal: it needs no files beside it while
nobody writes, works on shared folders, and what was confirmed outlives a crash of the machine.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitink import limits
from digitink.errors import HandError, InkError
from digitink.ink import Ink

APPLICATION = 0x64676E6B  # "dgnk": tells the file from those of other programs
VERSION = 1
PATIENCE = 5.0  # seconds to wait while another process writes
SCHEMA = f"""
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 9),
    ink TEXT NOT NULL,
    taught TEXT NOT NULL
);
CREATE TABLE settings (enabled INTEGER NOT NULL);
INSERT INTO settings VALUES (1);
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""

ELSEWHERE = "make room and see that it can be written, or set DIGITINK_HAND to another file"

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """One ink and the digit that its writer says it is.

    `when`: in UTC. `applied`: whether readings follow it.
    """

    id: int
    label: int
    ink: Ink
    when: datetime
    applied: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "id": self.id,
            "label": self.label,
            **self.ink.to_dict(),
            "when": self.when.isoformat(),
            "applied": self.applied,
        }


class Store:
    """The corrections in the file at `path`, which is made by the first that is added.

    Every method raises HandError where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> Stamp | None:
        """What changes with the file; None where there is none."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._complaint(error) from error
        return (found.st_ino, found.st_size, found.st_mtime_ns)

    def corrections(self) -> list[Correction]:
        """All of them, the oldest first."""
        with self._reading() as database:
            if database is None:
                return []
            rows = database.execute("SELECT id, label, ink, taught FROM corrections ORDER BY id")
            return [self._correction(row) for row in rows]

    def add(self, ink: Ink, label: int) -> int:
        """Keep one more; its number. It is on the disk when this returns."""
        when = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as database:
            (count,) = database.execute("SELECT count(*) FROM corrections").fetchone()
            if count >= limits.CORRECTIONS:
                raise HandError(
                    f"{self.path} holds {count} corrections, as many as are kept",
                    hint="forget some of them",
                )
            row = (label, ink.to_json(), when)
            added = database.execute(
                "INSERT INTO corrections (label, ink, taught) VALUES (?, ?, ?)", row
            )
            assert added.lastrowid is not None
            return added.lastrowid

    def remove(self, number: int) -> bool:
        """Forget one; whether there was one of that number."""
        return self._delete("WHERE id = ?", number) > 0

    def remove_all(self) -> int:
        """Forget all; how many there were."""
        return self._delete("")

    def pop(self) -> Correction | None:
        """Forget the latest and give it back; None where there is none."""
        if self.stamp() is None:
            return None
        with self._writing() as database:
            row = database.execute(
                "SELECT id, label, ink, taught FROM corrections ORDER BY id DESC LIMIT 1"
            ).fetchone()
            if row is None:
                return None
            database.execute("DELETE FROM corrections WHERE id = ?", row[:1])
            return self._correction(row)

    @property
    def enabled(self) -> bool:
        """Whether readings follow the corrections at all."""
        with self._reading() as database:
            if database is None:
                return True
            return bool(database.execute("SELECT enabled FROM settings").fetchone()[0])

    @enabled.setter
    def enabled(self, value: bool) -> None:
        with self._writing() as database:
            database.execute("UPDATE settings SET enabled = ?", (int(value),))

    def _delete(self, condition: str, *values: int) -> int:
        if self.stamp() is None:
            return 0
        with self._writing() as database:
            return database.execute(f"DELETE FROM corrections {condition}", values).rowcount

    def _correction(self, row: tuple[int, int, str, str]) -> Correction:
        number, label, ink, when = row
        try:
            return Correction(number, label, Ink.from_json(ink), datetime.fromisoformat(when))
        except (InkError, ValueError, TypeError) as error:
            raise HandError(
                f"correction {number} in {self.path} is damaged: {error}",
                hint=f"digitink teach forget {number}",
            ) from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """The database, None where there is none yet."""
        if self.stamp() is None:
            yield None
            return
        with self._opened("rw") as database:
            yield database if self._is_ours(database) else None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The database within one transaction, made where it is not there."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._complaint(error) from error
        with self._opened("rwc") as database:
            database.execute("PRAGMA synchronous = EXTRA")  # on the disk before it is confirmed
            database.execute("BEGIN IMMEDIATE")
            if not self._is_ours(database):
                for statement in SCHEMA.split(";\n"):
                    database.execute(statement)
            yield database
            database.execute("COMMIT")

    @contextmanager
    def _opened(self, mode: str) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.absolute().as_uri()}?mode={mode}"
        try:
            with closing(
                sqlite3.connect(address, timeout=PATIENCE, isolation_level=None, uri=True)
            ) as database:
                yield database
        except sqlite3.Error as error:
            raise self._complaint(error) from error

    def _is_ours(self, database: sqlite3.Connection) -> bool:
        """Whether it holds corrections; False where it is empty. HandError on any other."""
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (version,) = database.execute("PRAGMA user_version").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not (application or version or tables):
            return False
        if application != APPLICATION:
            raise HandError(f"{self.path} is the database of another program", hint=ELSEWHERE)
        if version > VERSION:
            raise HandError(
                f"{self.path} was written by a newer digitink (version {version} of the file;"
                f" this one knows {VERSION})",
                hint="install that version again; nothing was changed",
            )
        return True

    def _complaint(self, error: OSError | sqlite3.Error) -> HandError:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return HandError(f"cannot use {self.path}: {reason}", hint=ELSEWHERE)
