"""How like a frame is to ink that was taught: by its shape, without the network.

What a network takes for no digit has hardly any features by which it could be told from other such
things. It can still be recognised, coarsely, where it is drawn much the same again.
"""

import numpy as np

from digitink.hand.products import product
from digitink.model import Floats

SIDE, CELLS = 28, 7
SPREAD = 1.9  # pixels: the standard deviation of the window of a cell
WIDTH = 0.3  # of the likeness, in the distance of two shapes; it goes up to the root of 2


def _windows() -> Floats:
    """The weights (7, 28) with which the rows of a frame make those of its shape."""
    centres = (np.arange(CELLS) + 0.5) * SIDE / CELLS - 0.5
    weights = np.exp(-((np.arange(SIDE) - centres[:, None]) ** 2) / (2 * SPREAD**2))
    found: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


WINDOWS = _windows()


def shapes_of(frames: Floats) -> Floats:
    """Frames (N, 28, 28) in 0..1 to shapes (N, 49) of length 1: 7x7 cells of blurred ink."""
    cells = (WINDOWS @ frames @ WINDOWS.T).reshape(len(frames), CELLS**2)
    lengths = np.linalg.norm(cells, axis=1, keepdims=True)
    found: Floats = cells / np.maximum(lengths, np.float32(1e-6))
    return found


def likeness(shapes: Floats, taught: Floats) -> Floats:
    """Of each of N shapes to each of n that were taught: (N, n) in 0..1, 1 for the same.

    A Gaussian of their distance, whose square is 2 - 2 shapes · taught.
    """
    found: Floats = np.exp((product(shapes, taught.T) - np.float32(1)) / np.float32(WIDTH**2))
    return found
