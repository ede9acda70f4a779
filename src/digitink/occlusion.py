"""Which ink speaks for an answer and which against it, found by taking ink away.

Occlusion, from section 3.2 of Zeiler & Fergus, 2014, "Visualizing and Understanding Convolutional
Networks", arXiv 1311.2901: a patch of the frame is made paper, and what that does to the answer is
how much the ink under it spoke for it. It asks the network itself and knows nothing of its inside,
so it holds for every model, and for what a person taught as well.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from digitink.model import BATCH, FRAME, Floats, Frames, Model, as_inputs

Masks = npt.NDArray[np.bool_]

SIDE, _ = FRAME
PATCH = 5  # pixels of the frame, square: wider than any stroke
STEP = 2  # pixels from one patch to the next


def attribution(model: Model, frame: Frames, digit: int) -> Floats:
    """What the ink of each pixel does for the answer `digit`: (28, 28) float32.

    `frame`: (28, 28), uint8 0..255 or float 0..1. Above 0 is ink that speaks for the answer, below
    it ink that speaks against it; paper is 0. The unit is that of log-odds: without the ink around
    a pixel the odds of the answer are divided by e to this power, in the mean of all patches that
    cover the pixel. Raises InputError as `Model.run` does.
    """
    pixels = as_inputs(np.asarray(frame)[None])[0, 0]
    patches = _patches(pixels)
    without = np.where(patches, np.float32(0), pixels)
    odds = log_odds(model, np.concatenate([pixels[None], without]), digit)
    lost = odds[0] - odds[1:]
    covered = np.maximum(patches.sum(axis=0), 1)
    shares = np.tensordot(lost, patches.astype(np.float32), axes=1) / covered
    return np.where(pixels > 0, shares, 0).astype(np.float32)


def log_odds(model: Model, frames: Frames, digit: int) -> Floats:
    """Frames as in `Model.run` to the calibrated log-odds of one digit against all others: (N,).

    On one core, however many frames there are: the others are for those who read meanwhile.
    """
    parts = [frames[i : i + BATCH] for i in range(0, len(frames), BATCH)]
    logits = np.concatenate([model.run(part)[0] for part in parts])
    logits = logits / np.float32(model.card.temperature)
    others = np.delete(logits, digit, axis=1)
    odds: Floats = logits[:, digit] - np.logaddexp.reduce(others, axis=1)
    return odds


def _patches(pixels: Floats) -> Masks:
    """The patches with ink in them: (N, 28, 28)."""
    every = _every_patch()
    return every[(every & (pixels > 0)).any(axis=(1, 2))]


@cache
def _every_patch() -> Masks:
    """All patches of a frame, also those that lie half beyond its edge: (N, 28, 28)."""
    begins = np.arange(1 - PATCH, SIDE, STEP)[:, None]
    pixels = np.arange(SIDE)
    spans = (begins <= pixels) & (pixels < begins + PATCH)
    masks: Masks = (spans[:, None, :, None] & spans[None, :, None, :]).reshape(-1, SIDE, SIDE)
    return masks
