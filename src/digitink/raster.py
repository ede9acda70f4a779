"""Raster: ink as pixels, and where those pixels lie in their source."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitink.reading import Box

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Raster:
    """What every source becomes before it is read.

    `pixels`: (H, W) float32, 0 paper, 1 ink. `scale`: source units a pixel. `x`, `y`: the source
    point at the outer corner of the first pixel.
    """

    pixels: Pixels
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_source(self, box: tuple[int, int, int, int]) -> Box:
        """A box in pixels as a box in the units of the source."""
        x0, y0, x1, y1 = box
        return (
            self.x + self.scale * x0,
            self.y + self.scale * y0,
            self.x + self.scale * x1,
            self.y + self.scale * y1,
        )
