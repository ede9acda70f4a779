"""The window in other sizes, on other screens, in other colours; what is drawn anew."""

import numpy as np
import pygame

from digitink.desktop.layout import arrange
from digitink.desktop.screen import Screen
from digitink.desktop.window import Window

from .acting import SEVEN, choose, draw, moved, pixels, post, press, strokes, text, until
from .stand_ins import Sees, model_of


def resize(screen, size):
    screen._window.size = size
    post(pygame.WINDOWSIZECHANGED)


def test_resizing_loses_no_ink_and_keeps_all_of_it_on_the_sheet(play, screen):
    def act(window):
        draw(SEVEN)
        draw(moved(SEVEN, 110, 40))
        until(lambda: text(window) == "77")
        until(lambda: len(window.session.pad.finished) == 2)
        before = strokes(window)
        resize(screen, (480, 600))
        until(lambda: window._view.layout.window.size == (480, 600))
        assert window._view.sheet.shrinkage < 1
        assert strokes(window) == before
        choose(window, 0)
        until(lambda: window.session.shown.chosen == 0)

    window = play(act)
    ink = pygame.surfarray.array_alpha(window._view.sheet._ink.surface)
    xs, ys = np.nonzero(ink)
    width, height = window._view.layout.sheet.size
    assert 0 < xs.min() < xs.max() < width - 1
    assert 0 < ys.min() < ys.max() < height - 1


def test_ink_that_comes_back_onto_a_smaller_sheet_is_all_to_be_seen(play, screen):
    def act(window):
        draw(moved(SEVEN, 210))
        until(lambda: window.session.pad.finished)
        press(pygame.K_c)
        until(lambda: not strokes(window))
        resize(screen, (480, 600))
        until(lambda: window._view.layout.window.size == (480, 600))
        assert window._view.sheet.shrinkage == 1
        press(pygame.K_z, mod=pygame.KMOD_CTRL)
        until(lambda: strokes(window))
        until(lambda: window._view.sheet.shrinkage < 1)

    sheet = play(act)._view.sheet
    xs, _ = np.nonzero(pygame.surfarray.array_alpha(sheet._ink.surface))
    assert 0 < xs.min() < xs.max() < sheet.area.width - 1


def test_strokes_on_a_shrunk_sheet_go_where_the_pen_is(play, screen):
    def act(window):
        draw(moved(SEVEN, 210))
        until(lambda: window.session.pad.finished)
        resize(screen, (480, 600))
        until(lambda: window._view.layout.window.size == (480, 600))
        x, y = window._view.layout.sheet.center
        draw([(x, y), (x + 40, y), (x + 40, y + 40)])
        until(lambda: len(window.session.pad.finished) == 2)
        left, top = window._view.layout.sheet.topleft
        until(lambda: window._view.sheet._ink.surface.get_at((x + 20 - left, y - top)).a > 0)
        press(pygame.K_c)
        until(lambda: not strokes(window))
        draw([(x, y), (x + 40, y)])  # an empty sheet has its own size again
        until(lambda: window.session.pad.finished)
        assert window._view.sheet.shrinkage == 1

    play(act)


def test_a_finer_screen_has_more_pixels_for_the_same_points(monkeypatch, hand):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    screen = Screen.open(dark=True)
    screen._zoom = 2.0
    screen._window.size = (2000, 1400)
    try:
        assert screen.layout() == arrange(1000, 700)
        assert screen.canvas().ratio == 2
        assert screen.points((500, 300)) == (250, 150)
        window = Window(screen, model_of(Sees()), hand)
        draw([(400, 600), (700, 620), (600, 900)])
        post(pygame.QUIT)
        window.run()
        area = window._view.layout.sheet
        assert strokes(window)[0][0][:2] == (200 - area.x, 300 - area.y)
        assert tuple(screen.canvas().surface.get_at((1, 1)))[:3] == (15, 20, 30)
    finally:
        screen.close()


def test_only_what_changed_is_drawn_anew(play, screen):
    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        until(lambda: window.session.shown.answer.strokes == strokes(window))

    window = play(act)
    before = pixels(screen)
    screen.canvas().surface.fill("#00ff00")
    assert not window._refresh()
    assert (pixels(screen) == (0, 255, 0)).all()
    window._lay_out()
    window._refresh()
    after = pixels(screen)
    assert np.abs(after - before).max() <= 60
    assert (np.abs(after - before).max(axis=2) > 16).sum() < 100


def test_the_colours_of_the_desktop(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    for dark in (True, False):
        monkeypatch.setattr("digitink.desktop.system.is_dark", lambda dark=dark: dark)
        screen = Screen.open(dark=None)
        assert screen.palette.paper == ("#0f141e" if dark else "#f3efe4")
        screen.close()
