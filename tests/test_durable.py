from pathlib import Path

import pytest

from digitink import durable
from digitink.errors import OutputError

full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


def test_it_writes_and_replaces(tmp_path):
    path = tmp_path / "a.bin"
    durable.write(path, b"old and long")
    durable.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@full
def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.bin"
    durable.write(path, b"old")
    (tmp_path / "a.bin.part").symlink_to("/dev/full")
    with pytest.raises(OutputError, match=r"cannot write .*a\.bin: No space left on device"):
        durable.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_in_the_last_move_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "a.bin"
    durable.write(path, b"old")

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="Input/output error"):
        durable.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_line_is_appended(tmp_path):
    path = tmp_path / "a.txt"
    durable.append(path, "one")
    durable.append(path, "two")
    assert path.read_text() == "one\ntwo\n"


@full
def test_appending_to_a_full_disk_is_one_clear_error(tmp_path):
    (tmp_path / "a.txt").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="No space left on device"):
        durable.append(tmp_path / "a.txt", "one")


def test_a_place_is_checked_and_left_as_it_is(tmp_path):
    durable.check(tmp_path / "new.html")
    (tmp_path / "old.html").write_text("old")
    durable.check(tmp_path / "old.html")
    assert [path.name for path in tmp_path.iterdir()] == ["old.html"]
    assert (tmp_path / "old.html").read_text() == "old"


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path, monkeypatch):
    with pytest.raises(OutputError, match=r"missing/a\.html: No such file .*; name a file"):
        durable.check(tmp_path / "missing" / "a.html")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="Not a directory"):
        durable.check(tmp_path / "file" / "a.html")
    with pytest.raises(OutputError, match="it is no ordinary file"):
        durable.check(tmp_path)
    with pytest.raises(OutputError, match="name too long"):
        durable.check(tmp_path / ("a" * 300))
    monkeypatch.setattr("os.access", lambda *_: False)  # root is refused by no real file
    with pytest.raises(OutputError, match="it is read-only"):
        durable.check(tmp_path / "file")


def test_a_read_only_folder_is_one_clear_error(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(OutputError, match="Permission denied"):
        durable.check(tmp_path / "a.html")
