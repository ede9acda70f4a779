"""The window as a user has it: ink in, a number out; its end."""

import threading

import numpy as np
import pygame
import pytest

from digitink.desktop.window import Window
from digitink.errors import ModelError

from .acting import REDO, SEVEN, UNDO, choose, click, draw, moved, post, press, strokes, text, until
from .stand_ins import Fails, Sees, model_of


def test_a_digit_is_read_while_it_is_drawn_and_when_it_is_finished(play):
    def act(window):
        draw(SEVEN[:4], lift=False)
        until(lambda: text(window) == "7")
        assert window.session.pad.growing
        first = window.session.shown.answer
        draw(SEVEN[3:])
        until(lambda: not window.session.pad.growing)
        until(lambda: window.session.shown.answer.strokes == strokes(window))
        assert window.session.shown.answer is not first

    play(act)


def test_a_whole_number_with_a_box_at_each_digit(play, screen):
    def act(window):
        for dx in (-110, 0, 110):
            draw(moved(SEVEN, dx))
        until(lambda: text(window) == "777")
        assert window.session.shown.chosen == 2  # the one drawn last
        assert window.session.shown.which == "digit 3 of 3"
        choose(window, 0)
        until(lambda: window.session.shown.chosen == 0)
        press(pygame.K_RIGHT)
        until(lambda: window.session.shown.chosen == 1)
        press(pygame.K_LEFT)
        press(pygame.K_LEFT)  # there is none further left
        until(lambda: window.session.shown.chosen == 0)
        click((440, 340), button=3)
        until(lambda: window.session.shown.chosen == 2)

    window = play(act)
    corners = [figure.digit.box[:2] for figure in window.session.shown.figures]
    surface = screen.canvas().surface
    mark, rule = pygame.Color("#ad3418"), pygame.Color("#b7cae2")
    area = window._view.layout.sheet
    for i, (x, y) in enumerate(corners):
        around = surface.subsurface((area.x + x - 12, area.y + y - 12, 24, 24))
        colours = {tuple(around.get_at((a, b))) for a in range(24) for b in range(24)}
        assert (tuple(mark) in colours) is (i == 2)
        assert (tuple(rule) in colours) is (i != 2)


def test_the_answer_is_never_drawn_into_the_input(play):
    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "7")
        before = strokes(window)
        ink = pygame.surfarray.array_alpha(window._view.sheet._ink.surface)
        press(pygame.K_p)
        until(lambda: window.session.shown.answer.strokes == before)
        assert strokes(window) == before
        after = pygame.surfarray.array_alpha(window._view.sheet._ink.surface)
        assert np.array_equal(ink, after)

    play(act)


@pytest.mark.parametrize("key", [pygame.K_p, pygame.K_RETURN])
def test_p_and_enter_read_at_once(play, key):
    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        until(lambda: window.session.shown.answer.strokes == strokes(window))
        before = window.session.shown.answer
        press(key)
        until(lambda: window.session.shown.answer is not before)

    play(act)


@pytest.mark.parametrize("key", [pygame.K_c, pygame.K_DELETE])
def test_c_and_delete_clear_and_undo_brings_it_back(play, key):
    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        press(key)
        until(lambda: not strokes(window) and window.session.shown.answer is None)
        press(**UNDO)
        until(lambda: text(window) == "7")
        press(**UNDO)
        until(lambda: not strokes(window))
        press(**REDO)
        until(lambda: text(window) == "7")

    play(act)


@pytest.mark.parametrize("key", [pygame.K_q, pygame.K_ESCAPE])
def test_q_and_escape_close_it(screen, hand, key):
    window = Window(screen, model_of(Sees()), hand)
    press(key)
    window.run()


def test_the_systems_own_close_closes_it(screen, hand):
    window = Window(screen, model_of(Sees()), hand)
    post(pygame.QUIT)
    window.run()


def test_a_scribble_is_no_digit(play):
    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "?")
        assert window.session.shown.figures[0].trust == "no digit"

    play(act, session=Sees(8, logit=1.0))


def test_a_reading_that_fails_is_one_line_and_the_ink_is_kept(play):
    def act(window):
        draw(SEVEN)
        until(lambda: "the network broke" in window.session.shown.complaint)
        assert strokes(window)
        press(pygame.K_c)
        until(lambda: not window.session.shown.complaint)

    play(act, session=Fails())


def test_a_model_that_cannot_be_opened_closes_it_with_the_models_error(screen, hand):
    with pytest.raises(ModelError, match="no model named 'nonsense'"):
        Window(screen, "nonsense", hand).run()


def test_closing_while_it_reads_is_clean(screen, hand):
    asked, go_on = threading.Event(), threading.Event()

    class Slow(Sees):
        def run(self, outputs, inputs):
            asked.set()
            go_on.wait(5)
            return super().run(outputs, inputs)

    window = Window(screen, model_of(Slow()), hand)

    def act():
        until(lambda: window.session.shown.ready)
        draw(SEVEN)
        assert asked.wait(5)
        press(pygame.K_q)
        until(lambda: window.session.over)
        go_on.set()

    actor = threading.Thread(target=act)
    actor.start()
    window.run()
    actor.join()
    assert not window.session.reader._thread.is_alive()


def test_an_answer_that_comes_after_the_ink_was_cleared_is_not_shown(play):
    asked, go_on = threading.Event(), threading.Event()

    class Slow(Sees):
        def run(self, outputs, inputs):
            asked.set()
            assert go_on.wait(5)
            return super().run(outputs, inputs)

    def act(window):
        told = []
        tell = window.session.told
        window.session.told = lambda report: (tell(report), told.append(report))
        draw(SEVEN)
        assert asked.wait(5)
        press(pygame.K_c)
        until(lambda: not strokes(window))
        go_on.set()
        until(lambda: told)
        assert window.session.shown.answer is None

    play(act, session=Slow())
