"""What is kept of a hand: its corrections, and which of them a model can follow."""

import sqlite3
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitink import limits
from digitink.errors import HandError, InkError
from digitink.hand.database import reading, status, writing
from digitink.ink import Ink

SETTLED = 50_000_000  # nanoseconds: two writes within a tick of the clock leave one time
NUMBERS = 2**63  # those that SQLite has

Stamp = tuple[int, ...]


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


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept, at one moment.

    `verdicts`: of a model, by the number of a correction: why it is not applied, "" where it is.
    """

    enabled: bool = True
    corrections: tuple[Correction, ...] = ()
    verdicts: dict[int, str] = field(default_factory=dict)


class Store:
    """The file at `path`, which is made by the first correction or switch.

    Every method raises HandError where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> Stamp | None:
        """What changes with the file; None where there is none."""
        found, now = status(self.path), time.time_ns()
        if found is None:
            return None
        recent = now if now - found.st_mtime_ns < SETTLED else 0
        return (found.st_ino, found.st_size, found.st_mtime_ns, recent)

    def kept(self, model: str = "") -> Kept:
        """All of it, the oldest correction first; `model`: the SHA-256 to give the verdicts for."""
        with reading(self.path) as database:
            if database is None:
                return Kept()
            row = database.execute("SELECT enabled FROM settings").fetchone()
            enabled = row is None or bool(row[0])
            rows = database.execute("SELECT id, label, ink, taught FROM corrections ORDER BY id")
            corrections = tuple(self._correction(*row) for row in rows)
            verdicts = database.execute(
                "SELECT correction, refusal FROM verdicts WHERE model = ?", (model,)
            )
            return Kept(enabled, corrections, dict(verdicts.fetchall()))

    def add(self, ink: Ink, label: int) -> int:
        """Keep one more; its number. What was said of the very same ink before is forgotten.

        Raises HandError where `limits.CORRECTIONS` are kept, InkError on ink that could not be
        opened again.
        """
        text = ink.to_json()
        if (size := len(text.encode())) > limits.INK_BYTES:
            raise InkError(f"the ink has {size} bytes; at most {limits.INK_BYTES} are kept")
        when = datetime.now(UTC).isoformat(timespec="milliseconds")
        with writing(self.path) as database:
            _removed(database, "ink = ?", text)
            (count,) = database.execute("SELECT count(*) FROM corrections").fetchone()
            if count >= limits.CORRECTIONS:
                raise HandError(
                    f"{self.path} holds {count} corrections, as many as are kept",
                    hint="forget some of them",
                )
            added = database.execute(
                "INSERT INTO corrections (label, ink, taught) VALUES (?, ?, ?)",
                (label, text, when),
            )
            assert added.lastrowid is not None
            return added.lastrowid

    def judge(self, model: str, verdicts: dict[int, str]) -> None:
        """Keep what was found for a model, all of it or, where a correction is gone, nothing.

        What one is refused for may be another one, which was forgotten meanwhile.
        """
        with writing(self.path) as database:
            there = {number for (number,) in database.execute("SELECT id FROM corrections")}
            if not there.issuperset(verdicts):
                return
            database.executemany(
                "INSERT OR REPLACE INTO verdicts (model, correction, refusal) VALUES (?, ?, ?)",
                [(model, number, refusal) for number, refusal in verdicts.items()],
            )

    def remove(self, number: int) -> bool:
        """Forget one; whether there was one of that number."""
        if status(self.path) is None or not 0 <= number < NUMBERS:
            return False
        with writing(self.path) as database:
            return _removed(database, "id = ?", number) > 0

    def remove_all(self) -> int:
        """Forget all; how many there were."""
        if status(self.path) is None:
            return 0
        with writing(self.path) as database:
            return _removed(database, "true")

    def pop(self) -> Correction | None:
        """Forget the latest and give it back; None where there is none."""
        if status(self.path) is None:
            return None
        with writing(self.path) as database:
            row = database.execute(
                "SELECT id, label, ink, taught FROM corrections ORDER BY id DESC LIMIT 1"
            ).fetchone()
            if row is None:
                return None
            _removed(database, "id = ?", row[0])
            return self._correction(*row)

    def enable(self, enabled: bool) -> None:
        """Keep whether readings follow the corrections at all."""
        with writing(self.path) as database:
            database.execute("DELETE FROM settings")
            database.execute("INSERT INTO settings VALUES (?)", (int(enabled),))

    def _correction(self, number: int, label: int, ink: str, when: str) -> Correction:
        try:
            made = Correction(number, label, Ink.from_json(ink), datetime.fromisoformat(when))
            if made.ink.box is None:
                raise ValueError("its ink has no points")
            if label not in range(10):
                raise ValueError(f"its label is {label!r}")
            return made
        except (InkError, ValueError, TypeError) as error:
            raise HandError(
                f"correction {number} in {self.path} is damaged: {error}",
                hint=f"digitink teach forget {number}",
            ) from error


def _removed(database: sqlite3.Connection, condition: str, *values: int | str) -> int:
    """Remove corrections; those that were refused for their sake are to be tried again."""
    removed = database.execute(f"DELETE FROM corrections WHERE {condition}", values).rowcount
    if removed:
        database.execute(
            "DELETE FROM verdicts"
            " WHERE refusal <> '' OR correction NOT IN (SELECT id FROM corrections)"
        )
    return removed
