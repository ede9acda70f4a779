"""Encoded bytes to a decoded PIL image, at a price known beforehand.

Whatever the bytes hold, this ends within about a second and little more than
`limits.DECODE_BYTES` of memory. The header says how many pixels there are and how they are packed,
so what would cost too much is refused before anything is unpacked; a file that keeps its decoder
busy in spite of an innocent header is given up once `limits.DECODE_SECONDS` of processor time are
spent on it.
"""

import io
import re
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from digitink import limits
from digitink.errors import PictureError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

COMMON = ("PNG", "JPEG", "GIF", "BMP", "PPM")  # Pillow has these at hand
FURTHER = ("TIFF", "WEBP")
PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}  # in Pillow, by mode; 4 otherwise
WORKING = {"TIFF": 1.5, "WEBP": 4.0}  # times that while it is decoded; 1 otherwise
SAMPLE_BYTES = 2  # in a JPEG of several scans
SEGMENT = re.compile(rb"\xff[\xc0-\xcf\xd9-\xfe]")  # a marker before a length, or a JPEG's end
START_OF_SCAN, END_OF_JPEG = b"\xff\xda", b"\xff\xd9"

_warnings_lock = threading.Lock()


class _Timed(io.BytesIO):
    """Bytes in memory that can be read until the thread has spent its time on them."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.end = time.thread_time() + limits.DECODE_SECONDS

    def read(self, size: int | None = -1, /) -> bytes:
        if time.thread_time() > self.end:
            raise TimeoutError(f"it takes over {limits.DECODE_SECONDS} s of processor time")
        return super().read(size)


def decoded(data: bytes, name: str) -> tuple["Image", int]:
    """The first picture in `data`, and how many times larger it is than what is returned.

    That is 1, but for a JPEG far larger than a raster 2, 4 or 8. `name` stands for the source in
    messages. Raises PictureError.
    """
    if not data:
        raise PictureError(f"{name} is empty", hint="give a picture or ink JSON")
    if len(data) > limits.PICTURE_BYTES:
        raise PictureError(
            f"{name} is larger than {limits.PICTURE_BYTES // 2**20} MiB",
            hint="make the picture smaller first",
        )
    with explained(name):
        with _quiet():
            image = _identified(data, name)
            width, _ = image.size
            check_pixels(image.size, name)
            if image.format in ("JPEG", "MPO"):
                _check_scans(image, data, name)
                longer = max(image.size)
                size = [max(1, side * limits.RASTER_SIDE // longer) for side in image.size]
                image.draft(None, (size[0], size[1]))
            check_memory(image, name)
            image.getexif()  # Pillow keeps it; what it has to warn of, it warns of here
        factor = round(width / image.width)
        image.load()
    return image, factor


def check_pixels(size: tuple[int, int], name: str) -> None:
    """Raise PictureError where there are no pixels, or more than are read."""
    width, height = size
    if min(size) < 1:
        raise PictureError(
            f"{name} is of {width}x{height} pixels", hint="give a picture that has some"
        )
    if width * height > limits.PICTURE_PIXELS or max(size) > limits.PICTURE_SIDE:
        raise _too_large(name, f"a picture of {width}x{height} pixels")


def check_memory(image: "Image", name: str, *, each: float | None = None) -> None:
    """Raise PictureError where decoding would hold too much memory; `each` pixel holds so much."""
    width, height = image.size
    if each is None:
        each = PIXEL_BYTES.get(image.mode, 4) * WORKING.get(image.format or "", 1.0)
    if width * height * each > limits.DECODE_BYTES:
        kind = f"{image.format or 'picture'} of {width}x{height} pixels"
        raise _too_large(name, f"a {kind}, which takes {width * height * each / 1e6:.0f} MB")


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn whatever a decoder raises into a PictureError of one line."""
    try:
        yield
    except PictureError:
        raise
    except Exception as error:  # Pillow's decoders raise nearly all there are
        reason = str(error) or type(error).__name__
        raise PictureError(f"{name} cannot be decoded: {reason}") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's warnings of odd headers from stderr; ours are errors or nothing."""
    # The filters are one for all threads, hence the lock; and touch Pillow's warnings alone.
    with _warnings_lock, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def _identified(data: bytes, name: str) -> "ImageFile":
    from PIL import Image, UnidentifiedImageError

    try:
        try:
            return Image.open(_Timed(data), formats=COMMON)
        except UnidentifiedImageError:
            from PIL import TiffImagePlugin, WebPImagePlugin  # noqa: F401  they register themselves

            return Image.open(_Timed(data), formats=FURTHER)
    except UnidentifiedImageError:
        known = ", ".join((*COMMON, *FURTHER))
        raise PictureError(f"{name} is not a picture", hint=f"known formats: {known}") from None
    except Image.DecompressionBombError:
        raise _too_large(name, "a picture of far more pixels") from None


def _check_scans(image: "ImageFile", data: bytes, name: str) -> None:
    """A JPEG of several scans holds all its samples at once, and visits all of them every scan."""
    assert image.fp is not None  # nothing is decoded yet
    scans = _scans(data, image.fp)
    if scans > limits.JPEG_SCANS:
        raise PictureError(f"{name} is a JPEG of {scans} scans", hint="save it again")
    if scans > 1:
        check_memory(image, name, each=SAMPLE_BYTES * len(image.getbands()))


def _scans(data: bytes, file: IO[bytes]) -> int:
    """How many scans a JPEG has, up to its end: a film or another picture may follow there.

    `file`: the same data, from which lengths are read because it bounds the time of that.
    """
    scans = place = 0
    while marker := SEGMENT.search(data, place):  # the data of scans holds none of these
        if marker[0] == END_OF_JPEG:
            break
        scans += marker[0] == START_OF_SCAN
        place = file.seek(marker.end())
        place += max(2, int.from_bytes(file.read(2), "big"))
    return scans


def _too_large(name: str, found: str) -> PictureError:
    return PictureError(
        f"{name} is {found}; at most {limits.PICTURE_PIXELS:,} pixels, {limits.PICTURE_SIDE:,} a"
        f" side, and {limits.DECODE_BYTES / 1e6:.0f} MB are decoded",
        hint="make the picture smaller first",
    )
