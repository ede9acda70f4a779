import re

import pytest
from numpy.random import RandomState

from digitink.train.shapes import LONG_FLAGS, SHAPES, draw

TEMPLATE = re.compile(r"\d\d\.?( \d\d\.?)*( / \d\d\.?( \d\d\.?)*)*")


def test_every_digit_has_several_shapes():
    assert sorted(SHAPES) == list(range(10))
    for digit, usual in SHAPES.items():
        shapes = usual + LONG_FLAGS.get(digit, ())
        assert len(set(shapes)) == len(shapes) >= 3
        assert all(map(TEMPLATE.fullmatch, shapes))


@pytest.mark.parametrize("long_flags", [False, True])
def test_every_digit_comes_with_ink(long_flags):
    random = RandomState(0)
    drawn = [draw(random, long_flags=long_flags) for _ in range(200)]
    assert {digit for _, digit in drawn} == set(range(10))
    assert all(ink.box is not None for ink, _ in drawn)
