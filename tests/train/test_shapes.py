import re

from numpy.random import RandomState

from digitink.train.shapes import SHAPES, draw

TEMPLATE = re.compile(r"\d\d\.?( \d\d\.?)*( / \d\d\.?( \d\d\.?)*)*")


def test_every_digit_has_several_shapes():
    assert sorted(SHAPES) == list(range(10))
    for shapes in SHAPES.values():
        assert len(set(shapes)) == len(shapes) >= 3
        assert all(map(TEMPLATE.fullmatch, shapes))


def test_every_digit_comes_with_ink():
    random = RandomState(0)
    drawn = [draw(random) for _ in range(200)]
    assert {digit for _, digit in drawn} == set(range(10))
    assert all(ink.box is not None for ink, _ in drawn)
