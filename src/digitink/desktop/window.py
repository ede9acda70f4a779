"""The loop of the window: events in, frames out."""

import sys
import time
from collections.abc import Hashable
from typing import TYPE_CHECKING

import pygame

from digitink.desktop import keys
from digitink.desktop.live import Report
from digitink.desktop.pad import Point
from digitink.desktop.screen import NAME, Screen
from digitink.desktop.session import Session
from digitink.desktop.tools import Action
from digitink.desktop.view import View
from digitink.desktop.words import text_of

if TYPE_CHECKING:
    from digitink.hand import Hand
    from digitink.reader import ModelLike

MOUSE = "mouse"
FRAME_SECONDS = 1 / 240  # from one frame to the next, at the least: no screen shows more
ATTENTIVE = 2.0  # seconds after an event in which the next is awaited closely
GLANCE = 0.004  # of the time without events passes from one look to the next, after that
LONGEST_GLANCE = 0.04  # seconds: what the first ink after a long pause may be late
LATEST = 0.02  # seconds that an event waited at most: pygame does not tell when it came
UNKNOWN = 0.5  # pressure that no device told


class Window:
    """A screen, what happens on it, and the session that this belongs to."""

    def __init__(self, screen: Screen, model: "ModelLike", hand: "Hand | None") -> None:
        self._reported = pygame.event.custom_type()
        self._screen = screen
        self.session = Session(model, hand, self._post)
        self._pressed: dict[Hashable, Action] = {}  # buttons, by the pointer that is on them
        self._time = 0.0  # seconds: about when the event that is taken in came
        self._resized = False
        self._lay_out()

    def run(self) -> None:
        """Show the window until it is closed; raises what made reading impossible."""
        session = self.session
        self._refresh()
        last_event = last_frame = time.perf_counter()
        try:
            session.reader.start()
            while not session.over:
                time.sleep(max(last_frame + FRAME_SECONDS - time.perf_counter(), 0))
                events = _events(time.perf_counter() - last_event)
                if not events:
                    continue
                now = time.perf_counter()
                begin = max(last_event, now - LATEST)
                for i, event in enumerate(events, 1):
                    self._time = begin + (now - begin) * i / len(events)
                    self._take(event)
                last_event = now
                if self._refresh():
                    last_frame = now
        finally:
            self._screen.hide()  # what is being learnt may take a moment more
            session.reader.close()
        if session.failure is not None:
            raise session.failure

    def _post(self, report: Report) -> None:
        pygame.event.post(pygame.Event(self._reported, report=report))

    def _lay_out(self) -> None:
        self._resized = False
        self._view = View(self._screen.canvas(), self._screen.layout(), self.session.pad)

    def _refresh(self) -> bool:
        """Show what changed; whether anything did."""
        if self._resized:
            self._lay_out()
        self.session.update()
        changed = self._view.refresh(self.session.shown)
        if changed:
            self._flip()
        return changed

    def _flip(self) -> None:
        number = text_of(self.session.shown.lines).replace("\n", " ")
        self._screen.flip(f"{number} · {NAME}" if number else NAME)

    def _take(self, event: pygame.Event) -> None:
        match event.type:
            case pygame.QUIT:
                self.session.quit()
            case pygame.KEYDOWN:
                self._key(event)
            case pygame.MOUSEBUTTONDOWN | pygame.MOUSEMOTION | pygame.MOUSEBUTTONUP:
                if not event.touch:  # a finger has events of its own
                    self._mouse(event)
            case pygame.FINGERDOWN | pygame.FINGERMOTION | pygame.FINGERUP:
                if sys.platform != "darwin":  # where they are fingers that rest on a trackpad
                    self._finger(event)
            case pygame.WINDOWLEAVE:
                self.session.shown.under = None
            case pygame.WINDOWSIZECHANGED | pygame.WINDOWDISPLAYCHANGED:
                self._resized = True
            case pygame.WINDOWEXPOSED:
                self._flip()
            case self._reported:
                self.session.told(event.report)

    def _key(self, event: pygame.Event) -> None:
        action, label = keys.action_of(event), keys.digit_of(event)
        if action is not None:
            self._do(action)
        elif label is not None:
            self.session.correct(label)

    def _mouse(self, event: pygame.Event) -> None:
        x, y = self._screen.points(event.pos)
        if event.type == pygame.MOUSEMOTION:
            self.session.shown.under = self._view.button_at(x, y)
            if event.buttons[0]:
                self._move(MOUSE, x, y)
            else:
                self._lift(MOUSE, x, y)  # it was let go where this window heard nothing of it
        elif event.button == pygame.BUTTON_LEFT:
            down = event.type == pygame.MOUSEBUTTONDOWN
            (self._put_down if down else self._lift)(MOUSE, x, y)
        elif event.button == pygame.BUTTON_RIGHT and event.type == pygame.MOUSEBUTTONDOWN:
            self._choose(self._view.sheet.digit_at(x, y))

    def _finger(self, event: pygame.Event) -> None:
        pointer = (event.touch_id, event.finger_id)
        width, height = self._view.layout.window.size
        does = {
            pygame.FINGERDOWN: self._put_down,
            pygame.FINGERMOTION: self._move,
            pygame.FINGERUP: self._lift,
        }
        does[event.type](pointer, event.x * width, event.y * height)

    def _put_down(self, pointer: Hashable, x: float, y: float) -> None:
        button, pad = self._view.button_at(x, y), self.session.pad
        if button is not None:
            self._pressed[pointer] = button
        elif self._view.layout.sheet.collidepoint(x, y):
            if pad.empty:
                self._view.sheet.fit()
            pad.begin(pointer, self._point(x, y))
            self.session.ink_changed()
        else:
            self._choose(self._view.figure_at(x, y))

    def _move(self, pointer: Hashable, x: float, y: float) -> None:
        if self.session.pad.move(pointer, self._point(x, y)):
            self.session.ink_changed()

    def _lift(self, pointer: Hashable, x: float, y: float) -> None:
        self._move(pointer, x, y)
        if self.session.pad.end(pointer):
            self.session.ink_changed()
        button = self._pressed.pop(pointer, None)
        if button is not None and button is self._view.button_at(x, y):
            self._do(button)

    def _do(self, action: Action) -> None:
        self.session.do(action)
        if action in (Action.UNDO, Action.REDO):
            self._view.sheet.fit_again()

    def _choose(self, digit: int | None) -> None:
        if digit is not None:
            self.session.choose(digit)

    def _point(self, x: float, y: float) -> Point:
        x, y = self._view.sheet.inside(x, y)
        return (round(x, 1), round(y, 1), round(self._time * 1000, 1), UNKNOWN)


def _events(quiet: float) -> list[pygame.Event]:
    """All events that wait; after `quiet` seconds without any, glances for them, ever fewer.

    `pygame.event.wait` looks each millisecond, which costs a core two per cent.
    """
    if quiet > ATTENTIVE:
        time.sleep(min(GLANCE * quiet, LONGEST_GLANCE))
        return pygame.event.get()
    first = pygame.event.wait(100)
    return [] if first.type == pygame.NOEVENT else [first, *pygame.event.get()]
