"""Where ink that hangs together is cut."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitink import cuts


def paper(height, width):
    return np.zeros((height, width), np.float32)


def inked(pixels, path):
    """How many pixels of ink lie on a path."""
    columns = np.clip(path.astype(int), 0, pixels.shape[1] - 1)
    return int((pixels[np.arange(len(path)), columns] > 0.5).sum())


def crossing(cut):
    return cut.cost


def rings(*middles, bridge):
    """Rings 100 high; `bridge`: the row at which a stroke of 6 pixels joins them."""
    pixels = paper(120, 140 * len(middles))
    for x in middles:
        cv2.ellipse(pixels, (x, 60), (35, 47), 0, 0, 360, 1.0, 6)
    pixels[bridge - 3 : bridge + 3, middles[0] + 35 : middles[-1] - 35] = 1
    return pixels[10:110, middles[0] - 38 : middles[-1] + 38]


@pytest.mark.parametrize("bridge", [40, 60, 90])
def test_a_bridge_between_digits_is_cut(bridge):
    pixels = rings(60, 170, bridge=bridge)
    between = [cut for cut in cuts.find(pixels, 100) if 73 < cut.path.mean() < 113]
    assert between
    assert min(cut.cost for cut in between) == pytest.approx(1, abs=0.35)
    assert min(inked(pixels, cut.path) for cut in between) <= 7


def test_a_cut_goes_round_what_leans():
    pixels = paper(100, 130)
    for x in (6, 46):
        cv2.line(pixels, (x + 70, 2), (x, 97), 1.0, 5)  # no column is free between the two
    pixels[60:65, 35:70] = 1
    crossed = min(inked(pixels, cut.path) for cut in cuts.find(pixels, 100))
    assert crossed <= 8


@pytest.mark.parametrize("bridge", [None, 12, 108])
def test_rings_that_share_a_side_are_cut_along_it(bridge):
    pixels = paper(120, 220)
    for x in (60, 132):
        cv2.ellipse(pixels, (x, 60), (35, 47), 0, 0, 360, 1.0, 8)
    if bridge:  # so that there is a notch on one side only
        pixels[bridge - 3 : bridge + 3, 60:132] = 1
    along = [cut for cut in cuts.find(pixels, 100) if np.abs(cut.path - 96).max() <= 3]
    assert len(along) == 1
    assert along[0].cost == cuts.NOTCHED


def test_an_outline_without_notches_is_cut_as_ever():
    ring = rings(60, bridge=60)
    assert min(cut.cost for cut in cuts.find(ring, 100)) > 1.5  # two strokes are crossed


def test_small_and_large_alike():
    pixels = rings(60, 170, bridge=60)
    large = cv2.resize(pixels, None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    least = [
        min((cut for cut in found if abs(cut.path.mean() / side - 0.93) < 0.2), key=crossing)
        for found, side in ((cuts.find(pixels, 100), 100), (cuts.find(large, 400), 400))
    ]
    assert [len(cut.path) for cut in least] == [100, 400]
    assert least[0].cost == pytest.approx(least[1].cost, abs=0.05)
    assert 4 * least[0].path.mean() == pytest.approx(least[1].path.mean(), abs=12)


@pytest.mark.parametrize("row", [30, 50, 75])
def test_what_a_line_goes_through_seems_crossed_out(row):
    pixels = rings(60, 170, bridge=60)
    assert not any(cut.crossed_out for cut in cuts.find(pixels, 100))
    pixels[row - 3 : row + 3] = 1
    found = cuts.find(pixels, 100)
    assert found
    assert all(cut.crossed_out for cut in found)


@pytest.mark.parametrize("row", [5, 95])
def test_what_stands_on_a_line_or_hangs_from_it_does_not(row):
    pixels = rings(60, 170, bridge=row + 10)  # a level line along tops or feet
    pixels[row - 3 : row + 3] = 1
    found = cuts.find(pixels, 100)
    assert found
    assert not any(cut.crossed_out for cut in found)


def test_solid_ink_is_not_cut():
    assert cuts.find(np.ones((100, 200), np.float32), 100) == []


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 60), st.floats(1, 90), st.integers(0, 9), st.floats(0, 1))
def test_cuts_keep_their_order_and_stay_inside(rows, columns, height, seed, share):
    random = np.random.default_rng(seed)
    pixels = (random.random((rows, columns)) < share).astype(np.float32)
    found = cuts.find(pixels, height)
    assert all(cut.path.shape == (rows,) for cut in found)
    for cut, after in pairwise(found):
        assert (cut.path <= after.path).all()
    for cut in found:
        assert 0 <= cut.path.min() <= cut.path.max() <= columns
        assert cut.cost >= 0
