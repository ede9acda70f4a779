"""The window as a user has it: events in, pixels and words out."""

import sys
import threading

import numpy as np
import pygame
import pytest

from digitink import Ink, read
from digitink.desktop.layout import arrange
from digitink.desktop.screen import Screen
from digitink.desktop.tools import Action
from digitink.desktop.window import Window
from digitink.errors import ModelError

from .acting import SEVEN, click, draw, finger, hover, moved, post, press, type_digit, until
from .stand_ins import Fails, Sees, model_of

UNDO = {"key": pygame.K_z, "mod": pygame.KMOD_LCTRL}
REDO = {"key": pygame.K_z, "mod": pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT}


def text(window):
    return "".join(figure.text for figure in window.session.shown.figures)


def strokes(window):
    return window.session.pad.strokes


def choose(window, i):
    until(lambda: len(window._view.places) > i)
    click(window._view.places[i].center)


def pixels(screen):
    return pygame.surfarray.array3d(screen.canvas().surface).astype(int)


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


def test_a_digits_key_corrects_the_chosen_one_and_is_shown_at_once(play, hand):
    def act(window):
        draw(SEVEN)
        draw(moved(SEVEN, 110))
        until(lambda: text(window) == "77")
        until(lambda: window.session.shown.answer.strokes == window.session.pad.finished)
        press(pygame.K_LEFT)
        type_digit(2)
        until(lambda: text(window) == "27")
        until(lambda: window.session.shown.note == "Learnt: this is a 2")
        assert window.session.shown.chosen == 0
        draw(moved(SEVEN, -110))
        until(lambda: text(window) == "727")  # what was said goes with its strokes

    window = play(act)
    ((ink, label),) = hand.taught
    assert label == 2
    assert ink == Ink([window.session.pad.finished[0]])


def test_a_digits_key_without_a_digit_does_nothing(play, hand):
    def act(window):
        type_digit(4)
        press(pygame.K_s)
        press(pygame.K_c, mod=pygame.KMOD_LCTRL)
        press(pygame.K_RIGHT)
        press(**UNDO)
        press(**REDO)
        draw(SEVEN)
        until(lambda: text(window) == "7")

    play(act)
    assert not hand.taught


def test_a_correction_that_cannot_be_kept_is_said_so(play, hand, monkeypatch):
    def fail(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(hand, "teach", fail)

    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        type_digit(2)
        until(lambda: "not kept" in window.session.shown.note)
        assert "no space left" in window.session.shown.note
        assert strokes(window)

    play(act)


@pytest.mark.parametrize("mod", [0, pygame.KMOD_LCTRL])
def test_s_saves_and_says_where(play, tmp_path, monkeypatch, mod):
    monkeypatch.chdir(tmp_path)

    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        press(pygame.K_s, mod=mod)
        until(lambda: window.session.shown.note.startswith("Saved digitink-1.png"))
        assert str(tmp_path) in window.session.shown.note

    play(act)
    assert read(tmp_path / "digitink-1.png").text == "7"
    assert read(tmp_path / "digitink-1.json").text == "7"


def test_saving_where_one_may_not_is_said_and_the_ink_is_kept(play, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    def act(window):
        draw(SEVEN)
        until(lambda: text(window) == "7" and not window.session.pad.growing)
        press(pygame.K_s)
        until(lambda: "annot write digitink-1.png" in window.session.shown.note)
        assert strokes(window)

    play(act)


def test_control_c_copies_the_number(play, monkeypatch):
    copied = []
    monkeypatch.setattr(pygame.scrap, "put_text", copied.append)

    def act(window):
        draw(SEVEN)
        draw(moved(SEVEN, 110))
        until(lambda: text(window) == "77")
        press(pygame.K_c, mod=pygame.KMOD_LCTRL)
        until(lambda: copied)

    play(act)
    assert copied == ["77"]


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
