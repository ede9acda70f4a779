from unittest.mock import Mock

import numpy as np
import pytest

from digitink.data import NO_DIGIT, Frames, Samples, mnist
from digitink.data.samples import of_pictures
from digitink.frame import normalise
from digitink.ink import Ink
from digitink.model import Model
from digitink.reader import inspect

BAR = np.zeros((40, 30), np.float32)
BAR[5:35, 12:18] = 1
STROKES = Ink([[[0, 0], [3, 40]]])


def test_frames_are_made_by_the_normaliser():
    frames = Samples("x", [BAR, STROKES], np.array([1, 1])).frames()
    assert frames.dtype == np.uint8
    expected = [normalise(BAR), normalise(STROKES.raster().pixels)]
    np.testing.assert_array_equal(frames, np.rint(255 * np.stack(expected)))


def test_frames_are_those_of_a_single_reading():
    dotted = Ink([[[0, 0], [3, 40]], [[30, 30]]])  # a speck beside the digit
    model = Mock(spec=Model, card=Mock(unsure_below=0.5))
    model.probabilities.return_value = np.full((1, 10), 0.1, np.float32)
    seen = inspect(dotted, single=True, model=model).frames
    frames = Samples("x", [dotted], np.array([1])).frames()
    np.testing.assert_array_equal(frames, np.rint(255 * seen))
    np.testing.assert_array_equal(frames, Samples("x", [STROKES], np.array([1])).frames())


def test_frames_of_mnist_stay_as_they_are():
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8)
    pixels = images.astype(np.float32) / np.float32(255)
    samples = Samples("x", pixels, np.arange(3), framed=True)
    np.testing.assert_array_equal(samples.frames(), images)


def test_a_source_without_ink_is_an_empty_frame():
    samples = Samples("x", [np.zeros((5, 5), np.float32), Ink([])], np.array([0, 0]))
    assert not samples.frames().any()


def test_more_labels_than_sources_never_go_unseen():
    with pytest.raises(ValueError, match="zip"):
        Samples("x", [BAR], np.array([1, 1])).frames()


def test_counts_are_by_digit():
    assert Samples("x", [BAR] * 3, np.array([7, 1, 7])).counts() == {"1": 1, "7": 2}


def test_counts_are_by_text_where_there_are_letters():
    labels = np.full(3, NO_DIGIT)
    samples = Samples("x", [BAR] * 3, labels, written=("b", "a", "b"))
    assert samples.counts() == {"a": 1, "b": 2}


def test_both_are_short_to_look_at():
    assert repr(Samples("x", [BAR], np.array([1]))) == "Samples('x', 1 samples)"
    assert (
        repr(Frames("y", np.zeros((2, 28, 28), np.uint8), np.zeros(2))) == "Frames('y', 2 digits)"
    )


def test_pictures_that_are_mnist_s_are_taken_as_they_are():
    frames = mnist("test")
    images, labels = frames.images[:300], frames.labels[:300]
    samples = of_pictures("kaggle", images.astype(np.float32) / 255, labels)
    assert samples.framed
    np.testing.assert_array_equal(samples.frames(), images)
    moved = np.roll(images, 3, axis=2).astype(np.float32) / 255
    assert not of_pictures("moved", moved, labels).framed
    assert not of_pictures("small", moved[:, :20, :20], labels).framed
