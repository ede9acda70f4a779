"""Shapes: alike where the same is drawn again, unlike where something else is."""

import numpy as np
from numpy.random import RandomState

from digitink.data.pens import variant
from digitink.data.samples import image_of
from digitink.hand.likeness import likeness, shapes_of
from digitink.ink import Ink

ROOF = Ink([[(0, 0), (20, 0)], [(10, 0), (10, 30)]])
LETTER_A = Ink([[(0, 30), (10, 0), (20, 30)], [(4, 18), (16, 18)]])


def frames_of(*images):
    return np.stack(images).astype(np.float32) / np.float32(255)


def test_a_shape_is_seven_by_seven_of_length_one():
    frames = np.zeros((2, 28, 28), np.float32)
    frames[1, 8:12, 20:24] = 0.5
    shapes = shapes_of(frames)
    assert shapes.shape == (2, 49)
    np.testing.assert_array_equal(shapes[0], 0)  # nothing is drawn
    np.testing.assert_allclose(np.linalg.norm(shapes[1]), 1, rtol=1e-5)
    assert shapes[1].argmax() == 2 * 7 + 5  # third row, sixth column


def test_what_is_drawn_again_is_alike():
    random = RandomState(0)
    taught = shapes_of(frames_of(image_of(ROOF.raster().pixels)))
    again = likeness(shapes_of(frames_of(*(variant(ROOF, random) for _ in range(20)))), taught)
    other = likeness(shapes_of(frames_of(*(variant(LETTER_A, random) for _ in range(20)))), taught)
    assert again.shape == (20, 1)
    assert np.median(again) > 10 * np.median(other)
    assert 0 <= other.min() <= again.max() <= 1 + 1e-5


def test_the_same_is_wholly_alike_and_the_paler_as_well():
    frame = frames_of(image_of(ROOF.raster().pixels))
    np.testing.assert_allclose(likeness(shapes_of(frame), shapes_of(frame)), 1, rtol=1e-4)
    np.testing.assert_allclose(likeness(shapes_of(frame / 3), shapes_of(frame)), 1, rtol=1e-4)
