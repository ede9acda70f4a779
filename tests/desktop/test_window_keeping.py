"""What is done with the number in the window: corrected, saved, copied."""

import pygame
import pytest

from digitink import Ink, read

from .acting import REDO, SEVEN, UNDO, draw, moved, press, strokes, text, type_digit, until


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
