"""What the network makes of each digit; of strokes it is remembered for a while.

While a number is written only its last digit changes, so all others need not be looked at again.
"""

import weakref
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from threading import Lock

import numpy as np

from digitink.frame import normalise
from digitink.ink import PEN, Ink, Stroke
from digitink.model import Model
from digitink.raster import Pixels
from digitink.reading import Box, Digit

# Digits of strokes that are remembered, about 2 MB of them: those of a long number and, where they
# touch, all groups that they might have been, which are several to a digit.
KEPT = 512


@dataclass(frozen=True, slots=True)
class Sight:
    """A frame (28, 28), and what the network reads in it."""

    frame: Pixels
    digit: Digit


def of_pixels(pieces: Iterable[tuple[Pixels, Box]], model: Model) -> list[Sight]:
    """What is seen in rasters (H, W) of one digit each, all in one run; `Box`: where it is."""
    return _seen([(normalise(pixels), box) for pixels, box in pieces], model)


def of_strokes(inks: Sequence[Ink], model: Model) -> list[Sight]:
    """What is seen in inks of one digit each, all that is not remembered in one run."""
    keys = [(weakref.ref(model), *map(_digest, ink.strokes)) for ink in inks]
    known = _memory.known(keys)
    new = {key: ink for key, ink in zip(keys, inks, strict=True) if key not in known}
    seen = _seen([_drawn(ink) for ink in new.values()], model)
    known.update(zip(new, seen, strict=True))
    found = [known[key] for key in keys]
    _memory.keep(keys, found)
    return found


def doubted(sight: Sight, likely: float, model: Model) -> Sight:
    """The same where it is only so likely, 0..1, that this ink is one digit; else it is any."""
    probabilities = [likely * p + (1 - likely) / 10 for p in sight.digit.probabilities]
    return replace(sight, digit=_digit(probabilities, model.card.unsure_below, sight.digit.box))


class _Memory:
    """The last `KEPT` digits. It holds neither their ink nor the models that saw them."""

    def __init__(self) -> None:
        self._sights: OrderedDict[object, Sight] = OrderedDict()  # the latest last
        self._lock = Lock()

    def known(self, keys: Sequence[object]) -> dict[object, Sight]:
        with self._lock:
            return {key: self._sights[key] for key in keys if key in self._sights}

    def keep(self, keys: Sequence[object], sights: Sequence[Sight]) -> None:
        with self._lock:
            for key, sight in zip(keys, sights, strict=True):
                self._sights[key] = sight
                self._sights.move_to_end(key)
            while len(self._sights) > KEPT:
                self._sights.popitem(last=False)


_memory = _Memory()


def _digest(stroke: Stroke) -> tuple[object, ...]:
    return (stroke.shape, blake2b(stroke.tobytes(), digest_size=16).digest())


def _drawn(ink: Ink) -> tuple[Pixels, Box]:
    """The frame of a digit's strokes, and the box of their ink."""
    raster = ink.raster()
    height, width = raster.pixels.shape
    rim = PEN // 2  # half the pen is ink, the other half of the margin is paper
    box = raster.to_source((rim, rim, width - rim, height - rim))
    return normalise(raster.pixels), box


def _seen(frames: Sequence[tuple[Pixels, Box]], model: Model) -> list[Sight]:
    if not frames:
        return []
    rows = model.probabilities(np.stack([frame for frame, _ in frames])).tolist()
    unsure_below = model.card.unsure_below
    return [
        Sight(frame, _digit(row, unsure_below, box))
        for row, (frame, box) in zip(rows, frames, strict=True)
    ]


def _digit(probabilities: list[float], unsure_below: float, box: Box) -> Digit:
    probability = max(probabilities)
    return Digit(
        value=probabilities.index(probability),
        probability=probability,
        probabilities=tuple(probabilities),
        unsure=not probability >= unsure_below,  # NaN is unsure
        box=box,
    )
