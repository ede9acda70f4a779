"""Arrays that are no pictures, and pictures nobody draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from digitink.errors import PictureError
from digitink.picture import raster_of

FLOATS = np.full((8, 8), 0.5)


def with_one(value):
    array = FLOATS.copy()
    array[3, 4] = value
    return array


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros(28), r"of the shape \(28,\)"),
        (np.zeros((28, 28, 2)), r"of the shape \(28, 28, 2\)"),
        (np.zeros((3, 28, 28)), r"of the shape \(3, 28, 28\)"),
        (np.zeros((1, 28, 28, 3)), "of the shape"),
        (np.zeros((0, 28)), "of the shape"),
        (np.zeros((28, 0, 3)), "of the shape"),
        (np.array(7.0), "of the shape"),
        (np.zeros((28, 28), np.int64), "of int64"),
        (np.zeros((28, 28), np.uint32), "of uint32"),
        (np.zeros((28, 28), complex), "of complex128"),
        (np.full((28, 28), "a"), "of str"),
        (np.full((28, 28), None), "of object"),
        (np.zeros((28, 28), "datetime64[s]"), "of datetime64"),
        (with_one(np.nan), "lie in 0..1"),
        (with_one(np.inf), "lie in 0..1"),
        (with_one(-0.01), "lie in 0..1"),
        (with_one(255.0), "pass 0..255 as uint8"),
        (np.broadcast_to(np.uint8(0), (60_000, 60_000)), "60000x60000 pixels"),
        (np.broadcast_to(np.uint8(0), (2, 70_000)), "70000x2 pixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.dtype}{value.shape}",
)
def test_what_is_no_picture_is_one_line(array, message):
    with pytest.raises(PictureError, match=message) as caught:
        raster_of(array)
    assert str(caught.value).isprintable()


SHAPES = st.one_of(
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=40),
    st.tuples(st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3, 4])),
)


@given(
    arrays.arrays(st.sampled_from([np.bool_, np.uint8, np.uint16]), SHAPES, fill=st.nothing())
    | arrays.arrays(
        st.sampled_from([np.float32, np.float64]), SHAPES, elements=st.floats(0, 1, width=32)
    )
)
def test_any_picture_gives_ink(array):
    pixels = raster_of(array).pixels
    assert pixels.shape == array.shape[:2]
    assert pixels.dtype == np.float32
    assert pixels.min() >= 0
    assert pixels.max() <= 1
