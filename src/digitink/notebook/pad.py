"""DigitPad: a pad to write on in a notebook, read in the kernel."""

import time
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import anywidget
import numpy as np
import numpy.typing as npt
import traitlets

from digitink.bundle import one_module
from digitink.errors import DigitinkError, InputError, UsageError
from digitink.frame import SIDE, decoded, encoded
from digitink.hand import Hand, Taught
from digitink.ink import Ink
from digitink.inside import Look, look
from digitink.model import Model, load_model
from digitink.notebook.history import History
from digitink.notebook.said import Said
from digitink.reader import Inspection, inspect
from digitink.reading import Reading

if TYPE_CHECKING:
    from digitink.reader import ModelLike

HEIGHT = 240  # CSS px
WEB = resources.files("digitink").joinpath("web")


def _source(name: str) -> str:
    return WEB.joinpath(name).read_text(encoding="utf-8")


class _Writing(NamedTuple):
    """Who changes the ink, a view by its name or else Python, and whether their pen is lifted."""

    author: str = ""
    at_rest: bool = True


class DigitPad(anywidget.AnyWidget):
    """A pad to write on in JupyterLab, Notebook, VS Code, Colab and marimo.

    `model`: as for `digitink.read`. `hand`: what corrections teach and readings follow; None for
    the user's own. `single`: all that is written is one digit. `width` and `height`: of the pad in
    CSS pixels; without a width it takes what the cell has. Raises ModelError on a model that
    cannot be opened.

    `ink` follows the pen, and `reading`, `text` and `frames` follow `ink`; set `ink` to have other
    ink shown and read. `pad.observe(call, "reading")` has `call` called at each change; by then
    all four belong together.
    """

    _esm = one_module("notebook", lambda name: _source(f"{name}.js"))
    _css = _source("notebook.css") + _source("inside.css")

    ink = traitlets.Instance(Ink, ([],), help="what is written")
    reading = traitlets.Instance(Reading, (), read_only=True, help="what it was read as")
    text = traitlets.Unicode(read_only=True, help="the number; its lines joined by line breaks")
    frames = traitlets.Instance(
        np.ndarray, read_only=True, help="(N, 28, 28) float32 in 0..1: what the network saw"
    )
    single = traitlets.Bool(help="whether all that is written is one digit")
    width = traitlets.Int(None, min=200, allow_none=True, help="CSS pixels").tag(sync=True)
    height = traitlets.Int(HEIGHT, min=100, help="CSS pixels").tag(sync=True)

    # What all views of the pad show: the ink, who wrote it, in which turn, and how it was read.
    _drawn = traitlets.Dict().tag(sync=True)
    _answer = traitlets.Dict().tag(sync=True)
    _settled = traitlets.Int().tag(sync=True)  # counts readings of lifted pens; set by the views

    def __init__(
        self,
        model: "ModelLike" = None,
        *,
        hand: Hand | None = None,
        single: bool = False,
        width: int | None = None,
        height: int = HEIGHT,
    ) -> None:
        self._model = model if isinstance(model, Model) else load_model(model)
        self.hand = Hand() if hand is None else hand
        self._history = History()
        self._said = Said()
        self._writing = _Writing()
        self._author, self._at_rest = self._writing
        self._turn = 0
        self._found, self._facts = self._inspect(Ink([]), single=single)
        super().__init__(single=single, width=width, height=height)
        self._publish()
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"DigitPad({self.text!r})"

    def clear(self) -> None:
        """Take all ink away; `undo` brings it back."""
        self.ink = Ink([])

    def undo(self) -> None:
        """Take back the last change of the ink: a stroke, a clear, ink that was set."""
        before = self._history.back(self.ink)
        if before is not None:
            self.ink = before

    def teach(self, label: int, digit: int | None = None) -> Taught:
        """Say that a digit on the pad is a `label`, 0 to 9; readings follow it from now on.

        `digit`: its index in `reading.digits`, needed only where there are several. Raises
        UsageError where there is no such digit, InputError on another label, HandError where the
        correction cannot be kept.
        """
        ink = self._ink_of(self._index(digit))
        taught = self.hand.teach(ink, label, model=self._model)
        self._said.note(ink, int(label), taught.id)
        self._read_again()
        return taught

    def forget(self, number: int) -> None:
        """Take back what was taught under this number, `Taught.id`. Raises HandError."""
        self.hand.forget(number)
        self._said.forget(number)
        self._read_again()

    def inside(self, digit: int | None = None) -> Look:
        """Why a digit was read as it was: which ink spoke for it, and all feature maps.

        `digit`: its index in `reading.digits`, needed only where there are several. Raises
        UsageError where there is no such digit.
        """
        frame = self._found.frames[self._index(digit)]
        return look(frame, model=self.hand.personal(self._model))

    @traitlets.default("frames")
    def _no_frames(self) -> npt.NDArray[np.float32]:
        return np.zeros((0, SIDE, SIDE), np.float32)

    @traitlets.validate("ink")
    def _read(self, proposal: Any) -> Ink:
        """Read ink before it is taken, so that what cannot be read changes nothing."""
        ink: Ink = proposal["value"]
        self._found, self._facts = self._inspect(ink, single=self.single)
        return ink

    @traitlets.observe("ink")
    def _ink_changed(self, _: Any) -> None:
        writing, self._writing = self._writing, _Writing()
        if writing.at_rest:
            self._history.step(self.ink, by_view=bool(writing.author))
        if not writing.author or writing.author != self._author:
            self._turn += 1
        self._author, self._at_rest = writing
        self._publish()

    @traitlets.observe("single")
    def _read_again(self, _: Any = None) -> None:
        self._found, self._facts = self._inspect(self.ink, single=self.single)
        self._publish()

    def _inspect(self, ink: Ink, *, single: bool) -> tuple[Inspection, dict[str, Any]]:
        started = time.perf_counter()
        model = self.hand.personal(self._model)
        found = inspect(ink, single=single, model=model)
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        facts = {"model": model.name, "personal": model is not self._model, "ms": milliseconds}
        return found, facts

    def _publish(self) -> None:
        """Show what was found: on the views first, for observers may take their time."""
        found = self._found
        with self.hold_sync():
            self._drawn = {
                "ink": self.ink.to_json(),
                "author": self._author,
                "turn": self._turn,
                "at_rest": self._at_rest,
            }
            self._answer = self._facts | {
                "reading": self._said.added_to(found.reading, self._ink_of),
                "frames": encoded(found.frames),
                "strokes": found.strokes,
            }
        with self.hold_trait_notifications():
            self.set_trait("reading", found.reading)
            self.set_trait("text", found.reading.text)
            if not np.array_equal(self.frames, found.frames):
                self.set_trait("frames", found.frames)

    def _index(self, digit: int | None) -> int:
        """Which digit is meant. Raises UsageError where that is not clear, or there is none."""
        count = len(self._found.reading.digits)
        if digit is None and count != 1:
            raise UsageError(f"there are {count} digits on the pad", hint="say which: digit=0")
        index = digit or 0
        if not 0 <= index < count:
            raise UsageError(f"there is no digit {index}", hint=f"the pad has {count}, from 0 on")
        return index

    def _ink_of(self, digit: int) -> Ink:
        return Ink([self.ink.strokes[i] for i in self._found.strokes[digit]])

    def _receive(self, _: Any, message: Any, _buffers: Any) -> None:
        """Answer one message of a view. Whatever comes of it, there is an answer."""
        answer: dict[str, Any] = {}
        try:
            answer = self._answered(message)
        except DigitinkError as error:
            answer = {"error": {"message": error.message, "hint": error.hint}}
        except Exception as error:
            message_of_error = f"{type(error).__name__}: {error}"
            hint = "raised by what observes the pad; the notebook's log has more"
            answer = {"error": {"message": message_of_error, "hint": hint}}
            raise  # ipywidgets shows it where the front end has a place for that
        finally:
            number = message.get("id") if isinstance(message, dict) else None
            self.send({"to": number, **answer})

    def _answered(self, message: Any) -> dict[str, Any]:
        match message:
            case {
                "ask": "read",
                "ink": str(ink),
                "author": str(author),
                "turn": int(turn),
                "at_rest": bool(at_rest),
            }:
                return self._follow(Ink.from_json(ink), _Writing(author, at_rest), turn)
            case {"ask": "teach", "label": int(label), "strokes": [*strokes]}:
                if tuple(strokes) not in self._found.strokes:
                    raise UsageError("that digit is not there any more", hint="say it once more")
                return asdict(self.teach(label, self._found.strokes.index(tuple(strokes))))
            case {"ask": "look", "frame": str(frame), "digit": int(label)}:
                model = self.hand.personal(self._model)
                return look(decoded(frame), digit=label, model=model).to_dict()
            case {"ask": "forget", "number": int(number)}:
                self.forget(number)
                return {}
        raise InputError("the pad does not know this message", hint="run the cell again")

    def _follow(self, ink: Ink, writing: _Writing, turn: int) -> dict[str, Any]:
        """Take a view's ink, unless it was written upon what is not there any more."""
        if turn != self._turn:
            return {"stale": True}
        if ink == self.ink:
            if writing.at_rest:  # the pen was lifted where it was
                self._history.step(ink, by_view=True)
                self._drawn = self._drawn | {"at_rest": True}
            return {}
        self._writing = writing
        try:
            self.ink = ink
        finally:
            self._writing = _Writing()
        return {}
