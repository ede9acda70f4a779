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
