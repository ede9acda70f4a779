"""The frame: MNIST's own, the same for moved and scaled ink, against a slow plain reference."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from digitink import data, normalise
from digitink.frame import (
    FAINT,
    INK_SIDE,
    SIDE,
    STROKE,
    centred,
    crop,
    fitted,
    with_stroke_of_mnist,
)


@pytest.fixture(scope="module")
def mnist():
    return data.mnist("test").images[:500].astype(np.float32) / 255


def stroke_width(frame):
    """Area over the length of the course: a way to measure it that normalise does not use."""
    fine = cv2.resize(frame, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    ink = (fine > 0.5).astype(np.uint8)
    distance = cv2.distanceTransform(ink, cv2.DIST_L2, 5)
    ridge = (distance == cv2.dilate(distance, np.ones((3, 3)))) & (ink > 0)
    return 2 * float(np.median(distance[ridge])) / 4


def plain_fit(pixels, side):
    """Area averaging written out: every target pixel is the mean of the source it covers."""
    height, width = pixels.shape
    scale = side / max(height, width)
    rows, columns = max(1, round(height * scale)), max(1, round(width * scale))

    def cover(n, m):
        weights = np.zeros((m, n))
        for i in range(m):
            for j in range(n):
                start, end = i * n / m, (i + 1) * n / m
                weights[i, j] = max(0.0, min(end, j + 1) - max(start, j))
        return weights / weights.sum(axis=1, keepdims=True)

    return cover(height, rows) @ pixels @ cover(width, columns).T


def test_mnist_frames_come_back_as_they_are(mnist):
    """Those whose strokes are of MNIST's ordinary width: about three in four."""
    same = [np.abs(normalise(frame) - frame).max() <= FAINT for frame in mnist]
    assert np.mean(same) > 0.7


def test_frame_is_mnists_own():
    raster = np.zeros((200, 300), np.float32)
    cv2.polylines(raster, [np.array([[50, 30], [120, 40], [80, 170]])], False, 1.0, 20)
    frame = normalise(raster)
    assert frame.shape == (SIDE, SIDE)
    assert frame.dtype == np.float32
    rows, columns = np.nonzero(frame > 0.02)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == INK_SIDE
    centre = (frame * np.mgrid[:SIDE, :SIDE]).sum(axis=(1, 2)) / frame.sum()
    assert np.abs(centre - 14).max() <= 0.5


def test_no_ink_is_an_empty_frame():
    for shape in [(0, 0), (1, 1), (28, 28), (5, 300)]:
        assert not normalise(np.zeros(shape)).any()


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 60), st.integers(1, 60)),
        elements=st.floats(0, 1, width=32),
    )
)
@settings(max_examples=200)
def test_any_raster_gives_a_frame(raster):
    frame = normalise(raster)
    assert frame.shape == (SIDE, SIDE)
    assert np.isfinite(frame).all()
    assert frame.min() >= 0
    assert frame.max() <= 1


@pytest.mark.parametrize("shape", [(40, 20), (93, 68), (21, 150), (333, 333)])
def test_area_averaging_against_a_plain_reference(shape):
    pixels = np.random.default_rng(0).random(shape, np.float32)
    assert np.abs(fitted(pixels, INK_SIDE) - plain_fit(pixels, INK_SIDE)).max() < 1e-5


def test_centred_keeps_all_ink_inside():
    corner = np.zeros((20, 20), np.float32)
    corner[0, :] = 0.03
    corner[19, 19] = 1
    assert centred(corner).sum() == pytest.approx(corner.sum())


@pytest.mark.parametrize("pen", [1, 2, 4, 8, 16, 32, 48])
def test_strokes_are_brought_near_mnists(pen):
    raster = np.zeros((260, 260), np.float32)
    points = np.array([[60, 50], [190, 60], [150, 120], [90, 210]])
    cv2.polylines(raster, [points], False, 1.0, pen, cv2.LINE_8)
    assert STROKE[0] - 0.7 <= stroke_width(normalise(raster)) <= STROKE[1] + 0.7


def test_ordinary_strokes_are_left_alone():
    raster = np.zeros((120, 120), np.float32)
    cv2.polylines(raster, [np.array([[30, 20], [90, 30], [40, 100]])], False, 1.0, 14)
    pixels = crop(raster)
    assert with_stroke_of_mnist(pixels) is pixels


@given(dx=st.integers(0, 200), dy=st.integers(0, 200))
def test_moved_pixels_give_the_same_frame(dx, dy):
    ink = np.random.default_rng(3).random((40, 30), np.float32)
    wide = np.zeros((240, 230), np.float32)
    wide[dy : dy + 40, dx : dx + 30] = ink
    assert np.array_equal(normalise(wide), normalise(ink))
