import numpy as np
import pytest
from numpy.random import RandomState

from digitink.train import curves


@pytest.fixture
def as_written(monkeypatch):
    """Points stay where the template has them."""
    monkeypatch.setattr(curves, "LOOSE", (0, 0))


def test_a_template_is_strokes_of_points_across_and_down(as_written):
    ink = curves.drawn("18 82 / 35", RandomState(0))
    assert [stroke.tolist() for stroke in ink.strokes] == [[[1, 8], [8, 2]], [[3, 5]]]


def test_a_corner_is_sharp_and_any_other_point_is_not(as_written):
    (sharp,) = curves.drawn("00 90. 99", RandomState(0)).strokes
    assert {tuple(point) for point in sharp.tolist()} == {(0, 0), (9, 0), (9, 9)}
    (round_,) = curves.drawn("00 90 99", RandomState(0)).strokes
    directions = np.diff(round_, axis=0)
    angles = np.unwrap(np.arctan2(directions[:, 1], directions[:, 0]))
    assert np.abs(np.diff(angles)).max() < 0.6


def test_a_curve_goes_through_its_points():
    points = RandomState(0).normal(0, 1, (7, 2))
    curve = curves.smooth(points)
    assert curve.shape == (6 * curves.STEPS + 1, 2)
    assert np.allclose(curve[:: curves.STEPS], points)


def test_points_evenly_along_a_line_stay_on_it():
    curve = curves.smooth(np.array([[0, 0], [1, 2], [2, 4], [3, 6]], float))
    assert np.allclose(curve[:, 1], 2 * curve[:, 0])
    assert (np.diff(curve[:, 0]) > 0).all()


def test_no_two_are_alike_but_the_seed_fixes_them():
    random = RandomState(1)
    one, two = (curves.drawn("11 81. 39", random) for _ in range(2))
    assert one != two
    assert curves.drawn("11 81. 39", RandomState(1)) == one
