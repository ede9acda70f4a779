import gzip
import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from digitink.data import catalogue, load, load_for_training, mnist, store, strokes
from digitink.errors import DataError, UsageError

COUNTS = {
    "train": [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    "test": [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
}
INK = json.dumps([{"label": "7", "strokes": [[[0, 0], [9, 0], [3, 9]]]}])


@pytest.mark.parametrize("split", ["train", "test"])
def test_mnist_comes_with_the_package(split):
    frames = mnist(split)
    assert frames.name == f"mnist-{split}"
    assert frames.images.shape == (sum(COUNTS[split]), 28, 28)
    assert (frames.images.dtype, frames.labels.dtype) == (np.uint8, np.int64)
    assert np.bincount(frames.labels).tolist() == COUNTS[split]
    assert frames.images.flags.writeable
    assert frames.images.flags.c_contiguous


def test_mnist_by_name_keeps_its_frames():
    samples, frames = load("mnist-test"), mnist("test")
    np.testing.assert_array_equal(samples.frames(), frames.images)
    np.testing.assert_array_equal(samples.labels, frames.labels)
    assert samples.sources[0].dtype == np.float32


def test_a_wrong_split_lists_the_right_names():
    with pytest.raises(DataError, match="'mnist-validation'; known: mnist-train, mnist-test"):
        mnist("validation")


@pytest.mark.parametrize(("keep", "message"), [(-1, "truncated"), (100, "truncated")])
def test_a_truncated_mnist_is_named(tmp_path, monkeypatch, keep, message):
    name = "mnist/t10k-images-idx3-ubyte.gz"
    content = (store.PACKAGED / name).read_bytes()
    (tmp_path / "mnist").mkdir()
    (tmp_path / name).write_bytes(content[:keep])
    monkeypatch.setattr(store, "PACKAGED", tmp_path)
    with pytest.raises(DataError, match=f"t10k-images-idx3-ubyte.gz is {message}"):
        mnist("test")


@pytest.fixture
def known(folders, monkeypatch):
    """A catalogue of one set, "sevens", that lies in its place."""
    files = {"own/sevens.json": hashlib.sha256(INK.encode()).hexdigest()}
    entry = replace(
        catalogue.entry("digilets-a"), name="sevens", files=files, read=strokes.read_json
    )
    monkeypatch.setattr(catalogue, "ENTRIES", (entry,))
    path = folders[0] / "own" / "sevens.json"
    path.parent.mkdir()
    path.write_text(INK)
    return path


def test_a_known_set_is_read_by_its_name(known):
    samples = load("sevens")
    assert samples.name == "sevens"
    assert samples.labels.tolist() == [7]


def test_a_known_set_that_was_altered_is_never_read(known):
    known.write_text(INK + " ")
    with pytest.raises(DataError, match="its SHA-256 is"):
        load("sevens")


def test_own_data_are_read_by_their_path(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(INK)
    for given in (path, str(path)):
        samples = load(given)
        assert samples.name == str(path)


def test_a_part_of_an_archive_is_chosen_behind_a_hash(tmp_path):
    path = tmp_path / "mnist.npz"
    image = np.zeros((1, 28, 28), np.uint8)
    np.savez(path, x_train=image, y_train=[1], x_test=image, y_test=[2])
    assert load(f"{path}#test").labels.tolist() == [2]
    assert load(f"{path}#train").labels.tolist() == [1]
    with pytest.raises(DataError, match="expected images and labels"):
        load(f"{path}#validation")


def test_neither_a_name_nor_a_file_lists_both(tmp_path):
    with pytest.raises(DataError) as caught:
        load("pendigits")
    assert "no data set and no file is named 'pendigits'" in str(caught.value)
    assert all(name in str(caught.value) for name in catalogue.names())
    assert "a folder of folders 0 to 9" in str(caught.value)


@pytest.mark.parametrize("entry", catalogue.ENTRIES, ids=catalogue.names())
def test_sets_for_measuring_are_refused_for_training(entry, folders):
    if entry.trainable and entry.bundled:
        assert len(load_for_training(entry.name)) == entry.n
    elif entry.trainable:
        with pytest.raises(DataError, match="is missing"):
            load_for_training(entry.name)
    else:
        with pytest.raises(UsageError, match=f"{entry.name} is for measuring only") as caught:
            load_for_training(entry.name)
        assert "mnist-train, pendigits.tra, optdigits.tra" in str(caught.value)


@pytest.mark.parametrize("packed", [True, False])
def test_so_are_their_files_whatever_they_are_called(packed, tmp_path):
    images = store.bundled(catalogue.entry("mnist-test"), "mnist/t10k-images-idx3-ubyte")
    path = tmp_path / "mine-images-idx3-ubyte"
    path.write_bytes(gzip.compress(images) if packed else images)
    with pytest.raises(UsageError, match="of mnist-test, which is for measuring only and"):
        load_for_training(path)


def test_own_data_may_be_trained_on(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(INK)
    assert load_for_training(path).labels.tolist() == [7]


@pytest.mark.parametrize("call", [load, load_for_training])
def test_a_path_that_no_system_takes(tmp_path, call):
    with pytest.raises(DataError, match=r"cannot read .*name too long"):
        call(tmp_path / ("a" * 300))
