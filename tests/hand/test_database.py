"""What becomes of a file that cannot be used: one clear error, and the file as it was."""

import os
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest

from digitink.errors import HandError
from digitink.hand.database import APPLICATION, VERSION, writing
from digitink.hand.store import Store
from digitink.ink import Ink

INK = Ink([[(0, 0), (3, 40)]])
NOBODY = 65_534


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "hand.db"


def refused(path, reason):
    """All that is asked of the file fails for this reason, and the file stays as it is."""
    before = path.read_bytes()
    calls = (Store.kept, Store.pop, Store.remove_all, lambda store: store.add(INK, 1))
    for call in calls:
        with pytest.raises(HandError, match=reason) as found:
            call(Store(path))
        assert "\n" not in str(found.value)
        assert str(path) in str(found.value)
    assert path.read_bytes() == before


def test_the_file_and_its_folder_are_made_by_the_first_correction(path):
    assert Store(path).kept().corrections == ()
    assert Store(path).pop() is None
    assert not path.parent.exists()
    Store(path).add(INK, 1)
    assert [child.name for child in path.parent.iterdir()] == ["hand.db"]


def test_a_newer_version(path):
    Store(path).add(INK, 1)
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
        database.execute("ALTER TABLE corrections ADD COLUMN mood TEXT")
    database.close()
    refused(path, "was written by a newer digitink")


def test_another_program(path):
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE recipes (name TEXT)")
    database.close()
    refused(path, "is the database of another program")


def test_no_database(path):
    path.parent.mkdir()
    path.write_text("my diary " * 1_000)
    refused(path, "file is not a database")


def test_a_damaged_one(path):
    Store(path).add(Ink([[(i, 0.1) for i in range(5_000)]]), 1)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(HandError, match="cannot use"):
        Store(path).kept()


def test_an_empty_file_is_taken(path):
    path.parent.mkdir()
    path.touch()
    assert Store(path).kept().corrections == ()
    Store(path).add(INK, 1)
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    database.close()


def test_ink_that_someone_changed(path):
    number = Store(path).add(INK, 1)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE corrections SET ink = 'blot'")
    database.close()
    with pytest.raises(HandError, match=f"correction {number} .* is damaged"):
        Store(path).kept()
    assert Store(path).remove(number)
    assert Store(path).kept().corrections == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("ink = '{\"strokes\": []}'", "its ink has no points"),
        ("ink = '{\"strokes\": [[]]}'", "its ink has no points"),
        ("label = 12", "its label is 12"),
        ("label = 'one'", "its label is 'one'"),
        ("taught = 'yesterday'", "Invalid isoformat"),
    ],
)
def test_a_record_that_is_none(path, change, words):
    number = Store(path).add(INK, 1)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(f"UPDATE corrections SET {change}")
    database.close()
    with pytest.raises(HandError, match=f"correction {number} .* is damaged: {words}"):
        Store(path).kept()


def test_without_settings_it_is_switched_on(path):
    store = Store(path)
    store.add(INK, 1)
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM settings")
    database.close()
    assert store.kept().enabled
    store.enable(False)
    assert not store.kept().enabled


def test_a_number_that_is_none_of_sqlite_s(path):
    with (
        pytest.raises(HandError, match=r"cannot use .*hand\.db: .*too large"),
        writing(path) as database,
    ):
        database.execute("SELECT ?", (2**70,))


def test_a_place_where_no_folder_can_be(tmp_path):
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "hand.db"
    for call in (Store.kept, lambda store: store.add(INK, 1)):
        with pytest.raises(HandError, match=r"File exists|Not a directory"):
            call(Store(path))


@pytest.fixture
def nobodys_folder():
    """A function that makes a folder read-only, for root as well."""
    folder = Path(tempfile.mkdtemp())  # where everybody may look, unlike in root's tmp_path
    folder.chmod(0o755)
    user = os.geteuid()

    def close():
        (folder / "hand.db").chmod(0o444)
        folder.chmod(0o555)
        if user == 0:
            os.seteuid(NOBODY)

    yield folder, close
    os.seteuid(user)
    folder.chmod(0o755)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_read_only_folder_can_be_read_from(nobodys_folder):
    folder, close = nobodys_folder
    store = Store(folder / "hand.db")
    store.add(INK, 1)
    close()
    assert store.kept().corrections[0].ink == INK
    with pytest.raises(HandError, match="readonly database; make room and see"):
        store.add(INK, 2)
    assert len(store.kept().corrections) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on files")
def test_a_full_disk_loses_nothing(path):
    import resource

    store = Store(path)
    store.add(INK, 1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 2**14, hard))
    try:
        with pytest.raises(HandError, match="cannot use"):
            store.add(Ink([[(i, 0.1) for i in range(20_000)]]), 2)
        assert [one.ink for one in store.kept().corrections] == [INK]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.add(INK, 3)
    assert [one.label for one in store.kept().corrections] == [3]
