"""Reading, Line, Digit: text, boxes, and the way to plain values and back."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitink import Digit, Line, Reading

numbers = st.floats(-1e6, 1e6)
digits = st.builds(
    Digit,
    value=st.integers(0, 9),
    probability=st.floats(0, 1),
    probabilities=st.tuples(*[st.floats(0, 1)] * 10),
    unsure=st.booleans(),
    box=st.tuples(numbers, numbers, numbers, numbers),
)
lines = st.builds(Line, st.lists(digits, min_size=1, max_size=4).map(tuple))
readings = st.builds(Reading, st.lists(lines, max_size=3).map(tuple))


def digit(value, box=(0.0, 0.0, 1.0, 1.0), unsure=False):
    return Digit(value, 0.9, (0.01,) * 9 + (0.91,), unsure, box)


@given(readings)
def test_survives_json(reading):
    assert Reading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading


def test_text_boxes_and_order():
    reading = Reading(
        (
            Line((digit(3, (5, 1, 9, 8)), digit(1, (12, 0, 13, 9)))),
            Line((digit(4, unsure=True),)),
        )
    )
    assert reading.text == "31\n4"
    assert [d.value for d in reading.digits] == [3, 1, 4]
    assert reading.lines[0].box == (5, 0, 13, 9)
    assert reading.unsure
    assert not reading.lines[0].digits[0].unsure


def test_a_line_without_digits_is_none():
    with pytest.raises(ValueError, match="a line has no digits"):
        Reading.from_dict({"lines": [{"digits": []}]})


def test_nothing_read():
    assert Reading().text == ""
    assert Reading().digits == ()
    assert not Reading().unsure


def test_frozen_and_short_repr():
    with pytest.raises(dataclasses.FrozenInstanceError):
        digit(1).value = 2
    assert repr(digit(7, unsure=True)) == "Digit(7, 0.900, unsure)"
    assert repr(Reading((Line((digit(7),)),))) == "Reading('7')"
