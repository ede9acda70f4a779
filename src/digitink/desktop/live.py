"""The thread that reads: the newest ink wins, corrections are never dropped, nothing queues up."""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitink.desktop.pad import Stroke
from digitink.errors import DigitinkError

if TYPE_CHECKING:
    from digitink.hand import Hand
    from digitink.model import Model
    from digitink.reader import Inspection, ModelLike

PAUSE = 1.0  # seconds without new ink, after which what is needed to learn is prepared

Strokes = tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is open."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What was read in `strokes`, by which model, in how many milliseconds.

    `personal`: whether with what was taught.
    """

    strokes: Strokes
    inspection: "Inspection"
    model: str
    personal: bool
    milliseconds: float

    def strokes_of(self, digit: int) -> Strokes:
        """The strokes that make one of its digits."""
        return tuple(self.strokes[i] for i in self.inspection.strokes[digit])


@dataclass(frozen=True, slots=True)
class Taught:
    """What became of a correction, in a sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """Some ink could not be read."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no model to read with, so there will be no readings."""

    error: Exception


Report = Ready | Answer | Taught | Complaint | Failed
Task = Callable[[], Report]


def in_words(error: Exception) -> str:
    """An error in one line."""
    if isinstance(error, DigitinkError):
        return str(error)
    return " ".join(f"unexpected {type(error).__name__}: {error}".split())


class LiveReader:
    """Reads ink in a thread of its own, which opens the model as well.

    `hand`: what to read with and to teach, None for the user's own. `report` is called in that
    thread.
    """

    def __init__(
        self, model: "ModelLike", hand: "Hand | None", report: Callable[[Report], None]
    ) -> None:
        self._wanted = model
        self._model: Model
        self._hand: Hand
        self._given_hand = hand
        self._report = report
        self._news = threading.Condition()
        self._ink: Strokes | None = None
        self._corrections: deque[tuple[Strokes, int]] = deque()
        self._answered = False
        self._preparing: threading.Thread | None = None
        self._closing = False
        # Neither is a daemon: one that Python cuts off inside a network aborts the whole process.
        self._thread = threading.Thread(target=self._run, name="digitink reader")

    def start(self) -> None:
        """Open the model, then read whatever is handed over."""
        self._thread.start()

    def read(self, strokes: Strokes) -> None:
        """Have this ink read, and forget any that still waits."""
        with self._news:
            self._ink = strokes
            self._news.notify()

    def teach(self, strokes: Strokes, label: int) -> None:
        """Have it learnt that these strokes are a `label`; what is read next follows it."""
        with self._news:
            self._corrections.append((strokes, label))
            self._news.notify()

    def close(self) -> None:
        """Keep the corrections that wait, forget the ink that does, and wait for the threads."""
        with self._news:
            self._closing = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join()
        if self._preparing is not None:  # which the other one may have started until now
            self._preparing.join()

    def _run(self) -> None:
        try:
            self._open()
        except Exception as error:
            self._report(Failed(error))
            return
        self._report(Ready())
        while (task := self._next()) is not None:
            try:
                report = task()
            except Exception as error:  # one reading that fails must not end all others
                report = Complaint(error)
            self._report(report)

    def _open(self) -> None:
        from digitink.hand import Hand
        from digitink.model import Model, load_model

        wanted = self._wanted
        self._model = wanted if isinstance(wanted, Model) else load_model(wanted)
        self._hand = Hand() if self._given_hand is None else self._given_hand

    def _next(self) -> Task | None:
        """Corrections first, then the newest ink; None at the end."""
        with self._news:
            while True:
                if self._corrections:
                    strokes, label = self._corrections.popleft()
                    return lambda: self._teach(strokes, label)
                if self._closing:
                    return None
                if self._ink is not None:
                    ink, self._ink = self._ink, None
                    return lambda: self._answer(ink)
                unprepared = self._answered and self._preparing is None
                if not self._news.wait(PAUSE if unprepared else None):
                    self._preparing = threading.Thread(target=self._prepare)
                    self._preparing.start()

    def _answer(self, strokes: Strokes) -> Answer:
        from digitink.ink import Ink
        from digitink.reader import inspect

        began = time.perf_counter()
        model = self._hand.personal(self._model)
        inspection = inspect(Ink(strokes), model=model)
        took = (time.perf_counter() - began) * 1000
        personal = model is not self._model
        self._answered = True
        return Answer(strokes, inspection, self._model.name, personal, took)

    def _teach(self, strokes: Strokes, label: int) -> Taught:
        from digitink.ink import Ink

        try:
            return Taught(self._hand.teach(Ink(strokes), label, model=self._model).why)
        except Exception as error:
            return Taught(f"this was not kept: {in_words(error)}")

    def _prepare(self) -> None:
        """Do beforehand what the first correction would wait for, while reading goes on."""
        with suppress(DigitinkError):  # it is said when something is to be learnt
            self._hand.prepare(self._model)
