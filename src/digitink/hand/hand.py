"""Hand: what one person taught, and the model that reads with it."""

import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

from digitink import durable
from digitink.errors import DigitinkError, HandError, InkError, InputError, UsageError
from digitink.hand.layer import PersonalLayer, Shown
from digitink.hand.learning import learn, lesson
from digitink.hand.rehearsal import rehearsal
from digitink.hand.store import Correction, Kept, Stamp, Store
from digitink.ink import Ink
from digitink.model import Model, load_model

PATIENCE = 0.5  # seconds that a reading waits for what another thread is learning

log = logging.getLogger("digitink.hand")


@dataclass(frozen=True, slots=True)
class Taught:
    """What became of a correction: its number, whether readings follow it, why in a sentence."""

    id: int
    applied: bool
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class _Learnt:
    """What a network made of the file as it was at `stamp`: the layer that follows it, if any.

    `model` is `source` with that layer.
    """

    stamp: Stamp | None
    kept: Kept
    layer: PersonalLayer | None
    source: Model
    model: Model


class Hand:
    """What one person taught, in a file of its own; safe to use from threads and processes.

    `path`: that file; by default $DIGITINK_HAND or hand.db in the user's data folder. It is made
    with the first correction or switch. All but `personal` raise HandError where it cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        given = path or os.environ.get("DIGITINK_HAND")
        folder = Path(platformdirs.user_data_dir("digitink", appauthor=False))
        self.path = Path(given).expanduser() if given else folder / "hand.db"
        self._store = Store(self.path)
        self._lock = threading.Lock()
        self._learnt: dict[str, _Learnt] = {}  # by the SHA-256 of the model
        self._lessons: dict[tuple[Any, ...], Shown] = {}
        self._warned = ""

    def __repr__(self) -> str:
        return f"Hand({str(self.path)!r})"

    def teach(self, ink: Ink, label: int, *, model: Model) -> Taught:
        """Keep that `ink` is the one digit `label`, and have readings follow it from now on.

        It is on the disk before anything is learnt from it. Where MNIST's digits or those taught
        before would suffer it is kept but not applied. Raises InputError on another label than 0
        to 9 and on ink without points.
        """
        if not isinstance(label, int) or isinstance(label, bool) or not 0 <= label <= 9:
            raise InputError(f"the label is {label!r}", hint="expected a digit 0 to 9")
        if ink.box is None:
            raise InkError("there is no ink to learn from")
        number = self._store.add(ink, label)
        kept = self._up_to_date(model).kept
        if not kept.enabled:
            return Taught(number, False, "kept; learning is switched off")
        refusal = kept.verdicts.get(number, "it was forgotten meanwhile")
        why = f"kept but not applied: {refusal}" if refusal else f"learnt: this is {label}"
        return Taught(number, not refusal, why)

    def personal(self, model: Model) -> Model:
        """The model with what was taught; the model itself where nothing is, or switched off.

        Cheap while the file stays as it is. Where that cannot be read, or nothing be learnt from
        it, a warning is logged, and readings go on without it.
        """
        try:
            learnt = self._up_to_date(model, PATIENCE)
        except DigitinkError as error:
            if str(error) != self._warned:
                log.warning("%s", error)
                self._warned = str(error)
            return model
        if learnt.layer is None:
            return model
        # The same network may stand on another card.
        return learnt.model if learnt.source is model else model.adapted(learnt.layer)

    def prepare(self, model: Model) -> None:
        """Do beforehand what the first correction would wait for: about half a second of work."""
        self.personal(model)
        rehearsal(model)

    def corrections(self, model: Model | None = None) -> list[Correction]:
        """All that was taught, the oldest first; `applied` is said of the model or the default."""
        if not self._store.kept().corrections:
            return []
        kept = self._up_to_date(load_model() if model is None else model).kept
        applied = {number for number, refusal in kept.verdicts.items() if not refusal}
        return [
            replace(one, applied=kept.enabled and one.id in applied) for one in kept.corrections
        ]

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
        return self._store.kept().enabled

    @enabled.setter
    def enabled(self, value: bool) -> None:
        self._store.enable(value)

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
        return "".join(f"{json.dumps(_line(one))}\n" for one in self._store.kept().corrections)

    def export(self, path: str | os.PathLike[str]) -> None:
        """Write `lines` to a file.

        Raises UsageError on another suffix than .jsonl, OutputError where it cannot be written.
        """
        if Path(path).suffix.lower() != ".jsonl":
            raise UsageError(f"{path} does not end in .jsonl", hint="give it that suffix")
        durable.write(Path(path), self.lines().encode())

    def _up_to_date(self, model: Model, patience: float = -1) -> _Learnt:
        """What the model makes of the file as it is; as it was, where patience ends before that."""
        sha256 = model.card.sha256
        with self._locked(patience) as locked:
            known = self._learnt.get(sha256, _Learnt(None, Kept(), None, model, model))
            if not locked:
                return known
            stamp = self._store.stamp()
            if stamp != known.stamp:
                kept = self._store.kept(sha256)
                known = (
                    replace(known, stamp=stamp)
                    if kept == known.kept
                    else self._learn(stamp, kept, model)
                )
                self._learnt[sha256] = known
            return known

    @contextmanager
    def _locked(self, patience: float) -> Iterator[bool]:
        locked = self._lock.acquire(timeout=patience)
        try:
            yield locked
        finally:
            if locked:
                self._lock.release()

    def _learn(self, stamp: Stamp | None, kept: Kept, model: Model) -> _Learnt:
        """What is kept with all its verdicts, and what follows those applied."""
        taught = {(one.id, one.label, one.when) for one in kept.corrections}
        self._lessons = {key: one for key, one in self._lessons.items() if key[1:] in taught}
        if not (kept.enabled and kept.corrections):
            return _Learnt(stamp, kept, None, model, model)
        known = kept.verdicts
        tried = [one for one in kept.corrections if not known.get(one.id)]
        learnt = learn(
            [self._lesson(one, model) for one in tried],
            rehearsal(model),
            model.card.temperature,
            [i for i, one in enumerate(tried) if one.id in known],
        )
        found = {one.id: learnt.refused.get(i, "") for i, one in enumerate(tried)}
        verdicts = known | found
        if verdicts != known:
            with suppress(HandError):  # it is found again the next time
                self._store.judge(model.card.sha256, found)
        layer = learnt.layer
        adapted = model if layer is None else model.adapted(layer)
        return _Learnt(stamp, replace(kept, verdicts=verdicts), layer, model, adapted)

    def _lesson(self, one: Correction, model: Model) -> Shown:
        key = (model.card.sha256, one.id, one.label, one.when)
        if key not in self._lessons:
            self._lessons[key] = lesson(one.ink, one.label, model)
        return self._lessons[key]


def _line(correction: Correction) -> dict[str, Any]:
    when = correction.when.isoformat()
    return {"label": str(correction.label), **correction.ink.to_dict(), "when": when}
