import gzip

import pytest

from digitink import limits
from digitink.data import content
from digitink.errors import DataError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file"


def test_gzip_is_known_by_its_bytes_not_its_name(path):
    path.write_bytes(gzip.compress(b"one") + gzip.compress(b"two"))
    assert content.unpacked(path) == b"onetwo"
    path.write_bytes(b"one")
    assert content.unpacked(path) == b"one"


@pytest.mark.parametrize("keep", [1, 5, 12, 40, -1])
def test_a_truncated_gzip_is_refused(path, keep):
    packed = gzip.compress(bytes(range(256)))
    path.write_bytes(b"\x1f\x8b" + packed[2:keep] if keep > 1 else packed[:-1])
    with pytest.raises(DataError, match="truncated"):
        content.unpacked(path)


def test_a_damaged_gzip_is_refused(path):
    packed = bytearray(gzip.compress(bytes(1000)))
    packed[-6] ^= 1  # within the check sum
    path.write_bytes(packed)
    with pytest.raises(DataError, match="is damaged"):
        content.unpacked(path)


def test_what_follows_a_gzip_is_refused(path):
    path.write_bytes(gzip.compress(b"one") + b"two")
    with pytest.raises(DataError, match="is damaged"):
        content.unpacked(path)


@pytest.mark.parametrize("members", [1, 3])
def test_a_bomb_is_refused(path, monkeypatch, members):
    monkeypatch.setattr(limits, "DATA_BYTES", 100_000)
    path.write_bytes(gzip.compress(bytes(40_000 if members > 1 else 10**7)) * members)
    with pytest.raises(DataError, match="unpacks to more than 100000 bytes"):
        content.unpacked(path)


def test_a_file_over_the_limit_is_not_read(path, monkeypatch):
    monkeypatch.setattr(limits, "DATA_BYTES", 10)
    path.write_bytes(bytes(11))
    with pytest.raises(DataError, match="has 11 bytes; at most 10"):
        content.read_bytes(path)


def test_what_cannot_be_read_is_named(path, tmp_path):
    with pytest.raises(DataError, match=r"cannot read .*file: No such file"):
        content.read_bytes(path)
    with pytest.raises(DataError, match=r"cannot read .*: Is a directory"):
        content.read_bytes(tmp_path)


def test_text_is_utf_8_with_or_without_its_mark(path):
    path.write_bytes(b"\xef\xbb\xbflabel")
    assert content.text(path) == "label"
    path.write_bytes("label".encode("utf-16"))
    with pytest.raises(DataError, match="is no text: byte 0 is not UTF-8"):
        content.text(path)
