"""raster_of: every kind of source and of pixel gives the same ink, in the pixels of the source."""

import io
import threading
import warnings

import cv2
import numpy as np
import pytest
from PIL import Image
from tests.pictures import encoded

from digitink import data, limits
from digitink.errors import PictureError
from digitink.picture import raster_of

WIDTH, HEIGHT = 90, 60
SOLID = np.full((HEIGHT, WIDTH), 255, np.uint8)
WITHIN = 2 / 255  # what rounding to eight bits may cost


def drawn():
    """A seven and a dot, off the middle: (60, 90) uint8, 255 where the ink is, soft edges."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    points = np.array([[20, 12], [44, 12], [30, 48]])
    cv2.polylines(ink, [points], False, 255, 4, cv2.LINE_AA)
    cv2.circle(ink, (70, 40), 4, 255, -1, cv2.LINE_AA)
    return ink


INK = drawn()
TONE = 255 - INK


def off_by(source):
    """How far the ink found in the source is from the ink drawn."""
    raster = raster_of(source)
    assert raster.pixels.dtype == np.float32
    assert (raster.scale, raster.x, raster.y) == (1, 0, 0)
    return float(np.abs(raster.pixels - INK / 255).max())


GREY = Image.fromarray(TONE)
COLOUR = GREY.convert("RGB")


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (GREY, "PNG"),
        (Image.fromarray(INK), "PNG"),
        (COLOUR, "PNG"),
        (GREY.convert("P"), "PNG"),
        (GREY.convert("LA"), "PNG"),
        (GREY.convert("RGBA"), "PNG"),
        (Image.fromarray(TONE.astype(np.uint16) * 257), "PNG"),
        (Image.fromarray(TONE.astype(np.uint16) * 16), "PNG"),  # 12 bits in 16
        (Image.fromarray(TONE.astype(np.uint16)), "PNG"),  # 8 bits in 16
        (GREY, "GIF"),
        (GREY, "BMP"),
        (COLOUR, "BMP"),
        (GREY, "PPM"),
        (COLOUR, "PPM"),
        (GREY, "TIFF"),
        (COLOUR.convert("CMYK"), "TIFF"),
        (Image.fromarray(TONE.astype(np.int32)), "TIFF"),
        (Image.fromarray((TONE / 255).astype(np.float32)), "TIFF"),
        (Image.fromarray(TONE.astype(np.float32)), "TIFF"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.mode,
)
def test_every_kind_of_pixel_gives_the_same_ink(image, kind):
    assert off_by(encoded(image, kind)) <= WITHIN
    assert off_by(image) <= WITHIN


@pytest.mark.parametrize(
    ("image", "kind", "options"),
    [
        (GREY, "JPEG", {"quality": 95}),
        (COLOUR, "JPEG", {"quality": 95, "progressive": True}),
        (COLOUR.convert("CMYK"), "JPEG", {"quality": 95}),
        (COLOUR, "WEBP", {"quality": 95}),
    ],
)
def test_lossy_kinds_come_close(image, kind, options):
    assert off_by(encoded(image, kind, **options)) <= 0.1


def test_one_bit_pictures_keep_their_bits():
    bilevel = GREY.convert("1", dither=Image.Dither.NONE)
    found = raster_of(encoded(bilevel, "PNG")).pixels
    assert np.array_equal(found, ~np.asarray(bilevel))


@pytest.mark.parametrize(
    "array",
    [
        TONE,
        INK,
        TONE[..., None],
        np.dstack([TONE] * 3),
        np.dstack([TONE, TONE, TONE, SOLID]),
        TONE.astype(np.uint16) * 257,
        TONE.astype(">u2"),
        TONE / 255,
        (TONE / 255).astype(np.float32),
        np.dstack([TONE / 255] * 3),
        TONE[::-1, ::-1][::-1, ::-1],
        np.asfortranarray(TONE),
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_every_kind_of_array_gives_the_same_ink(array):
    assert off_by(array) <= WITHIN


def test_bool_arrays_keep_their_bits():
    mask = INK > 127
    assert np.array_equal(raster_of(mask).pixels, mask)


def test_arrays_are_left_alone():
    array = TONE.copy()
    array.flags.writeable = False
    raster_of(array)
    assert np.array_equal(array, TONE)


def test_paths_bytes_and_images_are_one(tmp_path):
    path = tmp_path / "page.png"
    path.write_bytes(encoded(GREY, "PNG"))
    for source in (path, str(path), path.read_bytes(), bytearray(path.read_bytes())):
        assert off_by(source) <= WITHIN
    with Image.open(path) as image:
        assert off_by(image) <= WITHIN


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 30, 60)])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_ink_alone_on_nothing_is_ink_in_any_colour(colour, kind):
    alone = np.dstack([np.full((HEIGHT, WIDTH, 3), colour, np.uint8), INK])
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    assert off_by(encoded(Image.fromarray(alone), kind, **options)) <= WITHIN
    assert off_by(alone) <= WITHIN
    assert off_by(alone / 255) <= WITHIN


def test_an_alpha_that_hides_nothing_changes_nothing():
    sheet = np.full((300, 400, 3), (60, 90, 200), np.uint8)  # a blue table
    sheet[40:260, 50:350] = 230
    cv2.line(sheet, (180, 90), (160, 200), (20, 20, 20), 6, cv2.LINE_AA)
    opaque = np.dstack([sheet, np.full(sheet.shape[:2], 255, np.uint8)])
    expected = raster_of(sheet).pixels
    assert not expected[:30].any()  # the table is gone
    assert np.array_equal(raster_of(opaque).pixels, expected)
    assert np.array_equal(raster_of(Image.fromarray(opaque)).pixels, expected)


@pytest.mark.parametrize("turned_over", [False, True])
def test_a_card_on_nothing_is_paper(turned_over):
    card = np.zeros((HEIGHT + 40, WIDTH + 40, 4), np.uint8)
    card[20:-20, 20:-20, :3] = (INK if turned_over else TONE)[..., None]
    card[20:-20, 20:-20, 3] = 255
    ink = raster_of(encoded(Image.fromarray(card), "PNG")).pixels
    assert np.abs(ink[20:-20, 20:-20] - INK / 255).max() <= WITHIN
    assert ink.sum() == pytest.approx(ink[20:-20, 20:-20].sum())


def test_a_transparent_colour_of_a_palette_is_no_ink():
    white = int(np.argmax(np.bincount(np.asarray(GREY.convert("P")).ravel())))
    found = raster_of(encoded(GREY.convert("P"), "PNG", transparency=white)).pixels
    assert np.array_equal(found > 0.5, INK > 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_is_turned_as_its_exif_tag_says(orientation, kind):
    transpose = Image.Transpose
    as_stored = {
        2: transpose.FLIP_LEFT_RIGHT,
        3: transpose.ROTATE_180,
        4: transpose.FLIP_TOP_BOTTOM,
        5: transpose.TRANSPOSE,
        6: transpose.ROTATE_90,
        7: transpose.TRANSVERSE,
        8: transpose.ROTATE_270,
    }
    stored = COLOUR.transpose(as_stored[orientation]) if orientation > 1 else COLOUR
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
    source = encoded(stored, kind, exif=exif, **options)
    assert off_by(source) <= 0.1
    with Image.open(io.BytesIO(source)) as image:
        assert off_by(image) <= 0.1


@pytest.mark.parametrize(("kind", "options"), [("GIF", {}), ("PNG", {}), ("WEBP", {"quality": 95})])
def test_of_frames_the_first_is_read(kind, options):
    blank = Image.new("RGB", GREY.size, "white")
    source = encoded(COLOUR, kind, save_all=True, append_images=[blank, blank], **options)
    assert off_by(source) <= 0.1


@pytest.mark.parametrize("size", [(5000, 3000), (2049, 100), (100, 2049), (6000, 5000)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_is_brought_down_and_its_scale_kept(size, kind):
    width, height = size
    box = (width // 4, height // 4, width // 4 + width // 8, height // 4 + height // 2)
    page = Image.new("L", size, 230)
    page.paste(20, box)
    raster = raster_of(encoded(page, kind))
    assert max(raster.pixels.shape) == limits.RASTER_SIDE
    assert raster.scale == pytest.approx(max(size) / limits.RASTER_SIDE)
    x, y, w, h = cv2.boundingRect((raster.pixels > 0.5).view(np.uint8))
    assert raster.to_source((x, y, x + w, y + h)) == pytest.approx(box, abs=2 * raster.scale)


def test_arrays_are_brought_down_as_pictures_are():
    page = np.full((3000, 5000), 230, np.uint8)
    page[700:2200, 1250:1900] = 20
    from_file, from_array = raster_of(encoded(Image.fromarray(page), "PNG")), raster_of(page)
    assert np.array_equal(from_file.pixels, from_array.pixels)
    assert from_file.scale == from_array.scale


def test_bringing_down_averages_areas():
    fine = np.full((400, 2 * limits.RASTER_SIDE), 255, np.uint8)
    fine[100:300, 1000:1041] = 0  # to the middle of a pixel of the raster
    pixels = raster_of(fine).pixels
    assert pixels[100, 498:503] == pytest.approx([0, 0, 1, 1, 1], abs=0.05)
    assert pixels[100, 518:523] == pytest.approx([1, 1, 0.5, 0, 0], abs=0.05)


def test_mnist_frames_come_through_nearly_unchanged():
    frames = data.mnist("test").images[:500]
    worst = [np.abs(raster_of(frame).pixels - frame / 255).max() for frame in frames]
    assert np.mean(worst) < 0.02
    assert max(worst) < 0.2


def test_boxes_of_a_picture_within_an_array_of_floats_start_at_its_corner():
    raster = raster_of(TONE / 255)
    assert raster.to_source((20, 10, 44, 50)) == (20, 10, 44, 50)


def test_threads_decode_at_once_and_leave_the_warning_filters_alone():
    before = list(warnings.filters)
    source = encoded(COLOUR, "PNG")
    found = []
    threads = [
        threading.Thread(target=lambda: found.extend(off_by(source) for _ in range(10)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 40
    assert max(found) <= WITHIN
    assert list(warnings.filters) == before


@pytest.mark.parametrize("source", [None, 7, 1.5, [[0, 255]], object(), io.BytesIO(b"x")])
def test_what_is_no_source_at_all_is_named(source):
    with pytest.raises(PictureError, match=f"a {type(source).__name__} is not a picture"):
        raster_of(source)


@pytest.mark.parametrize("mode", ["1", "L", "RGBA", "I;16", "F"])
@pytest.mark.parametrize("size", [(0, 0), (0, 5), (5, 0)])
def test_an_image_without_pixels_is_refused(mode, size):
    with pytest.raises(PictureError, match=r"of \dx\d pixels; give a picture that has some"):
        raster_of(Image.new(mode, size))


@pytest.mark.parametrize("place", [(0, 0), (10, 10)])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_picture_of_what_is_no_number_is_refused(value, place):
    samples = np.ones((20, 20), np.float32)
    samples[place] = value
    with pytest.raises(PictureError, match="no finite numbers"):
        raster_of(Image.fromarray(samples))
