"""Hostile and odd files, made here and named: each ends in a raster or in one PictureError."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.pictures import chunk, encoded, png

from digitink import limits
from digitink.errors import PictureError
from digitink.picture import raster_of


def digit():
    """A soft diagonal stroke: (28, 28) uint8, light on dark."""
    y, x = np.mgrid[:28, :28]
    away = np.abs(x + 0.4 * y - 18) - 1.5
    return np.uint8(255 * np.clip(1 - away, 0, 1) * ((y > 3) & (y < 24)))


def ordinary():
    """Small pictures of every format, whole and well."""
    grey = Image.fromarray(255 - digit())
    colour = grey.convert("RGB")
    alone = Image.fromarray(np.dstack([np.zeros((28, 28, 3), np.uint8), digit()]))
    frames = {"save_all": True, "append_images": [colour.rotate(90), colour.rotate(180)]}
    return {
        "grey.png": encoded(grey, "PNG"),
        "colour.png": encoded(colour, "PNG"),
        "transparent.png": encoded(alone, "PNG"),
        "palette.png": encoded(grey.convert("P"), "PNG"),
        "16-bit.png": encoded(Image.fromarray(digit().astype(np.uint16) * 257), "PNG"),
        "1-bit.png": encoded(grey.convert("1"), "PNG"),
        "animated.png": encoded(colour, "PNG", **frames),
        "grey.jpg": encoded(grey, "JPEG"),
        "progressive.jpg": encoded(colour, "JPEG", progressive=True),
        "cmyk.jpg": encoded(colour.convert("CMYK"), "JPEG"),
        "animated.gif": encoded(colour, "GIF", **frames),
        "grey.bmp": encoded(grey, "BMP"),
        "grey.pgm": encoded(grey, "PPM"),
        "colour.tif": encoded(colour, "TIFF", compression="tiff_lzw"),
        "float.tif": encoded(Image.fromarray(digit().astype(np.float32) / 255), "TIFF"),
        "colour.webp": encoded(colour, "WEBP"),
        "animated.webp": encoded(colour, "WEBP", **frames),
    }


def no_pictures():
    return {
        "empty": b"",
        "a zero": b"\0",
        "text": b"3.14159\n",
        "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
        "pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtins\x94.",
        "zip": b"PK\x05\x06" + bytes(18),
        "html": b"<!doctype html><title>404</title>",
    }


def bombs():
    """Small files that would take gigabytes, or minutes, if they were believed."""
    mark = encoded(Image.new("RGB", (28, 28)), "JPEG", progressive=True)
    scan = mark[mark.rfind(b"\xff\xda") : -2]
    inflated = zlib.compress(bytes(30_000_000), 9)
    text = chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(1_000_000), 9))
    empty = chunk(b"abCd", b"")
    comment = b"\x21\xfe" + (b"\xff" + b"a" * 255) * 30_000 + b"\0"
    run = struct.pack("<IHHIIiiHHIIiiII", 0, 0, 0, 1078, 40, 7000, 7000, 1, 8, 1, 0, 0, 0, 256, 0)
    return {
        "60000x60000 png": png(60_000, 60_000, 0, b""),
        "2147483647 wide png": png(2**31 - 1, 1, 0, b""),
        "65000x65000 gif": b"GIF89a" + struct.pack("<HHBBB", 65_000, 65_000, 0, 0, 0),
        "30 MB in an iTXt": png(28, 28, 0, bytes(812), chunk(b"iTXt", b"k\0\1\0\0\0" + inflated)),
        "30 MB in an iCCP": png(28, 28, 0, bytes(812), chunk(b"iCCP", b"k\0\0" + inflated)),
        "a hundred zTXt of 1 MB": png(28, 28, 0, bytes(812), *[text] * 100),
        "300 MB after the last row": png(28, 28, 0, bytes(300_000_000)),
        "a million empty chunks": png(28, 28, 0, bytes(812), *[empty] * 1_000_000),
        "a jpeg of a thousand scans": mark[:-2] + scan * 1_000 + mark[-2:],
        "a jpeg of a million segments": b"\xff\xd8" + b"\xff\xe1\0\2" * 1_000_000,
        "a jpeg of zeros": b"\xff\xd8\xff" + bytes(5_000_000),
        "a gif of comments": b"GIF89a" + struct.pack("<HHBBB", 28, 28, 0, 0, 0) + comment,
        "a bmp of runs of one": b"BM" + run + bytes(1024) + b"\1\0" * 5_000_000,
        "a plain ppm": b"P3 1900 1700 255\n" + b"1 " * 9_000_000,
        "a ppm of comments": b"P3 " + b"#\n" * 5_000_000,
    }


ORDINARY, NO_PICTURES, BOMBS = ordinary(), no_pictures(), bombs()


def outcome(source):
    """The raster, checked to be well formed, or the PictureError: there is no third way."""
    try:
        raster = raster_of(source)
    except PictureError as error:
        return error
    pixels = raster.pixels
    assert pixels.dtype == np.float32
    assert pixels.ndim == 2
    assert max(pixels.shape) <= limits.RASTER_SIDE
    assert pixels.min() >= 0
    assert pixels.max() <= 1
    assert raster.scale >= 1
    return raster


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_pictures_hold_ink(name):
    assert outcome(ORDINARY[name]).pixels.max() == 1


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_an_error(name, tmp_path):
    assert isinstance(outcome(NO_PICTURES[name]), PictureError)
    path = tmp_path / "given.png"
    path.write_bytes(NO_PICTURES[name])
    error = outcome(path)
    assert isinstance(error, PictureError)
    assert str(error).startswith(repr(str(path)))
    assert str(error).isprintable()


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_do_not_go_off(name):
    outcome(BOMBS[name])


@pytest.mark.parametrize("name", ORDINARY)
def test_truncated_at_every_tenth_byte(name):
    for end in range(0, len(ORDINARY[name]), 10):
        outcome(ORDINARY[name][:end])


@pytest.mark.parametrize("name", ORDINARY)
def test_every_seventh_byte_turned_over(name):
    for at in range(0, len(ORDINARY[name]), 7):
        broken = bytearray(ORDINARY[name])
        broken[at] ^= 0xFF
        outcome(bytes(broken))


@given(st.binary(max_size=2_000))
def test_any_bytes(source):
    outcome(source)


@given(name=st.sampled_from(sorted(ORDINARY)), data=st.data())
def test_pictures_with_any_bytes_in_their_middle(name, data):
    whole = ORDINARY[name]
    at = data.draw(st.integers(0, len(whole)))
    outcome(whole[:at] + data.draw(st.binary(min_size=1, max_size=40)) + whole[at:])


@pytest.mark.parametrize("tone", [0, 128, 255])
@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (2, 3), (300, 200)])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_one_tone_of_any_size_is_blank(mode, size, tone):
    image = Image.new("L", size, tone)
    if mode == "I;16":
        image = image.convert("I")
    image = image.convert(mode, dither=Image.Dither.NONE)
    assert not outcome(image).pixels.any()


def test_a_folder_a_missing_file_and_odd_paths(tmp_path):
    folder, missing = outcome(tmp_path), outcome(tmp_path / "missing.png")
    assert "is a folder" in str(folder)
    assert "missing.png" in str(missing)
    assert isinstance(outcome(str(tmp_path / "a\0b.png")), PictureError)
    assert isinstance(outcome(""), PictureError)
    assert "\\n" in str(outcome(tmp_path / "a\nb.png"))


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")  # root is not refused by any real file

    monkeypatch.setattr("builtins.open", refuse)
    assert "ermission" in str(outcome(tmp_path / "secret.png"))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero here")
def test_an_endless_file():
    assert "is larger than" in str(outcome("/dev/zero"))
