import gzip
import hashlib
from dataclasses import replace

import pytest

from digitink.data import catalogue, store
from digitink.errors import DataError


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def entry():
    files = {"some/a.txt": sha256(b"a"), "some/img/": sha256(b"")}
    lines = f"{sha256(b'1')}  1.png\n{sha256(b'2')}  2.png\n"
    files["some/img/"] = sha256(lines.encode())
    return replace(catalogue.entry("hwd-1000"), name="some", files=files)


def put(root):
    (root / "some" / "img").mkdir(parents=True)
    (root / "some" / "a.txt").write_bytes(b"a")
    (root / "some" / "img" / "2.png").write_bytes(b"2")
    (root / "some" / "img" / "1.png").write_bytes(b"1")
    (root / "some" / "img" / ".hidden").write_bytes(b"does not count")


def test_the_given_folder_comes_before_the_own(folders, entry):
    given, own = folders
    put(own)
    assert store.find(entry) == own
    put(given)
    assert store.find(entry) == given


def test_without_the_variable_only_the_own_folder_counts(folders, monkeypatch):
    monkeypatch.setenv("DIGITINK_DATA", "")
    assert store.folders() == [folders[1]]
    monkeypatch.delenv("DIGITINK_DATA")
    assert store.folders() == [folders[1]]


def test_what_is_missing_says_where_to_get_it_and_where_to_put_it(folders, entry):
    given, own = folders
    with pytest.raises(DataError) as caught:
        store.find(entry)
    assert str(caught.value) == (
        f"the data set some is missing: no some/a.txt in {given} or {own};"
        f" get it from {entry.origin.home} and put it at {given / 'some' / 'a.txt'}"
        f" (SHA-256 {sha256(b'a')})"
    )
    assert caught.value.exit_code == 5
    assert store.look_for(entry) == store.Found("missing", None, str(caught.value))


def test_a_second_file_that_is_missing_is_named(folders, entry):
    (folders[0] / "some").mkdir()
    (folders[0] / "some" / "a.txt").write_bytes(b"a")
    with pytest.raises(DataError, match="no some/img/ in"):
        store.find(entry)


@pytest.mark.parametrize("path", ["a.txt", "img/1.png"])
def test_what_was_altered_is_named_with_both_hashes(folders, entry, path):
    put(folders[0])
    (folders[0] / "some" / path).write_bytes(b"b")
    with pytest.raises(DataError) as caught:
        store.find(entry)
    wanted = entry.files["some/a.txt" if path == "a.txt" else "some/img/"]
    assert f"expected {wanted}" in str(caught.value)
    assert "its SHA-256 is " in str(caught.value)
    assert entry.origin.home in str(caught.value)
    found = store.look_for(entry)
    assert (found.state, found.folder) == ("altered", folders[0])


def test_a_picture_too_many_is_an_altered_folder(folders, entry):
    put(folders[0])
    (folders[0] / "some" / "img" / "3.png").write_bytes(b"3")
    assert store.look_for(entry).state == "altered"


def test_all_there_is_said_to_be_there(folders, entry):
    put(folders[0])
    assert store.look_for(entry) == store.Found("present", folders[0], "")


def test_a_packaged_file_that_was_altered_is_named_with_both_hashes(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "PACKAGED", tmp_path)
    entry = catalogue.entry("mnist-test")
    path = "mnist/t10k-labels-idx1-ubyte"
    (tmp_path / "mnist").mkdir()
    (tmp_path / f"{path}.gz").write_bytes(gzip.compress(b"other"))
    with pytest.raises(DataError) as caught:
        store.bundled(entry, path)
    assert str(tmp_path / f"{path}.gz") in str(caught.value)
    assert sha256(b"other") in str(caught.value)
    assert entry.files[path] in str(caught.value)
    assert "install digitink again" in str(caught.value)
    assert caught.value.exit_code == 5
