"""Raster: ink as pixels, and where those pixels lie in their source."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink.reading import Box

INK = 0.3  # from here on a pixel is ink that hangs together with its neighbours

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


def stroke_width(inside: npt.NDArray[Any]) -> float:
    """How wide strokes are, in pixels: four times the mean distance from their ink to their edge.

    `inside`: (H, W) float32, of each pixel of ink how far off the middle of the nearest paper is,
    0 on paper. To the edge of the ink it is half a pixel less.
    """
    return 4 * (float(inside.sum()) / max(1, cv2.countNonZero(inside)) - 0.5)
