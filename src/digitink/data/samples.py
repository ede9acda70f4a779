"""What a data set is once it is read: Frames, and Samples that become frames."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from digitink.errors import DataError
from digitink.raster import Pixels

if TYPE_CHECKING:
    from digitink.ink import Ink

    Source = Ink | Pixels

Image = npt.NDArray[np.uint8]
Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]

NO_DIGIT = -1
"""The label of what is no digit, such as a letter."""

FRAMED_SHOWN = 200  # pictures by which it is decided whether all lie in MNIST's frame


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Digits as MNIST has them.

    `images`: (N, 28, 28) uint8, 0 paper, 255 ink. `labels`: (N,) int64, 0..9.
    """

    name: str
    images: Images
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"Frames({self.name!r}, {len(self)} digits)"


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Digits as their source has them.

    `sources`: N of `Ink` or of (H, W) float32 arrays, 0 paper to 1 ink; the sizes may differ.
    `labels`: (N,) int64, 0..9, or `NO_DIGIT`. `writers`: (N,) str, who wrote each (names that mean
    nothing outside the set), or None where the source does not say. `written`: N texts where the
    labels cannot say what was written, otherwise None. `framed`: True where the sources already
    are MNIST's own frames.
    """

    name: str
    sources: "Sequence[Source] | Pixels"
    labels: Labels
    writers: npt.NDArray[np.str_] | None = None
    written: tuple[str, ...] | None = None
    framed: bool = False

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"Samples({self.name!r}, {len(self)} samples)"

    def frames(self) -> Images:
        """Every source as the network sees it: (N, 28, 28) uint8, 0 paper, 255 ink.

        Ink is drawn and all is brought to MNIST's frame just as when it is read as one digit; what
        holds no ink is an empty frame. MNIST itself is taken as it is.
        """
        frames = np.zeros((len(self), 28, 28), np.uint8)
        for frame, image in zip(frames, self.images(), strict=True):
            frame[:] = image
        return frames

    def images(self) -> Iterator[Image]:
        """The same, one frame (28, 28) after the other."""
        from digitink.ink import Ink

        for source in self.sources:
            pixels = source.raster().pixels if isinstance(source, Ink) else source
            yield as_bytes(pixels) if self.framed else image_of(pixels)

    def digits(self) -> Labels:
        """The labels (N,), all of them 0..9; raises DataError where some are no digit."""
        if (self.labels == NO_DIGIT).any():
            raise DataError(
                f"the data set {self.name} holds samples that are no digit",
                hint="only digits have a place in this format",
            )
        return self.labels

    def counts(self) -> dict[str, int]:
        """How many there are of each thing written, in sorted order."""
        texts = self.written or map(str, self.labels.tolist())
        return dict(sorted(Counter(texts).items()))


def framed(pixels: Pixels) -> bool:
    """Whether pictures (N, 28, 28) of people's own lie in MNIST's frame already.

    They do where most of some of them come back from `image_of` as they are, as seven in ten of
    MNIST's do; of other pictures in 28x28 hardly one does.
    """
    if pixels.shape[1:] != (28, 28):
        return False
    shown = pixels[:: math.ceil(len(pixels) / FRAMED_SHOWN)]
    same = sum(np.array_equal(image_of(each), as_bytes(each)) for each in shown)
    return 2 * same > len(shown)


def of_pictures(name: str, pixels: Pixels, labels: Labels) -> Samples:
    """Pictures (N, H, W) of people's own, 0 paper to 1 ink, and their labels (N,)."""
    return Samples(name, pixels, labels, framed=framed(pixels))


def as_bytes(pixels: Pixels) -> Images:
    """Ink in 0..1 as uint8 in 0..255, of the same shape."""
    return np.rint(255 * pixels).astype(np.uint8)


def image_of(pixels: Pixels) -> Image:
    """A raster (H, W) as a reading of it as one digit sees it: its frame, (28, 28) uint8.

    What holds no ink is an empty frame.
    """
    from digitink.frame import normalise
    from digitink.segment import whole

    piece = whole(pixels)
    return as_bytes(normalise(pixels[:0] if piece is None else piece.pixels))
