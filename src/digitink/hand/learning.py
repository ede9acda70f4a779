"""From corrections to a personal layer that forgets nothing; what would make it forget is left out.

Pure: no file is read or written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import RandomState

from digitink.data.pens import variant
from digitink.data.samples import image_of
from digitink.hand.layer import PersonalLayer, Shown, fit
from digitink.hand.rehearsal import Rehearsal
from digitink.ink import Ink
from digitink.model import Model

VARIANTS = 15  # of each corrected ink, as the same hand might have drawn it


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """A layer, None where nothing is to be applied; of the lessons left out, why, by position."""

    layer: PersonalLayer | None = None
    refused: dict[int, str] = field(default_factory=dict)


def lesson(ink: Ink, label: int, model: Model) -> Shown:
    """What the network makes of the ink, in the first row, and of variants of it."""
    random = RandomState(0)  # the same ink always teaches the same
    frames = [image_of(ink.raster().pixels), *(variant(ink, random) for _ in range(VARIANTS))]
    logits, features = model.run(np.stack(frames))
    return Shown(features, logits, np.full(len(frames), label))


def learn(lessons: Sequence[Shown], rehearsal: Rehearsal, temperature: float) -> Learnt:
    """Apply all lessons, or, where that would forget, in their order those that do not."""
    found = _attempt(lessons, rehearsal, temperature)
    if isinstance(found, PersonalLayer):
        return Learnt(found)
    layer, applied, refused = None, [], {}
    for i, one in enumerate(lessons):
        found = _attempt([*applied, one], rehearsal, temperature)
        if isinstance(found, PersonalLayer):
            layer, applied = found, [*applied, one]
        else:
            refused[i] = found
    return Learnt(layer, refused)


def _attempt(
    lessons: Sequence[Shown], rehearsal: Rehearsal, temperature: float
) -> PersonalLayer | str | None:
    """The layer of all lessons; in words what it would forget; None for no lessons."""
    if not lessons:
        return None
    layer = fit(_together(lessons), rehearsal.prior, temperature)
    fall, n = rehearsal.fall(layer), len(rehearsal.held_back.labels)
    if fall > rehearsal.allowed:
        return f"{fall} more of {n:,} digits of MNIST would be misread with it"
    for one in lessons:
        if not one.right(layer)[0]:
            return f"it contradicts another correction, a {one.labels[0]}"
    return layer


def _together(lessons: Sequence[Shown]) -> Shown:
    return Shown(
        np.concatenate([one.features for one in lessons]),
        np.concatenate([one.logits for one in lessons]),
        np.concatenate([one.labels for one in lessons]),
    )
