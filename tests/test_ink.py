"""Ink: what is taken, what is refused and with which words, and the raster it leaves."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitink import Ink, limits
from digitink.errors import InkError

SEVEN = [[(10, 10), (40, 8), (38, 20), (22, 60)], [(16, 36), (38, 33)]]

coordinate = st.floats(-1e6, 1e6)
stroke = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.tuples(*[coordinate] * width), max_size=8)
)


@given(st.lists(stroke, max_size=5))
def test_survives_json(strokes):
    ink = Ink(strokes)
    assert Ink.from_json(ink.to_json()) == ink


def test_takes_the_bare_list_bytes_and_arrays():
    ink = Ink(SEVEN)
    assert Ink.from_json(json.dumps(SEVEN)) == ink
    assert Ink.from_json(json.dumps({"strokes": SEVEN}).encode()) == ink
    assert Ink([np.array(s) for s in SEVEN]) == ink


def test_keeps_time_and_pressure():
    ink = Ink([[(1, 2, 1.7e12, 0.5)]])
    assert ink.strokes[0].tolist() == [[1, 2, 1.7e12, 0.5]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"strokes": [[[1, 2], [3, NaN]]]}', r"strokes\[0\]\[1\]\.y is NaN"),
        ("[[[1, Infinity]]]", r"strokes\[0\]\[0\]\.y is inf"),
        ("[[], [[1e12, 1]]]", r"strokes\[1\]\[0\]\.x is 1e\+12"),
        ('[[["1", 2]]]', r"strokes\[0\]\[0\]\.x is no number"),
        ("[[[1, null]]]", r"strokes\[0\]\[0\]\.y is no number"),
        ("[[[1, 1" + "0" * 400 + "]]]", r"strokes\[0\]\[0\]\.y is inf"),
        ("[[[-9223372036854775808, 0]]]", r"strokes\[0\]\[0\]\.x is 9\.22337e\+18 in magnitude"),
        ("[[[0, 0, 1180591620717411303424]]]", "as objects; expected floats, or whole numbers of"),
        ("[[[1]]]", r"strokes\[0\]\[0\] has 1 numbers; expected \[x, y\]"),
        ("[[[1, 2], [1, 2, 3]]]", r"strokes\[0\]\[1\] has 3 numbers, strokes\[0\]\[0\] has 2"),
        ("[[[1, 2], 3]]", r"strokes\[0\]\[1\] is no point"),
        ('["ab"]', r"strokes\[0\] is no list"),
        ("[7]", r"strokes\[0\] is no list"),
        ('{"ink": []}', "no strokes found"),
        ('"7"', "no strokes found"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_names_the_field_that_is_wrong(text, words):
    with pytest.raises(InkError, match=words):
        Ink.from_json(text)


@pytest.mark.parametrize(
    ("stroke", "words"),
    [
        (np.array([[0, -(2**63)]]), r"\[0\]\[0\]\.y is 9\.22337e\+18 in magnitude"),
        (np.ones((3, 2), bool), r"\[0\]\[0\]\.x is no number"),
        (np.ones((3, 2), complex), r"\[0\]\[0\]\.x is no number"),
        (np.ones((3, 2), object), "numbers that NumPy keeps as objects"),
    ],
)
def test_arrays_of_other_kinds_are_refused_for_what_they_are(stroke, words):
    with pytest.raises(InkError, match=words):
        Ink([stroke])


@pytest.mark.parametrize("around", ["{0}\n{0}\n", "\n{0}\n{0}", "[{0}, {0}]"])
def test_a_data_set_is_said_to_be_one(around):
    sample = '{"writer": "anna", "label": "7", "strokes": [[[0, 0], [5, 5]]]}'
    text = around.replace("{0}", sample)
    for form in (text, text.encode()):
        with pytest.raises(InkError, match=r"a data set .*digitink evaluate --data FILE"):
            Ink.from_json(form)


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "INK_STROKES", 3)
    monkeypatch.setattr(limits, "INK_POINTS", 5)
    monkeypatch.setattr(limits, "INK_BYTES", 100)
    Ink([[(0, 0)]] * 3)
    with pytest.raises(InkError, match="4 strokes; at most 3"):
        Ink([[(0, 0)]] * 4)
    with pytest.raises(InkError, match=r"6 points in strokes\[0\]; at most 5"):
        Ink([[(0, 0)] * 6])
    with pytest.raises(InkError, match="6 points in the strokes; at most 5"):
        Ink([[(0, 0)] * 3] * 2)
    with pytest.raises(InkError, match="more than 100 bytes"):
        Ink.from_json(" " * 101)


def test_no_ink_leaves_an_empty_raster():
    assert Ink([]).raster().pixels.size == 0
    assert Ink([[]]).raster().pixels.size == 0
    assert Ink([]).box is None


def test_a_tap_leaves_a_dot():
    raster = Ink([[(5, 5)]]).raster()
    assert raster.pixels.max() == 1
    x0, y0, x1, y1 = raster.to_source((0, 0, raster.pixels.shape[1], raster.pixels.shape[0]))
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == (5, 5)


@pytest.mark.parametrize("pen", [6, 20])
def test_a_pen_is_as_wide_as_asked_and_no_ink_is_cut_off(pen):
    pixels = Ink([[(0, 0), (100, 0)]]).raster(pen).pixels
    across = pixels[:, pixels.shape[1] // 2].sum()
    assert pen + 1 < across < pen + 3  # cv2 is generous
    edges = (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
    assert max(edge.max() for edge in edges) == 0


def test_taps_alone_are_drawn_small():
    assert Ink([[(0, 0)], [(300, 0)], [(0, 400)]]).raster().pixels.size < 120 * 120


def test_ink_too_small_to_measure_is_a_dot():
    pixels = Ink([[(0, 0), (5e-324, 0)]]).raster().pixels
    assert pixels.max() == 1
    assert max(pixels.shape) < 20


@pytest.mark.parametrize("pen", [6, 20])
def test_raster_lies_where_the_ink_is(pen):
    raster = Ink([[(100, 50), (180, 50)]]).raster(pen)
    rows, columns = np.nonzero(raster.pixels > 0.5)
    x0, y0, x1, y1 = raster.to_source(
        (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    )
    assert x0 < 100 < 180 < x1
    assert (x0 + x1) / 2 == pytest.approx(140, abs=0.5 * raster.scale)
    assert (y0 + y1) / 2 == pytest.approx(50, abs=0.5 * raster.scale)


@given(
    scale=st.floats(1e-3, 1e3),
    dx=st.floats(-1e3, 1e3),
    dy=st.floats(-1e3, 1e3),
)
def test_moved_or_scaled_ink_leaves_the_same_pixels(scale, dx, dy):
    here = Ink(SEVEN).raster().pixels
    there = Ink([[(x * scale + dx, y * scale + dy) for x, y in s] for s in SEVEN]).raster().pixels
    assert here.shape == there.shape
    assert np.abs(here - there).max() <= 0.1  # rounding to cv2's 1/64 pixel may tip over


@pytest.mark.parametrize(
    "strokes",
    [
        [[(0, 0), (1e9, 0)], [(5, 5)]],
        [[(-1e9, -1e9), (1e9, 1e9)]],
        [[(0, 0), (1e-9, 1e-9)], [(1e8, 1e8)]],
        [[(i * 100, 0), (i * 100 + 50, 80)] for i in range(1000)],
        [[(0, i * 100), (50, i * 100 + 80)] for i in range(1000)],
        [[(i % 40 * 100, i // 40 * 100), (i % 40 * 100 + 80, i // 40 * 100)] for i in range(1600)],
    ],
)
def test_the_raster_stays_small(strokes):
    pixels = Ink(strokes).raster().pixels
    assert pixels.size < 2 * limits.INK_PIXELS
    assert max(pixels.shape) < 32_767  # beyond it cv2 draws no lines
    assert pixels.max() > 0
