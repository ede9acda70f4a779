"""The window on SDL's dummy driver."""

import threading

import pytest

from digitink.desktop.screen import Screen
from digitink.desktop.window import Window

from .acting import until
from .stand_ins import Hand, Sees, model_of


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def screen(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    opened = Screen.open(dark=False)
    yield opened
    opened.close()


@pytest.fixture
def play(screen, hand):
    """Open a window, have `act(window)` use it from a thread of its own, then close it."""

    def play(act, *, session=None, model=None):
        window = Window(screen, model or model_of(session or Sees()), hand)
        wrong = []

        def acting():
            try:
                until(lambda: window.session.shown.ready or window.session.over)
                act(window)
            except BaseException as error:
                wrong.append(error)
            finally:
                window.session.quit()

        actor = threading.Thread(target=acting)
        actor.start()
        try:
            window.run()
        finally:
            actor.join()
        if wrong:
            raise wrong[0]
        return window

    return play
