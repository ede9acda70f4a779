import gzip
import sys
import zlib

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


def test_many_members_are_not_each_given_all_that_follows(path, monkeypatch):
    given = []
    usual = zlib.decompressobj

    class Counting:
        def __init__(self, *args, **settings):
            self.engine = usual(*args, **settings)

        def decompress(self, data, *most):
            given.append(len(data))
            return self.engine.decompress(data, *most)

        def __getattr__(self, name):
            return getattr(self.engine, name)

    monkeypatch.setattr(zlib, "decompressobj", Counting)
    members = 10_000
    assert content.gunzip(gzip.compress(b"") * members, path) == b""
    assert sum(given) < members * 20_000  # and not half of the file, which is 200,000


def test_text_and_its_lines_have_limits_of_their_own(path, monkeypatch):
    path.write_bytes(gzip.compress(b"1,2\n" * 10))
    assert content.lines(path) == ["1,2"] * 10
    with pytest.raises(DataError, match="unpacks to more than 39 bytes"):
        content.text(path, 39)
    monkeypatch.setattr(limits, "TEXT_LINES", 9)
    with pytest.raises(DataError, match="has 10 lines; at most 9 are read"):
        content.lines(path)
    monkeypatch.setattr(limits, "TEXT_BYTES", 39)
    with pytest.raises(DataError, match="unpacks to more than 39 bytes"):
        content.text(path)
    assert len(content.unpacked(path)) == 40


@pytest.mark.parametrize("end", content.LINE_ENDS)
def test_every_end_of_a_line_counts(path, monkeypatch, end):
    monkeypatch.setattr(limits, "TEXT_LINES", 1)
    path.write_text(f"1{end}2{end}3", newline="")
    with pytest.raises(DataError, match="has 2 lines"):
        content.lines(path)


def test_where_lines_are_cut_is_known():
    every = map(chr, range(sys.maxunicode + 1))
    assert {c for c in every if len(f"1{c}2".splitlines()) > 1} == set(content.LINE_ENDS)


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
