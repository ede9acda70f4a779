"""Events as a user makes them."""

import time

import pygame

PATIENCE = 20  # seconds
SEVEN = [(300, 300), (325, 300), (350, 301), (365, 303), (350, 330), (340, 360), (330, 385)]
"""The way of a pen, in points of a window of the size that it opens with on a dummy screen."""
UNDO = {"key": pygame.K_z, "mod": pygame.KMOD_LCTRL}
REDO = {"key": pygame.K_z, "mod": pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT}


def until(condition):
    """Wait for something to become true, and fail where it does not."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.002)


def post(kind, **fields):
    pygame.event.post(pygame.Event(kind, **fields))


def press(key, *, mod=0, unicode="", scancode=0):
    post(pygame.KEYDOWN, key=key, mod=mod, unicode=unicode, scancode=scancode)


def type_digit(value):
    press(pygame.K_0 + value, unicode=str(value), scancode=getattr(pygame, f"KSCAN_{value}"))


def hover(at):
    post(pygame.MOUSEMOTION, pos=at, buttons=(0, 0, 0), touch=False)


def click(at, button=1):
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        post(kind, pos=at, button=button, touch=False)


def draw(way, *, touch=False, lift=True):
    """Draw one stroke with the mouse, or what SDL makes of a touch for those who know only mice."""
    post(pygame.MOUSEBUTTONDOWN, pos=way[0], button=1, touch=touch)
    for at in way[1:]:
        post(pygame.MOUSEMOTION, pos=at, buttons=(1, 0, 0), touch=touch)
    if lift:
        post(pygame.MOUSEBUTTONUP, pos=way[-1], button=1, touch=touch)


def finger(kind, number, at, size):
    """One event of a finger at a place of a window of that size."""
    post(kind, touch_id=1, finger_id=number, x=at[0] / size[0], y=at[1] / size[1])


def moved(way, dx, dy=0):
    return [(x + dx, y + dy) for x, y in way]


def text(window):
    return "".join(figure.text for figure in window.session.shown.figures)


def strokes(window):
    return window.session.pad.strokes


def choose(window, i):
    until(lambda: len(window._view.places) > i)
    click(window._view.places[i].center)


def pixels(screen):
    return pygame.surfarray.array3d(screen.canvas().surface).astype(int)
