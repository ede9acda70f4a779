"""Hand: what one person taught, and the model that reads with it."""

import json
import logging
import os
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs

from digitink import durable
from digitink.errors import HandError, InkError, InputError
from digitink.hand.layer import Shown
from digitink.hand.learning import learn, lesson
from digitink.hand.rehearsal import rehearsal
from digitink.hand.store import Correction, Stamp, Store
from digitink.ink import Ink
from digitink.model import Model, load_model

log = logging.getLogger("digitink.hand")


@dataclass(frozen=True, slots=True)
class Taught:
    """What became of a correction: its number, whether readings follow it, why in a sentence."""

    id: int
    applied: bool
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class _Adapted:
    """What was made of the file, as it was at `stamp`, for one model."""

    stamp: Stamp | None
    model: Model
    applied: frozenset[int] = frozenset()
    refused: dict[int, str] = field(default_factory=dict)


class Hand:
    """What one person taught, in a file of its own; safe to use from threads and processes.

    `path`: that file; by default $DIGITINK_HAND or hand.db in the user's data folder. It is made
    with the first correction. All but `personal` raise HandError where it cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        given = path or os.environ.get("DIGITINK_HAND")
        folder = Path(platformdirs.user_data_dir("digitink", appauthor=False))
        self.path = Path(given).expanduser() if given else folder / "hand.db"
        self._store = Store(self.path)
        self._lock = threading.Lock()
        self._adapted: dict[str, _Adapted] = {}  # by the SHA-256 of the model
        self._lessons: dict[tuple[str, str, int], Shown] = {}
        self._complained = ""

    def __repr__(self) -> str:
        return f"Hand({str(self.path)!r})"

    def teach(self, ink: Ink, label: int, *, model: Model) -> Taught:
        """Keep that `ink` is the one digit `label`, and have readings follow it from now on.

        It is on the disk when this returns. Where the digits of MNIST or those taught before
        would suffer it is kept but not applied. Raises InputError on another label than 0 to 9
        and on ink without points.
        """
        if isinstance(label, bool) or label not in range(10):
            raise InputError(f"the label is {label!r}", hint="expected a digit 0 to 9")
        if ink.box is None:
            raise InkError("there is no ink to learn from")
        number = self._store.add(ink, int(label))
        adapted = self._adapt(model)
        if not self.enabled:
            return Taught(number, False, "kept; learning is switched off")
        if number in adapted.refused:
            return Taught(number, False, f"kept but not applied: {adapted.refused[number]}")
        return Taught(number, True, f"learnt: this is a {label}")

    def personal(self, model: Model) -> Model:
        """The model with what was taught; the model itself where nothing is, or switched off.

        Cheap while the file stays as it is. Where that cannot be read a warning is logged, and
        readings go on without it.
        """
        try:
            return self._adapt(model).model
        except HandError as error:
            if str(error) != self._complained:
                log.warning("%s", error)
                self._complained = str(error)
            return model

    def prepare(self, model: Model) -> None:
        """Do beforehand what the first correction would wait for: about half a second of work."""
        rehearsal(model)
        self.personal(model)

    def corrections(self, model: Model | None = None) -> list[Correction]:
        """All that was taught, the oldest first; `applied` is said of the model or the default."""
        kept = self._store.corrections()
        if not kept:
            return []
        applied = self._adapt(load_model() if model is None else model).applied
        return [replace(one, applied=one.id in applied) for one in kept]

    def undo(self) -> Correction | None:
        """Take back what was taught last; None where nothing is left."""
        return self._store.pop()

    def forget(self, number: int) -> bool:
        """Forget one correction; whether there was one of that number."""
        return self._store.remove(number)

    def forget_all(self) -> int:
        """Forget all corrections; how many there were."""
        return self._store.remove_all()

    @property
    def enabled(self) -> bool:
        """Whether readings follow what was taught; kept in the file."""
        return self._store.enabled

    @enabled.setter
    def enabled(self, value: bool) -> None:
        self._store.enabled = value

    def to_dict(self, model: Model) -> dict[str, Any]:
        """All that is known of it as plain values; `applied`: how many corrections are."""
        kept = self.corrections(model)
        return {
            "enabled": self.enabled,
            "applied": sum(one.applied for one in kept),
            "corrections": [one.to_dict() for one in kept],
        }

    def lines(self) -> str:
        """All that was taught as ink JSON lines, as `digitink train --data` takes them."""
        return "".join(f"{json.dumps(_line(one))}\n" for one in self._store.corrections())

    def export(self, path: str | os.PathLike[str]) -> None:
        """Write `lines` to a file. Raises OutputError where it cannot be written."""
        durable.write(Path(path), self.lines().encode())

    def _adapt(self, model: Model) -> _Adapted:
        with self._lock:
            stamp = self._store.stamp()
            known = self._adapted.get(model.card.sha256)
            if known is None or known.stamp != stamp:
                trusted = known.applied if known else frozenset()
                known = self._adapt_anew(model, stamp, trusted)
                self._adapted[model.card.sha256] = known
            return known

    def _adapt_anew(self, model: Model, stamp: Stamp | None, trusted: frozenset[int]) -> _Adapted:
        kept = self._store.corrections() if self._store.enabled else []
        if not kept:
            return _Adapted(stamp, model)
        learnt = learn(
            [self._lesson(one, model) for one in kept],
            rehearsal(model),
            model.card.temperature,
            [i for i, one in enumerate(kept) if one.id in trusted],
        )
        return _Adapted(
            stamp,
            model if learnt.layer is None else model.adapted(learnt.layer),
            frozenset(kept[i].id for i in learnt.applied),
            {kept[i].id: why for i, why in learnt.refused.items()},
        )

    def _lesson(self, correction: Correction, model: Model) -> Shown:
        key = (model.card.sha256, correction.ink.to_json(), correction.label)
        if key not in self._lessons:
            self._lessons[key] = lesson(correction.ink, correction.label, model)
        return self._lessons[key]


def _line(correction: Correction) -> dict[str, Any]:
    when = correction.when.isoformat()
    return {"label": str(correction.label), **correction.ink.to_dict(), "when": when}
