"""Collected digits are on the disk at once, and in the end a data set in every format."""

import json

import numpy as np
import pytest

from digitink import data, durable
from digitink.data import formats
from digitink.data.collection import NAME, Collection
from digitink.errors import DataError, InkError, InputError, OutputError
from digitink.ink import Ink

SEVEN = Ink([[(0, 0), (10, 0), (4, 20)], [(2, 10), (8, 10)]])
ONE = Ink([[(0, 0), (1, 30)]])


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mine" / "digits"


@pytest.fixture
def collection(folder):
    return Collection(folder, times=2, writer="anna")


def test_each_digit_is_there_at_once(collection, folder):
    collection.add(SEVEN, 7)
    assert data.load(folder / NAME).labels.tolist() == [7]
    collection.add(ONE, 1)
    found = data.load(folder / NAME)
    assert found.labels.tolist() == [7, 1]
    assert list(found.sources) == [SEVEN, ONE]
    assert found.writers.tolist() == ["anna", "anna"]
    assert collection.to_dict() == {
        "folder": str(folder),
        "times": 2,
        "counts": [0, 1, 0, 0, 0, 0, 0, 1, 0, 0],
    }


def test_all_formats_are_read_back(collection, folder):
    for ink, label in ((SEVEN, 7), (ONE, 1), (SEVEN, 7)):
        collection.add(ink, label)
    collection.finish()
    expected = data.load(folder / NAME)
    frames = expected.frames()
    for name in ("digits.csv", "digits-images-idx3-ubyte"):
        found = data.load(folder / name)
        assert found.labels.tolist() == [7, 1, 7]
        np.testing.assert_array_equal(np.rint(255 * np.stack(list(found.sources))), frames)
    pictures = data.load_for_training(folder)  # the folder itself, whatever else lies in it
    assert pictures.labels.tolist() == [1, 7, 7]
    assert np.abs(pictures.frames().astype(float) - frames[[1, 0, 2]]).mean() < 2
    assert formats.read(folder / "digits-labels-idx1-ubyte").labels.tolist() == [7, 1, 7]


def test_what_was_begun_is_gone_on_with(collection, folder):
    collection.add(SEVEN, 7)
    collection.finish()
    again = Collection(folder, times=3, writer="anna")
    assert again.counts[7] == 1
    again.add(ONE, 1)
    again.finish()
    assert data.load(folder / "digits.csv").labels.tolist() == [7, 1]
    assert len(data.load(folder)) == 2


def test_several_write_into_one_folder(collection, folder):
    collection.add(SEVEN, 7)
    other = Collection(folder, times=2, writer="bert")
    assert sum(other.counts) == 0
    assert other.undo() is None  # the last one is anna's
    other.add(ONE, 1)
    assert other.counts[1] == 1
    assert data.load(folder / NAME).writers.tolist() == ["anna", "bert"]


def test_the_last_one_can_be_taken_back_with_all_that_was_made_of_it(collection, folder):
    assert collection.undo() is None
    collection.add(SEVEN, 7)
    collection.add(ONE, 1)
    collection.finish()
    assert collection.undo() == 1
    collection.add(SEVEN, 1)
    collection.finish()
    assert data.load(folder / "digits.csv").labels.tolist() == [7, 1]
    pictures = data.load(folder)
    np.testing.assert_array_equal(*pictures.frames())  # both are drawn like a seven
    assert (collection.undo(), collection.undo(), collection.undo()) == (1, 7, None)
    assert (folder / NAME).read_text() == ""


def test_nothing_is_made_of_nothing(collection, folder):
    collection.finish()
    assert list(folder.iterdir()) == []


def take_back(collection, folder):
    collection.undo()
    return collection


def take_out(collection, folder):
    (folder / NAME).write_text("")
    return Collection(folder, times=2)


@pytest.mark.parametrize("empty", [take_back, take_out])
def test_what_was_made_goes_with_the_last_digit(collection, folder, empty):
    collection.add(SEVEN, 7)
    collection.finish()
    (folder / "7" / "my own.txt").write_text("mine")
    (folder / "notes.csv").write_text("mine")
    emptied = empty(collection, folder)
    emptied.finish()
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert left == {NAME, "7", "7/my own.txt", "notes.csv"}
    for path in (folder, folder / NAME, folder / "digits.csv", folder / "digits-images-idx3-ubyte"):
        with pytest.raises(DataError, match=r"holds no \w+;|no file is named"):
            data.load(path)
    emptied.add(ONE, 1)
    emptied.finish()
    assert data.load(folder / "digits.csv").labels.tolist() == [1]


@pytest.mark.parametrize("name", ["digits.csv", "digits-labels-idx1-ubyte", "7/0001.png"])
def test_files_of_others_that_it_would_write_over_are_left_alone(tmp_path, name):
    other = tmp_path / name
    other.parent.mkdir(exist_ok=True)
    other.write_text("mine")
    with pytest.raises(DataError, match=f"{name} is there, but no {NAME}.*; choose another folder"):
        Collection(tmp_path, times=1)
    assert other.read_text() == "mine"


