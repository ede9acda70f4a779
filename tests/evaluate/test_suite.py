import os

import numpy as np
import pytest

from digitink.data import NO_DIGIT, Samples, catalogue
from digitink.errors import DataError
from digitink.evaluate import suite
from digitink.evaluate.measure import Doubt, Measurement
from digitink.model import load_model


@pytest.fixture
def empty_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITINK_DATA", str(tmp_path))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "own"))
    return tmp_path


def test_nothing_of_the_suite_is_trained_on():
    entries = [catalogue.entry(name) for name in suite.DIGITS + suite.NO_DIGITS]
    assert not any(entry.trainable for entry in entries)


def test_only_mnist_needs_no_data_and_each_missing_set_says_where_to_get_it(empty_folders):
    found = suite.find()
    assert [samples.name for samples in found.digits] == ["mnist-test"]
    assert found.no_digits == ()
    lacking = [name for name in suite.DIGITS + suite.NO_DIGITS if name != "mnist-test"]
    assert len(found.missing) == len(lacking)
    for name, line in zip(lacking, found.missing, strict=True):
        assert f"the data set {name} is missing" in line
        assert catalogue.entry(name).origin.home in line


def test_an_altered_set_is_an_error(empty_folders):
    (empty_folders / "semeion").mkdir()
    (empty_folders / "semeion" / "semeion.data").write_text("0 1 0\n")
    with pytest.raises(DataError, match="is not that of semeion"):
        suite.find()


@pytest.mark.skipif(
    not os.environ.get("DIGITINK_DATA"), reason="needs the data sets of $DIGITINK_DATA, not set"
)
def test_sets_of_digits_hold_digits_alone_and_the_others_none():
    found = suite.find()
    assert all((samples.labels >= 0).all() for samples in found.digits)
    assert all((samples.labels == NO_DIGIT).all() for samples in found.no_digits)
    names = [samples.name for samples in found.digits + found.no_digits]
    present = [name for name in suite.DIGITS + suite.NO_DIGITS if name in names]
    assert names == present
    assert len(names) + len(found.missing) == 8


def test_digits_are_measured_and_what_is_none_is_doubted():
    frames = np.zeros((3, 28, 28), np.float32)
    digits = Samples("digits", frames, np.array([0, 1, 2]), framed=True)
    letters = Samples("letters", frames, np.full(3, NO_DIGIT), framed=True)
    found = suite.Suite((digits,), (letters,), ())
    first, second = suite.measure_all(load_model(), found)
    assert isinstance(first, Measurement)
    assert isinstance(second, Doubt)
    assert (first.data, second.data) == ("digits", "letters")
