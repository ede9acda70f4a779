import numpy as np
import pytest
from numpy.random import RandomState

from digitink.data import pens
from digitink.data.samples import image_of
from digitink.ink import Ink

SEVEN = Ink([[(10, 10, 0.1), (90, 12, 0.2), (30, 140, 0.3)], [(30, 70, 1.0), (80, 72, 1.1)]])


@pytest.fixture
def still(monkeypatch):
    """No strength at all."""
    for name in ("ROTATE", "SHEAR", "ASPECT", "WOBBLE", "PENS", "TIP"):
        monkeypatch.setattr(pens, name, 0.0)


def test_without_strength_only_the_pen_differs(still):
    plain = SEVEN.raster(round(pens.PEN)).pixels
    difference = pens.variant(SEVEN, RandomState(0)).astype(int) - image_of(plain)
    assert np.abs(difference).mean() < 1  # rounding of the points


def test_variants_are_frames_and_no_two_are_alike():
    random = RandomState(0)
    variants = [pens.variant(SEVEN, random) for _ in range(20)]
    assert {(v.shape, v.dtype) for v in variants} == {((28, 28), np.dtype(np.uint8))}
    assert len({v.tobytes() for v in variants}) == 20
    assert all(v.max() > 200 for v in variants)


def test_the_seed_fixes_a_variant():
    one, two = (pens.variant(SEVEN, RandomState(3)) for _ in range(2))
    assert np.array_equal(one, two)


def test_strokes_that_meet_still_meet():
    random = RandomState(0)
    for _ in range(20):
        one, two = pens.warped(Ink([[(0, 0), (5, 9)], [(5, 9), (9, 3)]]), random).strokes
        assert np.array_equal(one[-1], two[0])


def test_warping_keeps_strokes_and_points_and_roughly_the_shape():
    random = RandomState(0)
    for _ in range(20):
        ink = pens.warped(SEVEN, random)
        assert [stroke.shape for stroke in ink.strokes] == [(3, 2), (2, 2)]
        x0, y0, x1, y1 = ink.box
        assert 0.2 < (x1 - x0) / (y1 - y0) < 1.6
        assert (np.diff(ink.strokes[0][:, 1]) > -0.25).all()


def test_squeezing_divides_the_width(still):
    whole, half = (pens.warped(SEVEN, RandomState(0), squeeze=s).box for s in (1.0, 2.0))
    assert half == pytest.approx((whole[0] / 2, whole[1], whole[2] / 2, whole[3]))


def test_a_dot_has_variants_too():
    assert pens.variant(Ink([[(5, 5)]]), RandomState(0)).max() > 200
