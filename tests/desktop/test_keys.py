import pygame
import pytest

from digitink.desktop.keys import action_of, digit_of
from digitink.desktop.tools import Action

CONTROL, SHIFT, COMMAND = pygame.KMOD_LCTRL, pygame.KMOD_LSHIFT, pygame.KMOD_LMETA


def key(code, mod=0, unicode="", scancode=0):
    return pygame.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=unicode, scancode=scancode)


@pytest.mark.parametrize(
    ("code", "mod", "action"),
    [
        (pygame.K_p, 0, Action.RECOGNISE),
        (pygame.K_RETURN, 0, Action.RECOGNISE),
        (pygame.K_KP_ENTER, 0, Action.RECOGNISE),
        (pygame.K_c, 0, Action.CLEAR),
        (pygame.K_DELETE, 0, Action.CLEAR),
        (pygame.K_q, 0, Action.QUIT),
        (pygame.K_ESCAPE, 0, Action.QUIT),
        (pygame.K_u, 0, Action.UNDO),
        (pygame.K_s, 0, Action.SAVE),
        (pygame.K_s, CONTROL, Action.SAVE),
        (pygame.K_z, CONTROL, Action.UNDO),
        (pygame.K_z, CONTROL | SHIFT, Action.REDO),
        (pygame.K_z, COMMAND | SHIFT, Action.REDO),
        (pygame.K_y, CONTROL, Action.REDO),
        (pygame.K_c, CONTROL, Action.COPY),
        (pygame.K_LEFT, 0, Action.PREVIOUS),
        (pygame.K_RIGHT, 0, Action.NEXT),
        (pygame.K_z, 0, None),
        (pygame.K_x, CONTROL, None),
        (pygame.K_c, pygame.KMOD_LALT, None),
    ],
)
def test_keys(code, mod, action):
    assert action_of(key(code, mod)) is action


@pytest.mark.parametrize(
    ("event", "digit"),
    [
        (key(pygame.K_7, unicode="7", scancode=pygame.KSCAN_7), 7),
        (key(pygame.K_KP7, unicode="7", scancode=pygame.KSCAN_KP_7), 7),
        (key(pygame.K_0, unicode="0", scancode=pygame.KSCAN_0), 0),
        # a French keyboard, without and with Shift
        (key(pygame.K_AMPERSAND, unicode="&", scancode=pygame.KSCAN_1), 1),
        (key(pygame.K_AMPERSAND, SHIFT, unicode="1", scancode=pygame.KSCAN_1), 1),
        (key(pygame.K_1, CONTROL, unicode="1", scancode=pygame.KSCAN_1), None),
        (key(pygame.K_a, unicode="a", scancode=pygame.KSCAN_A), None),
        (key(pygame.K_LSHIFT, unicode="", scancode=pygame.KSCAN_LSHIFT), None),
    ],
)
def test_the_keys_of_figures(event, digit):
    assert digit_of(event) == digit


def test_the_upper_row_runs_from_0_to_9():
    for value in range(10):
        scancode = getattr(pygame, f"KSCAN_{value}")
        assert digit_of(key(pygame.K_UNKNOWN, scancode=scancode)) == value
