import errno
import os

import pytest
from PIL import Image

from digitink import Ink, read
from digitink.desktop.saving import LONGEST, save
from digitink.errors import OutputError

SEVEN = tuple(
    (float(x), float(y), 8.0 * i, 0.5)
    for i, (x, y) in enumerate([(40, 30), (90, 30), (110, 33), (100, 60), (80, 110), (70, 140)])
)


def test_both_files_are_read_as_what_was_drawn(tmp_path):
    picture, ink = save((SEVEN,), tmp_path, pen=9)
    assert (picture.name, ink.name) == ("digitink-1.png", "digitink-1.json")
    assert read(picture).text == read(ink).text == "7"
    assert Ink.from_json(ink.read_text()) == Ink((SEVEN,))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["digitink-1.json", "digitink-1.png"]


@pytest.mark.parametrize("taken", ["digitink-1.png", "digitink-1.json"])
def test_nothing_is_written_over(tmp_path, taken):
    (tmp_path / taken).write_text("mine")
    picture, ink = save((SEVEN,), tmp_path, pen=9)
    assert (picture.name, ink.name) == ("digitink-2.png", "digitink-2.json")
    assert (tmp_path / taken).read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*digitink-1.png: No such file"):
        save((SEVEN,), tmp_path / "none", pen=9)


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        save((SEVEN,), tmp_path, pen=9)
    assert list(tmp_path.iterdir()) == []


def test_ink_far_apart_makes_no_huge_picture(tmp_path):
    far = tuple((x + 60_000, y, t, p) for x, y, t, p in SEVEN)
    picture, ink = save((SEVEN, far), tmp_path, pen=9)
    with Image.open(picture) as opened:
        assert max(opened.size) <= LONGEST + 4
    assert len(Ink.from_json(ink.read_text()).strokes) == 2


def test_a_lone_dot_is_saved(tmp_path):
    picture, _ = save((((5.0, 5.0, 0.0, 0.5),),), tmp_path, pen=9)
    assert picture.stat().st_size > 0