def test_other_files_are_no_hindrance(tmp_path):
    (tmp_path / "7").mkdir()
    for name in ("notes.csv", "7/my own.png"):
        (tmp_path / name).write_text("mine")
    collection = Collection(tmp_path, times=1)
    collection.add(SEVEN, 7)
    collection.finish()
    assert (tmp_path / "7" / "my own.png").read_text() == "mine"


def test_what_came_where_nothing_was_written_stays(collection, folder):
    (folder / "digits.csv").write_text("mine")
    collection.finish()
    assert (folder / "digits.csv").read_text() == "mine"


def test_a_line_that_a_crash_cut_off_is_dropped(collection, folder):
    collection.add(SEVEN, 7)
    whole = (folder / NAME).read_text()
    (folder / NAME).write_text(whole + whole[:20])
    assert Collection(folder, times=2, writer="anna").counts[7] == 1
    assert (folder / NAME).read_text() == whole


def test_a_digit_that_only_lacks_its_line_s_end_is_kept(collection, folder):
    collection.add(SEVEN, 7)
    collection.add(ONE, 1)
    whole = (folder / NAME).read_text()
    (folder / NAME).write_text(whole.removesuffix("\n"))
    again = Collection(folder, times=2, writer="anna")
    assert (again.counts[7], again.counts[1]) == (1, 1)
    assert (folder / NAME).read_text() == whole
    again.add(SEVEN, 7)
    assert len(data.load(folder / NAME)) == 3


def test_a_digit_that_was_taken_out_by_hand_is_in_no_format(collection, folder):
    for ink, label in ((SEVEN, 7), (ONE, 1), (SEVEN, 7), (ONE, 1)):
        collection.add(ink, label)
    collection.finish()
    (folder / "7" / "my own.png").write_bytes((folder / "7" / "0001.png").read_bytes())
    lines = (folder / NAME).read_text().splitlines(keepends=True)
    (folder / NAME).write_text("".join(lines[1:]) + "\n")
    again = Collection(folder, times=2, writer="anna")
    again.finish()
    assert data.load(folder / "digits.csv").labels.tolist() == [1, 7, 1]
    assert sorted(path.name for path in folder.glob("*/*.png")) == [
        "0001.png",
        "0002.png",
        "0003.png",
        "my own.png",
    ]
    assert again.undo() == 1
    assert data.load(folder / NAME).labels.tolist() == [1, 7]


def test_a_full_disk_leaves_no_half_line(collection, folder, monkeypatch):
    collection.add(SEVEN, 7)
    whole = (folder / NAME).read_text()

    def fill(path, line):
        with path.open("a") as file:
            file.write(line[:9])
        raise OutputError("no space left")

    with monkeypatch.context() as full:
        full.setattr(durable, "append", fill)
        with pytest.raises(OutputError):
            collection.add(ONE, 1)
    assert (folder / NAME).read_text() == whole
    collection.add(ONE, 1)
    assert collection.counts[1] == 1


def test_two_programs_do_not_write_over_each_other(collection, folder):
    collection.add(SEVEN, 7)
    other = Collection(folder, times=2)
    other.add(ONE, 1)
    for call in (collection.undo, lambda: collection.add(ONE, 1)):
        with pytest.raises(DataError, match="was changed by another program; end this one"):
            call()
    assert len(data.load(folder / NAME)) == 2


@pytest.mark.parametrize("label", [-1, 10, "7", None, True])
def test_a_label_is_a_digit(collection, folder, label):
    with pytest.raises(InputError, match="expected a digit 0 to 9"):
        collection.add(SEVEN, label)
    assert list(folder.iterdir()) == []


def test_no_ink_is_not_kept(collection):
    with pytest.raises(InkError, match="no ink to keep"):
        collection.add(Ink([[]]), 1)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot use the folder"):
        Collection(tmp_path / "file" / "mine", times=1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no JSON\n", "line 1 is no JSON"),
        ('{"label": "x", "strokes": [[[0, 0]]], "writer": "anna"}\n', "label is 'x'"),
        ('{"label": "7", "strokes": [[[0, 0]]]}\n', "does not say who wrote it"),
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(folder, text, reason):
    folder.mkdir(parents=True)
    (folder / NAME).write_text(text)
    with pytest.raises(DataError, match=reason):
        Collection(folder, times=1)
    assert (folder / NAME).read_text() == text


def test_the_lines_are_plain_ink_json(collection, folder):
    collection.add(ONE, 1)
    (line,) = (folder / NAME).read_text().splitlines()
    assert json.loads(line) == {"label": "1", **ONE.to_dict(), "writer": "anna"}
