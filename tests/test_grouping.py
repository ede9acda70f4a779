"""Which strokes are one digit: by themselves, and as the shipped model decides it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import RandomState

from digitink import Ink, grouping, limits
from digitink.errors import InputError
from digitink.reader import inspect
from digitink.train import curves

# Shapes of one, two and three strokes, as train/curves.py reads them.
SHAPES = {
    "0": "50 31 14 16 38 59 78 86 84 71 50",
    "/": "50 31 14 16 38 59 78 86 84 71 50 / 81 18",  # a slashed 0
    "1": "32 50. 59",
    "l": "15 60. 69 / 39 99",  # a 1 with a foot
    "2": "12 21 50 72 64 37 19. 89",
    "3": "12 30 61 72 44. 76 78 59 28 17",
    "4": "20 15. 75 / 61 59",
    "H": "20 15 / 15 75 / 61 59",  # a 4 of three strokes
    "5": "20 14. 44 75 78 59 18 / 30 80",
    "F": "22 14. 44 75 78 59 18 / 30 80",  # a 5 whose bar floats above
    "6": "60 32 14 17 39 69 77 65 35 17",
    "7": "10 80. 39 / 35 75",  # crossed
    "8": "50 31 23 44 63 61 50 / 54 26 28 49 78 76 54",  # two rings
    "9": "72 51 22 24 45 73 71. 69",
}
MEANT = str.maketrans("/lHF", "0145")


def written(text, *, gap=0.25, size=1.0, x=0.0, y=0.0, climb=0.0, seed=0):
    """Strokes of each digit of one line, 1 high; `gap` lies between the boxes of two."""
    random = RandomState(seed)
    digits = []
    for shape in text:
        strokes = [size * stroke / 9 for stroke in curves.drawn(SHAPES[shape], random).strokes]
        points = np.concatenate(strokes)
        move = np.array([x - points[:, 0].min(), y + climb * x])
        digits.append([stroke + move for stroke in strokes])
        x = points[:, 0].max() + move[0] + gap
    return digits


def ink_of(*lines, extra=()):
    return Ink([stroke for line in lines for digit in line for stroke in digit] + list(extra))


def owned(*lines):
    """The indices of the strokes of each digit."""
    counts = [len(digit) for line in lines for digit in line]
    return tuple(
        tuple(range(end - n, end)) for n, end in zip(counts, np.cumsum(counts), strict=True)
    )


def told(*digits):
    """A judge that knows which groups are digits, and what it was asked, call by call."""
    asked = []

    def judge(groups):
        asked.append(list(groups))
        return [(0, 1.0 if each in digits else 0.1) for each in groups]

    return judge, asked


def group(ink, judge):
    """The groups alone, without how likely they are."""
    lines, _ = grouping.group(ink, judge)
    return lines


# Without a network


def test_no_ink_no_digits():
    judge, asked = told()
    assert group(Ink([]), judge) == group(Ink([[]]), judge) == []
    assert asked == []


def test_what_is_clear_is_asked_once_and_no_more():
    lines = written("0123"), written("569", y=1.5)
    judge, asked = told(*owned(*lines))
    assert tuple(digit for line in group(ink_of(*lines), judge) for digit in line) == owned(*lines)
    assert len(asked) == 1
    assert sorted(asked[0]) == sorted(owned(*lines))


BESIDE = [[(0, 0), (0.5, 1)], [(0.52, 0.05), (0.8, 0.95)]]  # two strokes that nearly touch


@pytest.mark.parametrize("digits", [[(0,), (1,)], [(0, 1)]])
def test_where_it_is_unclear_the_network_decides(digits):
    judge, asked = told(*digits)
    assert group(Ink(BESIDE), judge) == [digits]
    assert len(asked) <= 2
    assert len({each for call in asked for each in call}) == sum(map(len, asked))


def test_strokes_that_stand_apart_are_never_one_digit():
    judge, asked = told((0, 1))
    assert group(Ink([[(0, 0), (0.2, 1)], [(0.5, 0), (0.5, 1)]]), judge) == [[(0,), (1,)]]
    assert asked == [[(0,), (1,)]]


def test_digits_come_in_the_order_of_the_page_not_of_the_pen():
    lines = written("123"), written("06", y=1.6)
    strokes = [stroke for line in lines for digit in line for stroke in digit]
    judge, _ = told((0,), (1,), (2,), (3,), (4,))
    assert group(Ink(strokes[::-1]), judge) == [[(4,), (3,), (2,)], [(1,), (0,)]]


def test_specks_are_in_no_digit():
    judge, _ = told((1,))
    specks = [[(0.3, 0.4)], [(0.9, 0), (0.95, 0.05)]]
    assert group(Ink([specks[0], [(0, 0), (0.5, 1)], specks[1]]), judge) == [[(1,)]]


def test_taps_alone_are_not_lost():
    judge, _ = told()
    assert group(Ink([[(5, 5)]]), judge) == [[(0,)]]
    assert group(Ink([[(0, 0)], [], [(10, 0)]]), judge) == [[(0,), (2,)]]


def test_too_many_digits():
    bars = [[(i, 0), (i, 1)] for i in range(limits.DIGITS + 1)]
    judge, _ = told()
    with pytest.raises(InputError, match="501 pieces of ink; at most 500"):
        group(Ink(bars), judge)


def test_crossings_are_looked_for_in_so_many_pairs(monkeypatch):
    monkeypatch.setattr(grouping, "PAIRS", 50)
    asked = []

    def counted(one, other):
        asked.append(0)
        return False

    monkeypatch.setattr(grouping, "cross", counted)
    pile = [[(i / 10_000, 0), (0.4 + i / 10_000, 1)] for i in range(100)]
    beside = [[(0.5 + 1.7 * i, 0), (2.05 + 1.7 * i, 1)] for i in range(20)]  # so it is no scribble
    judge, _ = told()
    found, likely = grouping.group(Ink(pile + beside), judge)
    assert 0 < len(asked) <= 50
    assert all(likely[one] <= grouping.TORN for line in found for one in line if one[0] < 100)


def test_what_is_compared_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "GROUPS", 5)
    strokes = [[(x + 2 * i, y) for x, y in stroke] for i in range(4) for stroke in BESIDE]
    judge, asked = told()
    group(Ink(strokes), judge)
    assert len(asked[1]) <= 5


stroke = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(stroke, max_size=30), st.randoms(use_true_random=False))
def test_no_stroke_is_in_two_digits_and_only_specks_in_none(strokes, random):
    found = group(Ink(strokes), lambda groups: [(0, random.uniform(0.1, 1)) for _ in groups])
    taken = [i for line in found for digit in line for i in digit]
    assert len(taken) == len(set(taken))
    assert all(digit == tuple(sorted(digit)) for line in found for digit in line)
    assert all(found)
    sides = [np.ptp(points, axis=0).max() for points in strokes]
    large = {i for i, side in enumerate(sides) if side > 0.5 * max(sides)}
    flat = {i for i, points in enumerate(strokes) if np.ptp(points, axis=0)[1] < sides[i] / 4}
    assert large - flat <= set(taken)


@pytest.mark.parametrize(
    "strokes",
    [
        [[(i % 50, i // 50)] for i in range(limits.INK_STROKES)],
        [[(0, 0), (1, i), (2, 0)] for i in range(limits.INK_STROKES)],
        [[(i, 0), (i + 50, 100)] for i in range(limits.INK_STROKES)],
        [[(0, i * 90), (60, i * 90 + 100)] for i in range(limits.INK_STROKES)],
        [[(0, i), (1000, i + 20)] for i in range(limits.INK_STROKES)],
        [[(math.sin(i), math.cos(1.1 * i)) for i in range(limits.INK_POINTS)]],
    ],
    ids=["taps", "in place", "touching", "tower", "wide", "points"],
)
def test_as_much_ink_as_is_taken_is_grouped_or_refused(strokes):
    try:
        outcome = inspect(Ink(strokes))
    except InputError as error:
        outcome = error
    assert not isinstance(outcome, InputError) or "pieces of ink" in str(outcome)


def test_what_is_crossed_out_and_underlined_is_so_in_any_order():
    line, (judge, _) = written("473"), told()
    crossing, underline = [(-0.2, -0.1), (2.6, 1.25)], [(-0.1, 1.12), (2.4, 1.15)]
    assert group(ink_of(line, extra=[crossing, underline]), judge) == [[(0, 1, 2, 3, 4, 5)]]
    assert group(ink_of(line, extra=[underline, crossing]), judge) == [[(0, 1, 2, 3, 4, 6)]]


def scattered(random):
    """Strokes as wide as digits, long and flat, long and high, and bars, in one place."""
    kinds = (
        ((0, 0.8), (0.5, 1.2)),
        ((1.5, 5), (0, 0.2)),
        ((1.5, 5), (0.2, 1.5)),
        ((0.3, 0.3), (0, 0.1)),
    )
    strokes = []
    for _ in range(random.randint(2, 14)):
        x, y = random.uniform(0, 6), random.uniform(0, 2.5)
        wide, high = (random.uniform(*span) for span in random.choice(kinds))
        strokes.append([(x, y), (x + wide, y + high)])
    return strokes


@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=True))  # else it looks for ties, which any order may decide
def test_the_order_of_drawing_never_counts(random):
    strokes = scattered(random)
    order = random.sample(range(len(strokes)), len(strokes))

    def judge(groups):
        return [(0, 0.9 if len(each) == 1 else 0.5) for each in groups]

    found = group(Ink([strokes[i] for i in order]), judge)
    renamed = [[tuple(sorted(order[i] for i in digit)) for digit in line] for line in found]
    assert renamed == group(Ink(strokes), judge)


# With the shipped model

CLIMB, FALL = {"climb": -0.2}, {"climb": 0.2}
NUMBERS = {
    "strokes of one digit": [("4571", {})],
    "three strokes": [("H2H", {})],
    "slashed zeros": [("1//", {})],
    "feet": [("1l7l", {})],
    "loose bars": [("F5F", {})],
    "rings among others": [("1838", {})],
    "near": [("2475306", {"gap": 0.08})],
    "touching": [("3475206", {"gap": 0.0})],
    "overlapping": [("4752", {"gap": -0.08})],
    "two lines": [("4705", {}), ("86", {"y": 1.5})],
    "close below": [("2750", {}), ("3164", {"y": 1.2})],
    "climbing": [("47015", CLIMB), ("3684", {"y": 1.5, **CLIMB})],
    "falling": [("47015", FALL), ("3684", {"y": 1.5, **FALL})],
    "a smaller line": [("475", {}), ("1204", {"y": 1.3, "size": 0.5, "gap": 0.15})],
    "far apart": [("47", {}), ("15", {"x": 5})],
}


def number(name, seed=0):
    """The lines of one of the NUMBERS, and the text that they say."""
    given = NUMBERS[name]
    lines = [written(shapes, **{"seed": seed, **options}) for shapes, options in given]
    breaks = ["\n" if options.get("y") else "" for _, options in given]
    text = "".join(
        line for pair in zip(breaks, (shapes for shapes, _ in given), strict=True) for line in pair
    )
    return lines, text.translate(MEANT)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("seed", range(3))
def test_numbers_are_read_right(name, seed):
    lines, text = number(name, seed)
    found = inspect(ink_of(*lines))
    assert found.reading.text == text
    assert found.strokes == owned(*lines)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_one_digit(shape):
    for seed in range(5):
        assert inspect(ink_of(written(shape, seed=seed))).reading.text == shape.translate(MEANT)


@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(sorted(NUMBERS)),
    random=st.randoms(use_true_random=False),
    scale=st.floats(0.01, 1000),
    dx=st.floats(-1e5, 1e5),
    dy=st.floats(-1e5, 1e5),
)
def test_a_number_is_the_same_in_any_order_and_direction_and_at_any_place(
    name, random, scale, dx, dy
):
    lines, text = number(name)
    strokes = ink_of(*lines).strokes
    order = random.sample(range(len(strokes)), len(strokes))
    moved = [strokes[i][:: random.choice([1, -1])] * scale + np.array([dx, dy]) for i in order]
    found = inspect(Ink(moved))
    assert found.reading.text == text
    assert tuple(tuple(sorted(order[i] for i in digit)) for digit in found.strokes) == owned(*lines)


def test_all_groups_of_a_long_number_are_remembered(asked):
    ink = ink_of(written("4752068475206847520", gap=-0.05))
    first = inspect(ink).reading
    assert sum(asked) > 3 * 19  # far more groups than digits
    asked.clear()
    assert inspect(ink).reading == first
    assert asked == []


def test_frames_hold_no_ink_of_neighbours():
    lines, _ = number("touching")
    found = inspect(ink_of(*lines))
    for frame, digit in zip(found.frames, lines[0], strict=True):
        assert np.array_equal(frame, inspect(Ink(digit), single=True).frames[0])


def test_boxes_are_around_the_strokes_of_their_digits():
    lines, _ = number("overlapping")
    for digit, strokes in zip(inspect(ink_of(*lines)).reading.digits, lines[0], strict=True):
        points = np.concatenate(strokes)
        around = [*points.min(axis=0), *points.max(axis=0)] + 0.05 * np.array([-1, -1, 1, 1])
        assert digit.box == pytest.approx(around, abs=0.03)


# What is no digit

LINE = [(-0.2, 0.5), (2.6, 0.45)]


@pytest.mark.parametrize(
    "stroke",
    [LINE, [(-0.2, 1.2), (2.6, -0.2)], [(-0.2, 0.5), (0.5, 0.3), (1, 0.7), (1.5, 0.3), (2.5, 0.7)]],
    ids=["a line", "a slant", "a wave"],
)
def test_a_number_that_is_crossed_out_is_no_digit(stroke):
    line = written("473")
    found = inspect(ink_of(line, extra=[stroke]))
    assert found.strokes == (tuple(range(6)),)
    assert found.reading.unsure


def test_a_line_ruled_below_a_number_is_left_out():
    lines, text = number("strokes of one digit")
    found = inspect(ink_of(*lines, extra=[[(-0.1, 1.12), (3.6, 1.15)]]))
    assert found.reading.text == text
    assert found.strokes == owned(*lines)


@pytest.mark.parametrize(
    "strokes",
    [
        [[(0, 0), (1, 0.02)]],
        [[(0, 0)]],
        [RandomState(i).uniform(0, 1, (2, 2)) for i in range(25)],
        [RandomState(1).uniform(0, 1, (30, 2))],
    ],
    ids=["a dash", "a tap", "many strokes in one place", "a scribble"],
)
def test_what_is_no_digit_is_one_unsure_digit(strokes):
    (digit,) = inspect(Ink(strokes)).reading.digits
    assert digit.unsure


def test_a_dash_between_numbers_is_unsure_and_the_others_are_read():
    found = inspect(
        ink_of([*written("47"), *written("15", x=2.5)], extra=[[(2.0, 0.5), (2.3, 0.52)]])
    )
    assert [digit.unsure for digit in found.reading.digits] == [False, False, True, False, False]
