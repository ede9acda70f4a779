import errno
import os
import time
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


@pytest.fixture
def failing(monkeypatch):
    """failing(number): from now on, files cannot be written for the reason of this number."""

    def begin(number):
        def fail(_):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "fsync", fail)

    return begin


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path, failing):
    path = tmp_path / "a.bin"
    durable.write(path, b"old")
    failing(errno.ENOSPC)
    with pytest.raises(OutputError, match=r"cannot write .*a\.bin: No space left on device"):
        durable.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("written", [0, 1])
def test_files_that_belong_together_are_all_written_or_none(tmp_path, monkeypatch, written):
    one, two = tmp_path / "images", tmp_path / "labels"
    durable.write_all([(one, b"old"), (two, b"old")])
    room = iter([None] * written)

    def fill(_):
        if next(room, OSError) is OSError:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill)
    name = ("images", "labels")[written]
    with pytest.raises(OutputError, match=rf"cannot write .*{name}: No space left on device"):
        durable.write_all([(one, b"new"), (two, b"new")])
    assert (one.read_bytes(), two.read_bytes()) == (b"old", b"old")
    assert sorted(tmp_path.iterdir()) == [one, two]


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "what it held before is whole; make room and try again"),
        (errno.EDQUOT, "what it held before is whole; make room and try again"),
        (errno.EIO, "what it held before is whole"),
        (errno.EROFS, "name a file in a folder that is there and may be written to"),
        (errno.EACCES, "name a file in a folder that is there and may be written to"),
    ],
)
def test_the_hint_is_for_what_went_wrong(tmp_path, failing, number, hint):
    failing(number)
    with pytest.raises(OutputError) as caught:
        durable.write(tmp_path / "a.bin", b"new")
    assert caught.value.hint.startswith(hint)
    assert ("make room" in caught.value.hint) == ("make room" in hint)


def test_a_file_of_the_user_that_is_called_part_stays(tmp_path):
    (tmp_path / "a.bin.part").write_text("mine")
    durable.write(tmp_path / "a.bin", b"new")
    durable.check(tmp_path / "a.bin")
    assert (tmp_path / "a.bin.part").read_text() == "mine"


def test_the_parts_of_a_process_that_was_killed_go_once_nobody_can_be_at_them(tmp_path):
    names = {
        "killed": f".digitink-{'0a' * 8}.part",
        "under way": f".digitink-{'1b' * 8}.part",
        "of the user": ".digitink-notes.part",
    }
    for name in names.values():
        (tmp_path / name).touch()
    for each in ("killed", "of the user"):
        os.utime(tmp_path / names[each], (0, time.time() - durable.STALE - 60))
    os.utime(tmp_path / names["under way"], (0, time.time() - durable.STALE + 600))
    durable.write(tmp_path / "a.bin", b"new")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"a.bin", names["under way"], names["of the user"]}


def test_a_part_that_cannot_be_removed_stops_no_write(tmp_path):
    part = tmp_path / f".digitink-{'0a' * 8}.part"
    part.mkdir()  # which no unlink removes
    os.utime(part, (0, 0))
    durable.write(tmp_path / "a.bin", b"new")
    assert (tmp_path / "a.bin").read_bytes() == b"new"


def test_the_pattern_is_that_of_the_names(tmp_path):
    part, descriptor = durable._part_beside(tmp_path / "a.bin", None)
    os.close(descriptor)
    assert durable.PART.fullmatch(part.name)


def test_no_link_that_lies_in_wait_is_followed(tmp_path, monkeypatch):
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    (tmp_path / "victim").write_text("theirs")
    (tmp_path / ".digitink-guessed.part").symlink_to(tmp_path / "victim")
    with pytest.raises(OutputError, match="File exists"):
        durable.write(tmp_path / "a.bin", b"new")
    assert (tmp_path / "victim").read_text() == "theirs"


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_a_file_keeps_its_mode_and_a_new_one_has_the_usual(tmp_path):
    path = tmp_path / "a.bin"
    usual = os.umask(0o027)
    try:
        durable.write(path, b"new")
        assert path.stat().st_mode & 0o777 == 0o640
        for mode in (0o600, 0o666):
            path.chmod(mode)
            durable.write(path, b"newer")
            assert path.stat().st_mode & 0o777 == mode
    finally:
        os.umask(usual)


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "there").mkdir()
    link, target = tmp_path / "a.bin", tmp_path / "there" / "b.bin"
    link.symlink_to(target)
    for data in (b"new", b"newer"):
        durable.check(link)
        durable.write(link, data)
        assert link.is_symlink()
        assert target.read_bytes() == data
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_stays_what_it_is(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "folder").mkdir()
    for use in (durable.check, lambda path: durable.write(path, b"new")):
        for name in ("pipe", "folder"):
            with pytest.raises(OutputError, match="it is no ordinary file; name a file in"):
                use(tmp_path / name)
        with pytest.raises(OutputError, match="Too many levels of symbolic links; name a file"):
            use(tmp_path / "circle")
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["circle", "folder", "pipe"]


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

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match="Permission denied"):
        durable.check(tmp_path / "a.html")
