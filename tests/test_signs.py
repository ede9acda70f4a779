"""Points, commas and what ends an amount: left out, while all that may be a digit stays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_grouping import ink_of, written

from digitink.reader import inspect, read
from digitink.signs import signs

ONE, TWO = (0.0, 0.0, 0.5, 1.0), (1.0, 0.05, 1.6, 1.05)

SIGNS = {
    "a point": (0.65, 0.95, 0.75, 1.05),
    "a fat point": (0.6, 0.8, 0.9, 1.05),
    "a comma": (0.65, 0.9, 0.8, 1.28),
    "a point below the line": (0.7, 1.1, 0.8, 1.2),
    "a point half under a digit": (0.4, 0.95, 0.6, 1.1),
    "a dash at the end": (1.8, 0.5, 2.4, 0.55),
    "a raised dash at the end": (1.8, -0.1, 2.4, -0.05),
    "a low dash at the end": (1.8, 1.0, 2.6, 1.1),
    "two dashes in one": (1.8, 0.4, 2.2, 0.7),
    "a point at the end": (1.7, 0.95, 1.8, 1.05),
}
OTHERS = {
    "a dash between digits": (0.6, 0.5, 0.9, 0.55),
    "a point in the middle": (0.65, 0.5, 0.75, 0.6),
    "a minus": (-0.7, 0.5, -0.2, 0.55),
    "a point before the digits": (-0.2, 0.95, -0.1, 1.05),
    "the bar of a 5": (1.4, 0.0, 1.9, 0.1),
    "a low digit": (0.6, 0.5, 0.9, 1.05),
    "a small 1 at the end": (1.8, 0.65, 1.9, 1.15),
    "a small 1 that stands on the line": (0.7, 0.6, 0.8, 1.0),
    "a small 0 at the end": (1.8, 0.65, 2.2, 1.05),
    "a long dash": (1.8, 0.5, 3.2, 0.55),
    "what lies far below": (1.8, 2.0, 2.2, 2.1),
}


@pytest.mark.parametrize("name", SIGNS)
def test_signs_are_told_in_any_order(name):
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        boxes = np.array([ONE, TWO, SIGNS[name]])[order]
        assert np.flatnonzero(signs(boxes)).tolist() == [order.index(2)]


@pytest.mark.parametrize("name", OTHERS)
def test_others_are_none(name):
    assert not signs(np.array([ONE, TWO, OTHERS[name]])).any()


def test_small_zeros_beside_one_another_are_none():
    zeros = [(0.65 + 0.35 * i, 0.75, 0.93 + 0.35 * i, 1.05) for i in range(3)]
    assert not signs(np.array([ONE, *zeros])).any()
    assert signs(np.array([ONE, zeros[0]])).tolist() == [False, True]


box = st.tuples(*(st.integers(0, 12) for _ in range(4)))


@given(st.lists(box, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_boxes_does_not_count(given_boxes, random):
    boxes = np.array([(x, y, x + w, y + h) for x, y, w, h in given_boxes]).reshape(-1, 4) / 10
    order = random.sample(range(len(boxes)), len(boxes))
    assert (signs(boxes[order]) == signs(boxes)[order]).all()


def test_signs_alone_are_none():
    assert not signs(np.array([SIGNS["a point"], SIGNS["a comma"]])).any()
    assert signs(np.zeros((0, 4))).shape == (0,)


POINT, COMMA = [(0, 0.97), (0.04, 1)], [(0.05, 0.9), (0.06, 1.05), (0, 1.25)]
DASH = [(0, 0.45), (0.4, 0.44)]


def amount(*pieces):
    """Digits in strings, signs as strokes, beside one another."""
    digits, extra, x = [], [], 0.0
    for piece in pieces:
        if isinstance(piece, str):
            line = written(piece, x=x, seed=len(digits))
            digits += line
            x = max(stroke[:, 0].max() for stroke in line[-1]) + 0.2
        else:
            stroke = np.array(piece) + np.array([x, 0])
            extra.append(stroke)
            x = stroke[:, 0].max() + 0.2
    return ink_of(digits, extra=extra)


AMOUNTS = {
    "1.250": ["1", POINT, "250"],
    "47,30": ["47", COMMA, "30"],
    "980.-": ["980", POINT, DASH],
    "1.632,5": ["1", POINT, "632", COMMA, "5"],
}


@pytest.mark.parametrize("name", AMOUNTS)
def test_an_amount_is_read_without_its_signs(name):
    found = inspect(amount(*AMOUNTS[name]))
    assert found.reading.text == "".join(filter(str.isdigit, name))
    assert not found.reading.unsure


@pytest.mark.parametrize("name", AMOUNTS)
def test_a_picture_of_an_amount_as_well(name):
    picture = 1 - amount(*AMOUNTS[name]).raster(pen=8).pixels
    assert read(picture).text == "".join(filter(str.isdigit, name))


def test_the_tick_of_a_four_is_no_comma():
    ell, tick = [(0.1, 0), (0, 0.62), (0.45, 0.6)], [(0.4, 0.5), (0.38, 1.02)]
    line = written("27", x=0.9)
    found = inspect(ink_of([[np.array(ell), np.array(tick)], *line]))
    assert found.reading.text == "427"
    assert found.strokes[0] == (0, 1)
