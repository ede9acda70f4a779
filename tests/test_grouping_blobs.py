"""Which blobs are one digit, by their boxes: what is cut, and what is none."""

import numpy as np
import pytest

from digitink.grouping import group_blobs
from digitink.parts import Division


def test_what_ends_an_amount_is_never_cut():
    boxes = 40 * np.array([(0, 0, 0.5, 1), (0.7, 0, 1.6, 1), (1.7, 0.45, 2.6, 0.52)])
    asked = []

    def divide(blob, _):
        asked.append(blob)
        return Division()

    lines, _ = group_blobs(boxes, lambda groups: [(0, 0.1) for _ in groups], divide)
    assert asked
    assert 2 not in [*asked, *(i for line in lines for digit in line for i in digit)]


def lines_of(boxes, judge, cut_off):
    return group_blobs(boxes, judge, lambda *_: Division(), cut_off)[0]


def blobs_with_a_bar(x):
    return 40 * np.array([(0, 0, 0.6, 1), (0.8, 0, 1.4, 1), (x, -0.15, x + 0.6, -0.05)])


@pytest.mark.parametrize(("together", "expected"), [(0.1, [(0,), (1,)]), (0.999, [(0,), (1, 2)])])
def test_what_is_cut_off_is_none_unless_it_belongs_to_a_digit(together, expected):
    known = {(0,): (3, 0.999), (1,): (5, 0.98), (1, 2): (5, together)}

    def judge(groups):
        return [known.get(group, (4, 0.1)) for group in groups]

    assert lines_of(blobs_with_a_bar(0.9), judge, frozenset({2})) == [expected]


def test_what_is_cut_off_and_stands_apart_is_none():
    def judge(groups):
        return [(3, 0.999)] * len(groups)

    assert lines_of(blobs_with_a_bar(2.0), judge, frozenset({2})) == [[(0,), (1,)]]


@pytest.mark.parametrize(("width", "is_cut"), [(1.2, False), (1.4, True)])
def test_what_is_wider_than_most_digits_is_cut_though_it_is_known(width, is_cut):
    boxes = 40 * np.array([(0, 0, 0.5, 1), (0.7, 0, 0.7 + width, 1)])
    asked = []

    def divide(blob, _):
        asked.append(blob)
        return Division()

    group_blobs(boxes, lambda groups: [(2, 0.9) for _ in groups], divide)
    assert (1 in asked) == is_cut
