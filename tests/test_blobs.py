"""Numbers in pictures, whose digits may be of several pieces: with the shipped model."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

import digitink
from digitink.reader import inspect

PEN = 7

FIVE = [[(12, 4), (10, 42), (30, 36), (50, 60), (36, 92), (6, 90)]]
BAR = [[(44, -4), (82, -8)]]  # clear of the body, and beyond it
OPEN_FOUR = [[(18, 0), (4, 58), (34, 58)], [(50, 26), (48, 100)]]
ONE = [[(14, 22), (32, 0), (32, 100)]]
STROKE = [[(10, 0), (10, 100)]]
SLANTED = [[(46, 0), (0, 100)]]  # so that the boxes of neighbours overlap
TWO = [[(4, 22), (24, 0), (46, 22), (4, 98), (52, 98)]]
ZERO = [[(30, 0), (8, 30), (8, 72), (30, 100), (54, 70), (52, 28), (30, 0)]]
SEVEN = [[(2, 4), (54, 0), (24, 100)]]


def picture(*placed, size=(900, 300), turn=0.0):
    """Ink on paper, uint8 (H, W): strokes and the (x, y) where they begin."""
    width, height = size
    page = np.full((height, width), 255, np.uint8)
    for strokes, (x, y) in placed:
        for stroke in strokes:
            points = np.array(stroke, np.float64) + np.array([x, y])
            points[:, 1] += turn * points[:, 0]
            cv2.polylines(page, [np.rint(points).astype(np.int32)], False, 30, PEN, cv2.LINE_AA)
    return page


def beside(*digits, gap=85, **options):
    return picture(*((digit, (60 + gap * i, 100)) for i, digit in enumerate(digits)), **options)


NUMBERS = {
    "a 5 whose bar stands apart": (beside(TWO, FIVE + BAR, ZERO, gap=100), "250"),
    "such a 5 alone": (beside(FIVE + BAR), "5"),
    "an open 4 in two pieces": (beside(SEVEN, OPEN_FOUR, TWO), "742"),
    "such a 4 alone": (beside(OPEN_FOUR), "4"),
    "1s close together": (beside(STROKE, STROKE, STROKE, gap=34), "111"),
    "a 1 and a 0 close together": (beside(STROKE, ZERO, gap=26), "10"),
    "a line that falls": (beside(*[TWO, SEVEN, ZERO] * 2, gap=120, turn=0.15), "270270"),
    "two lines": (
        picture((TWO, (60, 20)), (SEVEN, (150, 24)), (ZERO, (70, 170)), (ONE, (150, 164))),
        "27\n01",
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_read_right(name):
    pixels, text = NUMBERS[name]
    assert digitink.read(pixels).text == text


def test_the_box_of_a_digit_is_around_all_its_pieces():
    (line,) = digitink.read(beside(TWO, FIVE + BAR)).lines
    x0, y0, x1, y1 = line.digits[1].box
    assert x0 < 60 + 85 + 8
    assert x1 > 60 + 85 + 80
    assert y0 < 94
    assert y1 > 190


def test_no_ink_is_in_two_digits():
    first, second = inspect(picture((SLANTED, (60, 100)), (SLANTED, (92, 100)))).frames
    alone = inspect(picture((SLANTED, (60, 100)))).frames[0]
    assert np.abs(first - alone).max() < 0.35
    assert np.abs(second - alone).max() < 0.35


def test_one_digit_of_pieces_far_apart_where_it_is_said_to_be_one():
    apart = beside(OPEN_FOUR, STROKE, gap=300)
    (digit,) = digitink.read(apart, single=True).digits
    assert digit.box[0] < 70
    assert digit.box[2] > 360
    assert digitink.read(apart).text == "41"


TOUCHING = {
    "side by side": (beside(TWO, ZERO, TWO, SEVEN, ONE, gap=52), "20271"),
    "and others apart": (
        picture((TWO, (60, 100)), (ZERO, (112, 100)), (SEVEN, (260, 100)), (FIVE, (350, 100))),
        "2075",
    ),
    "far into one another": (beside(TWO, ZERO, TWO, gap=46), "202"),
    "on a line that falls": (beside(TWO, SEVEN, ZERO, gap=50, turn=0.1), "270"),
}


@pytest.mark.parametrize("name", TOUCHING)
def test_digits_that_touch_are_parted(name):
    pixels, text = TOUCHING[name]
    assert digitink.read(pixels).text == text


def test_the_boxes_of_digits_that_touched_lie_beside_one_another():
    (line,) = digitink.read(TOUCHING["side by side"][0]).lines
    for digit, after in pairwise(line.digits):
        assert digit.box[2] <= after.box[0] + 2 * PEN
    assert line.digits[0].box[0] == pytest.approx(60, abs=8)


V = [[(0, 0), (36, 100), (72, 0)]]
M = [[(0, 30), (4, 100), (6, 55), (22, 34), (36, 50), (38, 100), (42, 55), (58, 34), (74, 50)]]
W = [[(0, 30), (18, 100), (38, 50), (58, 100), (78, 30)]]
WAVE = [[(x, 50 + 40 * np.sin(x / 14)) for x in range(0, 420, 3)]]
NO_DIGITS = {
    "a V is no 11": picture((V, (60, 100))),
    "a wave": picture((WAVE, (60, 100))),
    "an m": picture((M, (60, 100))),
    "a w": picture((W, (60, 100))),
    "a number that is struck through": picture(
        *((digit, (60 + 85 * i, 100)) for i, digit in enumerate((TWO, ZERO, SEVEN))),
        ([[(0, 40), (300, 0)]], (40, 130)),
    ),
}


@pytest.mark.parametrize("name", NO_DIGITS)
def test_what_is_no_digit_is_unsure_though_it_could_be_cut(name):
    reading = digitink.read(NO_DIGITS[name])
    assert reading.digits
    assert all(digit.unsure for digit in reading.digits)
