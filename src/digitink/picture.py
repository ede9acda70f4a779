"""A path, bytes, a PIL image or an array to a raster.

`digitink.bands` brings a picture down to `limits.RASTER_SIDE`; it is turned as its EXIF tag says.
Then `digitink.sheet` takes away the table that a sheet may lie on, `digitink.paper` tells ink from
paper, and `digitink.boxes` and `digitink.underline` take away the boxes and lines of forms.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from digitink import limits
from digitink.bands import brought_down, rows_of_array, rows_of_image
from digitink.boxes import without_boxes
from digitink.decode import check_memory, check_pixels, decoded, explained
from digitink.errors import PictureError
from digitink.paper import ink_of
from digitink.raster import Raster
from digitink.sheet import only_sheet
from digitink.underline import without_underlines

if TYPE_CHECKING:
    from PIL.Image import Image

Array = npt.NDArray[Any]

ORIENTATION = 0x0112  # the EXIF tag
TURNS: dict[int, Callable[[Array], Array]] = {
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: a.swapaxes(0, 1)[:, ::-1],
    7: lambda a: a.swapaxes(0, 1)[::-1, ::-1],
    8: lambda a: a.swapaxes(0, 1)[::-1],
}
"""From the pixels as stored to the pixels as displayed, by the value of the EXIF tag."""


def raster_of(
    source: "str | os.PathLike[str] | bytes | Image | Array", *, name: str = "the picture"
) -> Raster:
    """The ink in a picture, as a raster in the pixels of the picture as displayed.

    `source`: a path; the bytes of a PNG, JPEG, GIF, BMP, PPM, TIFF or WebP file, of which the
    first frame is taken; a PIL image; or an array (H, W), (H, W, 1), (H, W, 3) or (H, W, 4) of
    bool, uint8, uint16 or floats in 0..1. Ink may be darker or lighter than its paper, or all that
    is visible. Raises PictureError, in one line, on whatever is no such picture or exceeds
    `digitink.limits`; in it `name` stands for bytes.
    """
    if isinstance(source, np.ndarray):
        samples, full, scale = brought_down(rows_of_array(source))
    else:
        samples, full, scale = _of_image(source, name)
    tones = samples.astype(np.float32)
    tones /= np.float32(full)
    if tones.shape[2] == 4 and tones[..., 3].min() == 1:  # a picture as any other
        tones = np.ascontiguousarray(tones[..., :3])
    if tones.shape[2] == 4:
        ink = ink_of(tones[..., :3], tones[..., 3])
    else:
        sheet = only_sheet(tones)
        ink = ink_of(tones if sheet is None else sheet)
        if sheet is not None and not ink.any():  # then it was none, or nothing is on it
            ink = ink_of(tones)
    return Raster(without_underlines(without_boxes(ink)), scale)


def _of_image(source: Any, name: str) -> tuple[Array, float, float]:
    """As `brought_down`, of what has to be decoded first, and turned afterwards."""
    name, image, factor = _image_of(source, name)
    with explained(name):
        samples, full, scale = brought_down(rows_of_image(image))
        turn = TURNS.get(image.getexif().get(ORIENTATION, 1))
    return samples if turn is None else turn(samples), full, scale * factor


def _image_of(source: Any, name: str) -> tuple[str, "Image", int]:
    """A name for messages, the decoded image, and how many times larger its source is."""
    if isinstance(source, bytes | bytearray | memoryview):
        return name, *decoded(bytes(source), name)
    if isinstance(source, str | os.PathLike):
        name = name_of(source)
        return name, *decoded(bytes_of(source), name)
    from PIL.Image import Image

    if not isinstance(source, Image):
        raise PictureError(
            f"a {type(source).__name__} is not a picture",
            hint="give a path, bytes, a PIL image or a NumPy array",
        )
    name = "the image"
    check_pixels(source.size, name)
    check_memory(source, name)
    with explained(name):
        source.load()
    return name, source, 1


def name_of(path: str | os.PathLike[str]) -> str:
    """How messages name a file."""
    return repr(os.fspath(path))


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file, at most one more than are read. Raises PictureError."""
    name = name_of(path)
    try:
        with open(path, "rb") as file:  # noqa: PTH123  also takes what is no Path
            return file.read(limits.PICTURE_BYTES + 1)
    except OSError as error:
        if os.path.isdir(path):  # noqa: PTH112  Windows says no more than "permission denied"
            raise PictureError(f"{name} is a folder", hint="give the files in it") from None
        raise PictureError(f"cannot read {name}: {error.strerror or error}") from error
    except ValueError as error:  # a null character in the path
        raise PictureError(f"cannot read {name}: {error}") from error
