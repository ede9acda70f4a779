"""The layer against one that draws everything at once."""

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitink.desktop.ink_layer import InkLayer
from digitink.desktop.pad import Pad

SEAM = 80  # of 255: pieces may meet within a pixel
SIZE = (120, 90)


def layer():
    return InkLayer(SIZE, "#1f2a6b", scale=1, pen=5)


def alpha(of):
    return pygame.surfarray.array_alpha(of.surface).astype(int)


def put(pad, pointer, way):
    pad.begin(pointer, (*way[0], 0.0, 0.5))
    for i, at in enumerate(way[1:], 1):
        pad.move(pointer, (*at, 8.0 * i, 0.5))


places = st.tuples(st.integers(-10, 130).map(float), st.integers(-10, 100).map(float))
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("begin"), st.sampled_from("ab"), places),
        st.tuples(st.just("move"), st.sampled_from("ab"), places),
        st.tuples(st.just("end"), st.sampled_from("ab"), places),
        st.tuples(st.sampled_from(["undo", "redo", "clear", "look"]), st.none(), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(deeds)
def test_it_shows_what_is_on_the_pad_whenever_it_is_asked(deeds):
    pad, followed = Pad(), layer()
    for n, (deed, pointer, place) in enumerate(deeds):
        if deed in ("begin", "move"):
            getattr(pad, deed)(pointer, (*place, 8.0 * n, 0.5))
        elif deed == "end":
            pad.end(pointer)
        elif deed == "look":
            followed.follow(pad)
        else:
            getattr(pad, deed)()
    followed.follow(pad)
    fresh = layer()
    fresh.follow(pad)
    assert np.abs(alpha(followed) - alpha(fresh)).max() <= SEAM


def test_it_names_the_pixels_that_changed_and_no_others():
    pad, ink = Pad(), layer()
    put(pad, "a", [(20, 20), (30, 20), (40, 25)])
    ink.follow(pad)
    before = alpha(ink)
    pad.move("a", (50.0, 40.0, 30.0, 0.5))
    changed = ink.follow(pad)
    different = np.argwhere(alpha(ink) != before)
    assert len(different)
    assert all(changed.collidepoint(x, y) for x, y in different)
    assert changed.width < 60


def test_nothing_new_is_nothing_to_draw():
    pad, ink = Pad(), layer()
    put(pad, "a", [(20, 20), (30, 20)])
    pad.end("a")
    assert ink.follow(pad)
    assert not ink.follow(pad)


def test_a_pen_put_down_elsewhere_between_two_looks_leaves_no_line():
    pad, ink = Pad(), layer()
    put(pad, "a", [(10, 10), (20, 10), (30, 10)])
    ink.follow(pad)
    pad.end("a")
    put(pad, "a", [(90, 70), (100, 70), (110, 70)])
    ink.follow(pad)
    assert alpha(ink)[60, 40] == 0
    assert not alpha(ink)[45:75, 25:55].any()


@pytest.mark.parametrize("deed", ["undo", "clear"])
def test_what_is_taken_back_is_gone(deed):
    pad, ink = Pad(), layer()
    put(pad, "a", [(20, 20), (90, 60)])
    ink.follow(pad)
    getattr(pad, deed)()
    ink.follow(pad)
    assert not alpha(ink).any()
