"""The window under mice, fingers and its own buttons."""

import sys

import pygame
import pytest

from digitink.desktop.tools import Action

from .acting import SEVEN, click, draw, finger, hover, post, press, strokes, text, until


def test_buttons(play):
    def act(window):
        places = window._view.buttons
        draw(SEVEN)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        before = window.session.shown.answer
        click(places[Action.RECOGNISE].center)
        until(lambda: window.session.shown.answer is not before)
        click(places[Action.CLEAR].center)
        until(lambda: not strokes(window))
        click(places[Action.UNDO].center)
        until(lambda: strokes(window))
        click(places[Action.UNDO].center)
        until(lambda: not strokes(window))
        click(places[Action.REDO].center)
        until(lambda: strokes(window))
        # pressed, but let go elsewhere: no
        post(pygame.MOUSEBUTTONDOWN, pos=places[Action.CLEAR].center, button=1, touch=False)
        post(pygame.MOUSEBUTTONUP, pos=(5, 5), button=1, touch=False)
        hover(places[Action.CLEAR].center)
        until(lambda: window.session.shown.under is Action.CLEAR)
        post(pygame.WINDOWLEAVE)
        until(lambda: window.session.shown.under is None)
        assert strokes(window)

    play(act)


def test_a_finger_draws_once_though_sdl_makes_a_mouse_of_it_too(play):
    def act(window):
        size = window._view.layout.window.size
        finger(pygame.FINGERDOWN, 1, SEVEN[0], size)
        for place in SEVEN[1:]:
            finger(pygame.FINGERMOTION, 1, place, size)
        finger(pygame.FINGERUP, 1, SEVEN[-1], size)
        draw(SEVEN, touch=True)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        assert len(strokes(window)) == 1

    window = play(act)
    area = window._view.layout.sheet
    (stroke,) = strokes(window)
    assert stroke[0][:2] == pytest.approx((300 - area.x, 300 - area.y), abs=1)


def test_fingers_on_a_trackpad_draw_nothing(play, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    def act(window):
        size = window._view.layout.window.size
        finger(pygame.FINGERDOWN, 1, (300, 300), size)
        finger(pygame.FINGERUP, 1, (300, 300), size)
        draw(SEVEN)
        until(lambda: text(window) == "7")
        assert len(strokes(window)) == 1

    play(act)


def test_two_fingers_draw_two_strokes_and_one_presses_buttons(play):
    def act(window):
        size = window._view.layout.window.size
        finger(pygame.FINGERDOWN, 1, (200, 300), size)
        finger(pygame.FINGERDOWN, 2, (500, 300), size)
        for y in range(310, 400, 10):
            finger(pygame.FINGERMOTION, 1, (200, y), size)
            finger(pygame.FINGERMOTION, 2, (500, y), size)
        finger(pygame.FINGERUP, 1, (200, 400), size)
        finger(pygame.FINGERUP, 2, (500, 400), size)
        until(lambda: len(window.session.pad.finished) == 2)
        button = window._view.buttons[Action.UNDO].center
        finger(pygame.FINGERDOWN, 3, button, size)
        finger(pygame.FINGERUP, 3, button, size)
        until(lambda: len(window.session.pad.finished) == 1)

    play(act)


def test_a_mouse_that_was_let_go_elsewhere_draws_no_more(play):
    def act(window):
        draw(SEVEN, lift=False)
        until(lambda: window.session.pad.growing)
        hover((600, 500))
        until(lambda: not window.session.pad.growing)

    play(act)


def test_ink_beside_the_sheet_is_kept_and_none_begins_there(play):
    def act(window):
        draw([(300, 400), (20, 400), (-50, 380)])
        until(lambda: window.session.pad.finished)
        draw([(20, 300), (300, 300)])
        click((1, 1))
        press(pygame.K_p)
        until(lambda: text(window) == "7")
        assert len(strokes(window)) == 1
        assert min(x for x, *_ in strokes(window)[0]) < 0

    play(act)


def test_a_tap_is_a_dot(play):
    def act(window):
        click((400, 400))
        until(lambda: text(window))
        assert len(strokes(window)[0]) == 1

    play(act)
