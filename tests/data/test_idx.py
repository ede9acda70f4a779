import errno
import gzip
import os
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitink.data import idx
from digitink.errors import DataError, OutputError


def idx_bytes(array):
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def write_pair(folder, images, labels, *, packed=False, stem="train"):
    pack, end = (gzip.compress, ".gz") if packed else (bytes, "")
    path = folder / f"{stem}-images-idx3-ubyte{end}"
    path.write_bytes(pack(idx_bytes(images)))
    (folder / f"{stem}-labels-idx1-ubyte{end}").write_bytes(pack(idx_bytes(labels)))
    return path


@pytest.fixture
def images():
    images = np.zeros((3, 28, 28), np.uint8)
    images[:, 8:20, 12:16] = 255
    return images


LABELS = np.array([3, 1, 4])


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.randoms())
def test_any_shape_comes_back(count, height, width, random):
    array = np.array([random.randrange(256) for _ in range(count * height * width)], np.uint8)
    array = array.reshape(count, height, width)
    parsed = idx.parse(idx_bytes(array), "x", 3)
    assert parsed.dtype == np.uint8
    assert parsed.flags.writeable
    np.testing.assert_array_equal(parsed, array)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "starts with 0x, expected 0x00000803"),
        (b"\0\0\x08\x01\0\0\0\x01\x07", "starts with 0x00000801, expected 0x00000803"),
        (b"\0\0\x0d\x03" + bytes(16), "starts with 0x00000d03"),
        (b"\x89PNG", "0x89504e47"),
        (b"\0\0\x08\x03\0\0\0\x01\0\0", "truncated: its header ends after 10 bytes"),
        (
            struct.pack(">4B3I", 0, 0, 8, 3, 2, 2, 2) + bytes(7),
            "7 values; its header says 2x2x2 = 8",
        ),
        (struct.pack(">4B3I", 0, 0, 8, 3, 2, 2, 2) + bytes(9), "9 values"),
        (struct.pack(">4B3I", 0, 0, 8, 3, *[2**32 - 1] * 3), "0 values"),
    ],
)
def test_what_is_no_idx_is_refused_by_name(data, message):
    with pytest.raises(DataError, match=r"digits.idx") as caught:
        idx.parse(data, "digits.idx", 3)
    assert message in str(caught.value)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("given_path", ["images", "labels"])
def test_a_pair_is_read_from_either_file(tmp_path, images, packed, given_path):
    path = write_pair(tmp_path, images, LABELS, packed=packed)
    if given_path == "labels":
        path = path.with_name(path.name.replace("images-idx3", "labels-idx1"))
    samples = idx.read(path)
    assert samples.labels.tolist() == [3, 1, 4]
    assert samples.labels.dtype == np.int64
    np.testing.assert_allclose(np.asarray(samples.sources), images / 255, atol=1e-7)
    assert samples.sources[0].dtype == np.float32


def test_a_full_disk_leaves_both_files_as_they_were(tmp_path, images, monkeypatch):
    path = write_pair(tmp_path, images, LABELS)
    samples = idx.read(path)
    samples.labels[:] = 7
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    done = []

    def full(_):
        if done:
            raise OSError(errno.ENOSPC, "No space left on device")
        done.append(1)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        idx.write(samples, path)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_labels_that_are_not_there_are_asked_for(tmp_path, images):
    path = write_pair(tmp_path, images, LABELS)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError, match="needs train-labels-idx1-ubyte beside it"):
        idx.read(path)


def test_a_name_that_tells_nothing_is_refused(tmp_path, images):
    path = write_pair(tmp_path, images, LABELS).rename(tmp_path / "digits")
    with pytest.raises(DataError, match="cannot tell which labels"):
        idx.read(path)


def test_counts_that_differ_are_refused(tmp_path, images):
    path = write_pair(tmp_path, images, LABELS[:2])
    with pytest.raises(DataError, match="3 images but 2 labels"):
        idx.read(path)


def test_a_label_that_is_no_digit_is_refused(tmp_path, images):
    path = write_pair(tmp_path, images, np.array([3, 10, 4]))
    with pytest.raises(DataError, match=r"labels-idx1-ubyte\[1\] is 10; expected a digit 0..9"):
        idx.read(path)
