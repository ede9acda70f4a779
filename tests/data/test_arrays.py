import numpy as np
import pytest

from digitink.data import Samples, arrays
from digitink.errors import DataError


@pytest.fixture
def digit():
    """(28, 28) uint8, light on dark."""
    digit = np.zeros((28, 28), np.uint8)
    digit[6:22, 12:16] = 200
    return digit


@pytest.mark.parametrize(
    "given",
    [
        lambda digit: digit[None],
        lambda digit: digit[None, ..., None],
        lambda digit: digit.reshape(1, 784),
        lambda digit: digit[None].astype(np.int64),
        lambda digit: digit[None].astype(np.float64),
        lambda digit: digit[None] / 255,
        lambda digit: (255 - digit)[None],
        lambda digit: 1 - digit[None] / 255,
    ],
    ids=["bytes", "channel", "flat", "int64", "float", "share", "dark", "dark share"],
)
def test_however_pixels_come_they_end_as_shares_of_ink(digit, given):
    pixels = arrays.pixels_of(given(digit), "x")
    assert pixels.dtype == np.float32
    np.testing.assert_allclose(pixels, digit[None] / 255, atol=1e-6)


@pytest.mark.parametrize("kind", [bool, np.uint8])
def test_bitmaps_of_0_and_1_are_paper_and_ink(digit, kind):
    pixels = arrays.pixels_of((digit > 0).astype(kind)[None], "x")
    np.testing.assert_array_equal(pixels[0], digit > 0)


def test_polarity_is_one_for_the_whole_set(digit):
    # One digit fills its whole border; the set around it says that this is ink.
    filled = np.full((28, 28), 255, np.uint8)
    pixels = arrays.pixels_of(np.stack([digit, filled, digit]), "x")
    assert pixels[1].min() == 1


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize(("paper", "noise"), [(0, 4), (40, 0), (60, 3)])
def test_grey_and_noisy_paper_is_taken_away(digit, light, paper, noise):
    grain = np.random.default_rng(0).normal(0, noise, digit.shape)
    scanned = np.clip(paper + (1 - paper / 255) * digit + grain, 0, 255)
    values = (255 - scanned if light else scanned).astype(np.uint8)
    pixels = arrays.pixels_of(values[None], "x")
    assert pixels.dtype == np.float32
    frame, clean = Samples("x", [pixels[0], digit / 255], np.array([1, 1])).frames().astype(int)
    assert np.abs(frame - clean).mean() < 4


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.zeros((2, 783)), r"shape \(2, 783\); expected \(N, height, width\) or \(N, 784\)"),
        (np.zeros((2, 28, 28, 3)), r"shape \(2, 28, 28, 3\)"),
        (np.zeros(3), r"shape \(3,\)"),
        (np.array(7), r"shape \(\)"),
        (np.zeros((0, 28, 28)), "is empty"),
        (np.zeros((2, 0, 28)), "is empty"),
        (np.full((1, 28, 28), 256), r"256\.\.256; expected 0..255"),
        (np.full((1, 28, 28), -1), r"-1\.\.-1; expected 0..255"),
        (np.full((1, 28, 28), np.nan), "nan"),
        (np.full((1, 28, 28), np.inf), "inf"),
        (np.full((1, 28, 28), "7"), "holds <U1; expected grey values"),
        (np.zeros((1, 28, 28), complex), "holds complex128"),
    ],
)
def test_what_is_no_set_of_pictures_is_refused(values, message):
    with pytest.raises(DataError, match=f"^x .*{message}"):
        arrays.pixels_of(values, "x")


@pytest.mark.parametrize(
    "given", [np.array([0, 9], np.uint8), np.array([0.0, 9.0]), np.array([[0], [9]])]
)
def test_labels_of_any_number_become_int64(given):
    labels = arrays.labels_of(given, "y")
    assert labels.dtype == np.int64
    assert labels.tolist() == [0, 9]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.array([0, 10]), r"y\[1\] is 10; expected a digit 0..9"),
        (np.array([-1, 0]), r"y\[0\] is -1"),
        (np.array([0.5]), r"y\[0\] is 0.5"),
        (np.array([np.nan]), r"y\[0\] is nan"),
        (np.array(["7"]), "holds <U1"),
        (np.eye(10), r"shape \(10, 10\); expected one digit"),
        (np.array(7), r"shape \(\)"),
    ],
)
def test_labels_that_are_no_digits_are_refused(values, message):
    with pytest.raises(DataError, match=message):
        arrays.labels_of(values, "y")
