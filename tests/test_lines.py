"""Which strokes are in one line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitink.lines import lines, ordinary


def digits(n, x=0.0, y=0.0, *, height=100.0, step=80.0, climb=0.0):
    """Boxes of `n` digits on a line that starts at x, y and falls by `climb` to each step."""
    return [
        (
            x + i * step,
            y + climb * i * step,
            x + i * step + 0.6 * height,
            y + climb * i * step + height,
        )
        for i in range(n)
    ]


def found(*rows):
    """Whether each of the rows of boxes comes back as a line of its own, from top to bottom."""
    boxes = np.array([box for row in rows for box in row], float)
    ends = np.cumsum([len(row) for row in rows])
    return lines(boxes) == [
        list(range(end - len(row), end)) for row, end in zip(rows, ends, strict=True)
    ]


def test_one_line():
    assert found(digits(1))
    assert found(digits(8))


def test_lines_from_top_to_bottom():
    assert found(digits(5), digits(3, y=130), digits(7, y=280))
    boxes = np.array([*digits(2, y=300), *digits(2)])
    assert lines(boxes) == [[2, 3], [0, 1]]


@pytest.mark.parametrize("climb", [-0.25, -0.1, 0.1, 0.25])
def test_lines_that_climb_or_fall(climb):
    assert found(digits(9, climb=climb))
    assert found(digits(8, climb=climb), digits(8, y=150, climb=climb))


def test_a_line_written_close_below():
    assert found(digits(6), digits(6, x=-20, y=104))


def test_a_digit_that_hangs_down_does_not_tie_two_lines():
    upper, lower = digits(5), digits(5, y=120)
    upper[2] = (160, 20, 220, 150)  # a 7 with its tail between two digits of the next line
    assert found(upper, lower)


def test_digits_of_uneven_sizes():
    small = [(x, 100 - h, x + 40, 100) for x, h in [(0, 100), (60, 45), (120, 130), (180, 60)]]
    assert found(small)
    assert found(small, digits(4, y=150))


def test_words_far_apart_are_one_line():
    assert lines(np.array([*digits(3), *digits(3, x=900, y=12)])) == [[0, 1, 2, 3, 4, 5]]


def test_bars_and_dashes_go_with_what_is_near():
    bar, dash = (0, -5, 55, 0), (250, 45, 290, 50)
    assert lines(np.array([*digits(3), *digits(3, y=140), bar, dash])) == [
        [0, 1, 2, 6, 7],
        [3, 4, 5],
    ]


@pytest.mark.parametrize("turned_over", [False, True])
def test_a_bar_over_several_digits_goes_with_that_whose_middle_is_nearest(turned_over):
    boxes = np.array([(0.0, 0, 60, 100), (10, 130, 70, 230), (20, 95, 60, 135)])
    rows = lines(boxes[::-1] if turned_over else boxes)
    of = [[2 - i if turned_over else i for i in row] for row in rows]
    assert [sorted(row) for row in of] == [[0], [1, 2]]


def test_a_small_digit_alone_on_its_line_is_no_bar():
    assert found(digits(3), [(10, 130, 40, 160)])


RINGS = [(0, 0, 50, 48), (2, 50, 48, 100)]


def test_the_rings_of_an_8_are_in_one_line_until_digits_are_known():
    for boxes in (RINGS, [*RINGS, *digits(3, x=80)]):
        assert len(lines(np.array(boxes, float))) == 1
    assert len(lines(np.array(RINGS, float), whole=True)) == 2


def test_flat_strokes_and_taps_alone():
    assert lines(np.array([(0.0, 0, 50, 0), (80, 1, 120, 1)])) == [[0, 1]]
    assert lines(np.array([(0.0, 0, 0, 0), (80, 70, 80, 70)])) == [[0, 1]]


def test_the_ordinary_height_is_that_of_digits():
    bars_and_rings = [(0, 0, 60, 8), (100, 45, 160, 52), *RINGS]
    assert ordinary(np.array([*digits(2), *bars_and_rings])) == 100
    assert ordinary(np.array([(0.0, 0, 50, 0)])) == 50
    assert ordinary(np.array([(0.0, 0, 0, 0), (30, 40, 30, 40)])) == 40
    assert ordinary(np.array([(3.0, 3, 3, 3)])) == 0


corner = st.tuples(st.floats(0, 1000), st.floats(0, 1000))
side = st.tuples(st.floats(0, 200), st.floats(0, 200))


@given(st.lists(st.tuples(corner, side), min_size=1, max_size=40))
def test_every_stroke_is_in_one_line(given):
    boxes = np.array([(x, y, x + w, y + h) for (x, y), (w, h) in given])
    for whole in (False, True):
        rows = lines(boxes, whole=whole)
        assert sorted(i for row in rows for i in row) == list(range(len(boxes)))
        assert all(row == sorted(row) for row in rows)
