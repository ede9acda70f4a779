import numpy as np
import pytest
from numpy.random import RandomState

from digitink.train import scans

SEVEN = np.zeros((32, 32), np.float32)
SEVEN[4:8, 6:26] = 1
SEVEN[8:30, 16:20] = 1
FAINT = SEVEN * np.float32(0.4)


@pytest.mark.parametrize("pixels", [SEVEN, FAINT, np.ones((1, 9), np.float32)])
def test_variants_are_frames_with_ink_and_hardly_any_are_alike(pixels):
    random = RandomState(0)
    variants = [scans.variant(pixels, random) for _ in range(100)]
    assert {(v.shape, v.dtype) for v in variants} == {((28, 28), np.dtype(np.uint8))}
    assert all(v.max() > 50 for v in variants)
    assert len({v.tobytes() for v in variants}) > 20


def test_the_seed_fixes_a_variant():
    one, two = (scans.variant(SEVEN, RandomState(3)) for _ in range(2))
    assert np.array_equal(one, two)


def test_the_digit_is_still_there():
    random = RandomState(0)
    middle = np.mean([scans.variant(SEVEN, random) for _ in range(50)], axis=0)
    assert middle[9, 8] > 150  # the bar
    assert middle[20, 14] > 150  # the stem
    assert middle[20, 8] < 10  # beside it


def test_full_ink_stays_within_1_however_the_processor_rounds():
    random = RandomState(0)
    assert all(scans.variant(np.ones((40, 40), np.float32), random).max() for _ in range(200))
