"""What the window does, whichever key, button or finger asked for it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from digitink.desktop.live import (
    Answer,
    Complaint,
    Failed,
    LiveReader,
    Ready,
    Report,
    Strokes,
    Taught,
    in_words,
)
from digitink.desktop.pad import Pad
from digitink.desktop.saving import save
from digitink.desktop.tools import Action
from digitink.desktop.view import Shown
from digitink.desktop.words import Figure, Lines, text_of
from digitink.errors import DigitinkError

if TYPE_CHECKING:
    from digitink.hand import Hand
    from digitink.reader import ModelLike

PEN = 9.0  # points, of ink that is saved
READING = "reading as you write"


class Session:
    """A pad, its reader, and what is shown of both.

    `report` is called in the reader's thread; what it is given belongs to `told`, in the window's.
    """

    def __init__(
        self, model: "ModelLike", hand: "Hand | None", report: Callable[[Report], None]
    ) -> None:
        self.pad = Pad()
        self.shown = Shown()
        self.reader = LiveReader(model, hand, report)
        self.over = False
        self.failure: Exception | None = None
        self._ink_changed = False
        self._yours: dict[Strokes, int] = {}  # what the user said that strokes are

    def ink_changed(self) -> None:
        """Have the ink read with the next `update`, however often it changes until then."""
        self._ink_changed = True

    def update(self) -> None:
        """Hand changed ink to the reader, and bring up to date what is shown."""
        if self._ink_changed:
            self._ink_changed = False
            self.shown.note = ""
            if self.pad.empty:
                self.shown.answer, self.shown.lines = None, ()
                self.shown.complaint = ""
            else:
                self.reader.read(self.pad.strokes)
        inked = {Action.RECOGNISE, Action.CLEAR, Action.SAVE}
        self.shown.enabled = frozenset(
            (set() if self.pad.empty else inked)
            | ({Action.UNDO} if self.pad.can_undo else set())
            | ({Action.REDO} if self.pad.can_redo else set())
        )

    def do(self, action: Action) -> None:
        """Do what a key or a button stands for."""
        {
            Action.RECOGNISE: self.ink_changed,
            Action.CLEAR: lambda: self._change(self.pad.clear),
            Action.UNDO: lambda: self._change(self.pad.undo),
            Action.REDO: lambda: self._change(self.pad.redo),
            Action.SAVE: self._save,
            Action.COPY: self._copy,
            Action.PREVIOUS: lambda: self.choose(self.shown.chosen - 1),
            Action.NEXT: lambda: self.choose(self.shown.chosen + 1),
            Action.QUIT: self.quit,
        }[action]()

    def choose(self, digit: int) -> None:
        """Open up another digit of the number, where there is that one."""
        if digit in range(len(self.shown.figures)):
            self.shown.chosen = digit

    def correct(self, label: int) -> None:
        """Teach that the digit that is opened up is a `label`, and read anew."""
        answer = self.shown.answer
        if answer is None or not self.shown.lines:
            return
        strokes = answer.strokes_of(self.shown.chosen)
        self._yours[strokes] = label
        self.shown.lines = self._lines(answer)
        self.shown.note = f"Learning that this is a {label} ..."
        self.reader.teach(strokes, label)
        self.reader.read(self.pad.strokes)

    def quit(self) -> None:
        """Close the window after this."""
        self.over = True

    def told(self, report: Report) -> None:
        """Take in what the reader says."""
        shown = self.shown
        match report:
            case Ready():
                shown.status, shown.ready = READING, True
            case Answer() if not self.pad.empty:
                same_ink = shown.answer is not None and shown.answer.strokes == report.strokes
                shown.answer, shown.lines = report, self._lines(report)
                shown.complaint = ""
                if not (same_ink and shown.chosen < len(shown.figures)):
                    shown.chosen = _latest(report)
            case Taught(sentence):
                shown.note = _begun_large(sentence)
            case Complaint(error):
                shown.complaint = _begun_large(in_words(error))
            case Failed(error):
                self.failure = error
                self.over = True

    def _lines(self, answer: Answer) -> Lines:
        """The figures of an answer, and of those that were corrected what the user said."""
        n = len(answer.inspection.reading.digits)
        yours = iter([self._yours.get(answer.strokes_of(i)) for i in range(n)])
        return tuple(
            tuple(Figure(digit, next(yours)) for digit in line.digits)
            for line in answer.inspection.reading.lines
        )

    def _change(self, change: Callable[[], None]) -> None:
        change()
        self.ink_changed()

    def _save(self) -> None:
        if self.pad.empty:
            return
        self.pad.end_all()
        try:
            picture, ink = save(self.pad.finished, Path(), pen=PEN)
        except DigitinkError as error:
            self.shown.note = _begun_large(in_words(error))
        else:
            self.shown.note = f"Saved {picture.name} and {ink.name} in {picture.parent.resolve()}"

    def _copy(self) -> None:
        if self.shown.lines:
            pygame.scrap.put_text(text_of(self.shown.lines))
            self.shown.note = "Copied the number"


def _latest(answer: Answer) -> int:
    """The digit that the pen was at last: that of the last stroke."""
    of_digits = answer.inspection.strokes
    return max(range(len(of_digits)), key=lambda i: max(of_digits[i], default=-1), default=0)


def _begun_large(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
