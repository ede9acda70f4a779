"""Every format that is written is read back by digitink's own loaders, as the same digits."""

import json

import numpy as np
import pytest

from digitink.data import NO_DIGIT, Samples, formats, load
from digitink.errors import DataError, OutputError
from digitink.ink import Ink

SEVEN = Ink([[(0, 0), (10, 0), (4, 20)], [(2, 10), (8, 10)]])
ONE = Ink([[(0, 0), (1, 30)]])
DRAWN = Samples("drawn", [SEVEN, ONE, SEVEN], np.array([7, 1, 7]), np.array(["a", "b", "a"]))
PLACES = {
    "csv": "digits.csv",
    "idx": "digits-images-idx3-ubyte",
    "json": "digits.json",
    "png": "folder",
}


def write(kind, tmp_path, samples=DRAWN):
    path = tmp_path / PLACES[kind]
    formats.WRITERS[kind](samples, path)
    return path


@pytest.mark.parametrize("kind", ["csv", "idx"])
def test_frames_come_back_as_they_are(kind, tmp_path):
    found = load(write(kind, tmp_path))
    assert found.labels.tolist() == [7, 1, 7]
    np.testing.assert_array_equal(np.rint(255 * np.stack(list(found.sources))), DRAWN.frames())


def test_pictures_come_back_as_they_were_drawn(tmp_path):
    found = load(write("png", tmp_path))
    assert sorted(found.labels.tolist()) == [1, 7, 7]
    expected = DRAWN.frames()[[1, 0, 2]].astype(float)
    assert np.abs(found.frames() - expected).mean() < 2  # of 255: the eight bits of a picture


@pytest.mark.parametrize("name", ["digits.json", "digits.jsonl"])
def test_ink_comes_back_whole(name, tmp_path):
    path = tmp_path / name
    formats.WRITERS["json"](DRAWN, path)
    found = load(path)
    assert found.labels.tolist() == [7, 1, 7]
    assert list(found.sources) == [SEVEN, ONE, SEVEN]
    assert found.writers.tolist() == ["a", "b", "a"]


def test_json_lines_are_a_sample_each(tmp_path):
    path = tmp_path / "digits.jsonl"
    formats.WRITERS["json"](DRAWN, path)
    assert [json.loads(line)["label"] for line in path.read_text().splitlines()] == list("717")


def test_letters_keep_their_text(tmp_path):
    letters = Samples("x", [ONE], np.array([NO_DIGIT]), written=("l",))
    path = write("json", tmp_path, letters)
    assert json.loads(path.read_text())[0]["label"] == "l"


@pytest.mark.parametrize("kind", ["csv", "idx", "png"])
def test_what_is_no_digit_has_no_place(kind, tmp_path):
    letters = Samples("x", [ONE], np.array([NO_DIGIT]), written=("l",))
    with pytest.raises(DataError, match="x holds samples that are no digit"):
        write(kind, tmp_path, letters)
    assert list(tmp_path.iterdir()) == []


def test_pictures_are_no_ink(tmp_path):
    with pytest.raises(DataError, match="holds pictures"):
        write("json", tmp_path, Samples("x", np.ones((1, 9, 9), np.float32), np.array([1])))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", PLACES)
def test_where_nothing_can_be_written(kind, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        formats.WRITERS[kind](DRAWN, tmp_path / "file" / PLACES[kind])


def test_pictures_are_written_in_a_folder_that_is_made_and_nothing_else_is(tmp_path):
    formats.write(DRAWN, tmp_path / "new" / "digits", "png")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["digits"]
    assert len(load(tmp_path / "new" / "digits")) == 3


def test_pictures_that_are_there_are_kept(tmp_path):
    write("png", tmp_path)
    with pytest.raises(OutputError, match="is there already"):
        write("png", tmp_path)


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "digits.jsonl"
    path.write_text('{"label": 1, "strokes": [[[0, 0], [0, 9]]]}\n\n{"label"\n')
    with pytest.raises(DataError, match="line 3 is no JSON"):
        load(path)
