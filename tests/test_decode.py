"""What a picture would cost is refused from its header; what is broken is one line."""

import warnings

import numpy as np
import pytest
from PIL import Image
from tests.pictures import chunk, encoded, png_header

from digitink import limits
from digitink.decode import decoded
from digitink.errors import PictureError


def test_gives_the_image_and_how_much_it_was_brought_down():
    image, factor = decoded(encoded(Image.new("L", (40, 30), 7)), "it")
    assert (image.size, image.getpixel((5, 5)), factor) == ((40, 30), 7, 1)


@pytest.mark.parametrize(
    ("size", "factor"), [((2048, 9), 1), ((4095, 9), 1), ((4096, 9), 2), ((16_400, 9), 8)]
)
def test_a_jpeg_is_brought_down_while_it_is_decoded(size, factor):
    image, found = decoded(encoded(Image.new("L", size), "JPEG"), "it")
    assert found == factor
    assert image.width == -(-size[0] // factor)


@pytest.mark.parametrize(
    ("width", "height", "colour"),
    [(60_000, 60_000, 0), (8_000, 7_000, 0), (7_000, 6_000, 2), (65_536, 1, 0), (1, 65_536, 0)],
)
def test_too_many_pixels_are_refused_from_the_header(width, height, colour):
    source = png_header(width, height, colour) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(PictureError, match=r"pixels.*; make the picture smaller"):
            decoded(source, "it")
    assert warned == []  # Pillow's of a bomb stay inside


def test_the_decoders_own_need_of_memory_counts(monkeypatch):
    monkeypatch.setattr(limits, "DECODE_BYTES", 40 * 30 * 4)
    image = Image.new("RGB", (40, 30))
    decoded(encoded(image), "it")
    for kind in ("WEBP", "TIFF"):
        with pytest.raises(PictureError, match=f"a {kind} of 40x30 pixels"):
            decoded(encoded(image, kind), "it")
    decoded(encoded(image, "JPEG"), "it")
    with pytest.raises(PictureError, match="a JPEG of 40x30 pixels"):
        decoded(encoded(image, "JPEG", progressive=True), "it")


def test_a_jpeg_of_endless_scans_is_refused():
    source = encoded(Image.new("RGB", (40, 30)), "JPEG", progressive=True)
    last = source[source.rfind(b"\xff\xda") : -2]
    with pytest.raises(PictureError, match=r"a JPEG of \d+ scans"):
        decoded(source[:-2] + last * limits.JPEG_SCANS + source[-2:], "it")


def test_the_scans_of_a_thumbnail_do_not_count(monkeypatch):
    monkeypatch.setattr(limits, "JPEG_SCANS", 1)
    exif = Image.Exif()
    exif[0x010E] = "\xff\xda".encode("latin-1") * 50
    decoded(encoded(Image.new("RGB", (40, 30)), "JPEG", exif=exif), "it")


SMALL = Image.new("RGB", (40, 30))


@pytest.mark.parametrize(
    "source",
    [
        encoded(SMALL, "JPEG") + np.random.default_rng(0).bytes(8 * 2**20),
        encoded(SMALL, "JPEG") + encoded(SMALL, "JPEG"),
        encoded(SMALL, "MPO", save_all=True, append_images=[SMALL]),
    ],
    ids=["a film", "a gain map", "two views"],
)
def test_what_follows_a_jpeg_does_not_count(monkeypatch, source):
    monkeypatch.setattr(limits, "JPEG_SCANS", 1)
    image, _ = decoded(source, "it")
    assert image.size == (40, 30)


def test_no_scan_hides_behind_another_marker(monkeypatch):
    source = encoded(SMALL, "JPEG", progressive=True)
    monkeypatch.setattr(limits, "JPEG_SCANS", source.count(b"\xff\xda") - 1)
    start = source.rfind(b"\xff\xda")
    for odd in (b"\xff\x01", b"\xff\xd3", b"\xff\x02\x7f\xff", b"\xff\xff", b"\xff\xfe\x00\x00"):
        with pytest.raises(PictureError, match=r"a JPEG of \d+ scans"):
            decoded(source[:start] + odd + source[start:], "it")


def test_time_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "DECODE_SECONDS", -1.0)
    with pytest.raises(PictureError, match="processor time"):
        decoded(encoded(Image.new("L", (40, 30))), "it")


def test_too_many_bytes_are_refused(monkeypatch):
    source = encoded(Image.new("L", (40, 30)))
    monkeypatch.setattr(limits, "PICTURE_BYTES", len(source) - 1)
    with pytest.raises(PictureError, match="it is larger than"):
        decoded(source, "it")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "it is empty"),
        (b"no picture at all", "it is not a picture; known formats: PNG, JPEG,"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is not a picture"),
        (b"%PDF-1.7\n", "it is not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "it is not a picture"),
        (encoded(Image.new("L", (40, 30)))[:50], "it cannot be decoded: "),
        (b"\x89PNG\r\n\x1a\n", "it is not a picture|it cannot be decoded"),
    ],
)
def test_what_is_no_picture_is_one_line(source, message):
    with pytest.raises(PictureError, match=f"^({message})") as caught:
        decoded(source, "it")
    assert "\n" not in str(caught.value)
