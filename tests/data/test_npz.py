import zipfile

import numpy as np
import pytest

from digitink import limits
from digitink.data import npz
from digitink.errors import DataError


class Trap:
    """Pickled, it would raise when it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle was read",))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "digits.npz"


@pytest.fixture
def images():
    images = np.zeros((3, 28, 28), np.uint8)
    images[:, 8:20, 12:16] = 255
    return images


LABELS = np.array([3, 1, 4], np.uint8)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_images_and_labels(path, images, save):
    save(path, images=images, labels=LABELS)
    samples = npz.read(path)
    assert samples.name == str(path)
    assert samples.labels.tolist() == [3, 1, 4]
    np.testing.assert_allclose(np.asarray(samples.sources), images / 255)


def test_the_parts_of_kerass_file_are_chosen_never_mixed(path, images):
    np.savez(path, x_train=images, y_train=LABELS, x_test=images[:2], y_test=LABELS[1:])
    with pytest.raises(DataError, match=r"choose one: .*digits.npz#train or .*digits.npz#test"):
        npz.read(path)
    train, test = npz.read(path, "train"), npz.read(path, "test")
    assert (train.labels.tolist(), test.labels.tolist()) == ([3, 1, 4], [1, 4])
    assert test.name == f"{path}#test"


def test_a_single_part_needs_no_choice(path, images):
    np.savez(path, x_test=images, y_test=LABELS)
    assert npz.read(path).name == f"{path}#test"


@pytest.mark.parametrize(
    ("held", "part", "message"),
    [
        ({}, "", "holds nothing; expected images and labels, or x_train and y_train"),
        ({"images": 1}, "", "holds images; expected"),
        ({"x_test": 1, "y_test": 1}, "train", "holds x_test, y_test; expected"),
        ({"images": 1, "labels": 1}, "other", "holds images, labels; expected"),
    ],
)
def test_arrays_of_other_names_are_refused(path, held, part, message):
    np.savez(path, **held)
    with pytest.raises(DataError, match=message):
        npz.read(path, part)


def test_counts_that_differ_are_refused(path, images):
    np.savez(path, images=images, labels=LABELS[:2])
    with pytest.raises(DataError, match="3 images but 2 labels"):
        npz.read(path)


def test_a_wrong_value_is_named(path, images):
    np.savez(path, images=images.astype(int) * 2, labels=LABELS)
    with pytest.raises(DataError, match=r"images in .*digits.npz has values in 0\.\.510"):
        npz.read(path)
    np.savez(path, images=images, labels=LABELS + 9)
    with pytest.raises(DataError, match=r"labels in .*digits.npz\[0\] is 12; expected a digit"):
        npz.read(path)


def test_a_pickle_within_is_never_read(path, images):
    np.savez(path, images=images, labels=np.array([Trap()] * 3, object))
    with pytest.raises(DataError, match="Object arrays cannot be loaded"):
        npz.read(path)


def test_a_pickle_instead_of_an_archive_is_never_read(path):
    np.array([Trap()], object).dump(path)
    with pytest.raises(DataError, match=r"is no readable .npz file"):
        npz.read(path)


def test_members_that_are_no_arrays_are_refused(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("images", b"no array")
        archive.writestr("labels", b"no array")
    with pytest.raises(DataError, match="are no arrays"):
        npz.read(path)


def test_a_bomb_is_refused_unread(path, monkeypatch):
    monkeypatch.setattr(limits, "DATA_BYTES", 10**6)
    np.savez_compressed(path, images=np.zeros(10**7, np.uint8), labels=LABELS)
    with pytest.raises(DataError, match=r"unpacks to 1000.* bytes; at most 1000000"):
        npz.read(path)


def test_a_header_that_lies_about_its_size_is_refused(path):
    header = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little")
    claim = b"{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000000, 28, 28), }"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("images.npy", header + claim.ljust(117) + b"\n")
        archive.writestr("labels.npy", header + claim.ljust(117) + b"\n")
    with pytest.raises(DataError, match=r"is no readable .npz file"):
        npz.read(path)


@pytest.mark.parametrize("header", [b"{'descr': (", b"{[]: 1}", b"{'shape': '''", b"7"])
def test_a_header_that_is_none_is_refused(path, header):
    start = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("images.npy", start + header.ljust(117) + b"\n")
        archive.writestr("labels.npy", start + header.ljust(117) + b"\n")
    with pytest.raises(DataError, match=r"is no readable .npz file"):
        npz.read(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"\x93NUMPY", b"label,pixel0\n", bytes(100)])
def test_what_is_no_archive_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"is no readable .npz file"):
        npz.read(path)


def test_a_truncated_archive_is_refused(path, images):
    np.savez(path, images=images, labels=LABELS)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DataError, match=r"is no readable .npz file"):
        npz.read(path)


def test_a_damaged_archive_is_refused(path, images):
    np.savez_compressed(path, images=images, labels=LABELS)
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"is no readable .npz file"):
        npz.read(path)
