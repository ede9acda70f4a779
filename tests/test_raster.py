"""How wide the strokes in a raster are."""

import cv2
import numpy as np
import pytest

from digitink.raster import stroke_width


@pytest.mark.parametrize("width", [2, 5, 12])
def test_a_stroke_is_as_wide_as_it_was_drawn(width):
    ink = np.zeros((60, 400), np.uint8)
    ink[20 : 20 + width, 20:-20] = 1
    inside = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    assert stroke_width(inside) == pytest.approx(width, rel=0.1)


def test_no_ink_is_no_error():
    assert stroke_width(np.zeros((3, 3), np.float32)) < 0
