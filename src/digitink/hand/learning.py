"""From corrections to a personal layer that forgets nothing; what would make it forget is left out.

Pure: no file is read or written here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import RandomState

from digitink.data.pens import variant
from digitink.data.samples import image_of
from digitink.hand.layer import PersonalLayer, Shown, fit, together
from digitink.hand.likeness import shapes_of
from digitink.hand.rehearsal import Rehearsal
from digitink.ink import Ink
from digitink.model import Model, as_inputs

# These were chosen with the model `mnist` on the writers of pendigits.tra, whom it has never seen,
# and with `everyday` on those of them that were held back, their ink slanted, turned or squeezed.
STIFFNESS = (20.0, 80.0, 400.0)  # how many observations the prior is worth
ROUNDS = 3
VARIANTS = 7  # of each corrected ink, as the same hand might have drawn it


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """The layer of those lessons that are `applied`, None where there are none.

    `applied`: their positions; `refused`: of each other position, why, in words.
    """

    layer: PersonalLayer | None = None
    applied: tuple[int, ...] = ()
    refused: dict[int, str] = field(default_factory=dict)


def lesson(ink: Ink, label: int, model: Model) -> Shown:
    """What the network makes of the ink, in the first row, and of variants of it."""
    random = RandomState(0)  # the same ink always teaches the same
    frames = [image_of(ink.raster().pixels), *(variant(ink, random) for _ in range(VARIANTS))]
    images = np.stack(frames)
    logits, features = model.run(images)
    shapes = shapes_of(as_inputs(images)[:, 0])
    return Shown(features, logits, shapes, np.full(len(frames), label))


def learn(
    lessons: Sequence[Shown],
    rehearsal: Rehearsal,
    temperature: float,
    trusted: Collection[int] = (),
) -> Learnt:
    """Learn all lessons that can be learnt together without forgetting, the older before the newer.

    `trusted`: positions of lessons that are known to go together; they are kept, the others are
    tried beside them.
    """

    def extended(known: Learnt, more: Sequence[int]) -> Learnt:
        """As many more as can be, found by halving: most often all of them can."""
        if not more:
            return known
        positions = tuple(sorted({*known.applied, *more}))
        found = _attempt([lessons[i] for i in positions], rehearsal, temperature)
        if isinstance(found, PersonalLayer):
            return Learnt(found, positions, known.refused)
        if len(more) == 1:
            return Learnt(known.layer, known.applied, known.refused | {more[0]: found})
        half = len(more) // 2
        return extended(extended(known, more[:half]), more[half:])

    others = [i for i in range(len(lessons)) if i not in trusted]
    return extended(extended(Learnt(), sorted(trusted)), others)


def _attempt(lessons: list[Shown], rehearsal: Rehearsal, temperature: float) -> PersonalLayer | str:
    """The layer of all the lessons, or in words what would be lost with it.

    Ordinary digits that would be lost are taught along, once; where that does not help, a stiffer
    prior may.
    """
    whys = []
    taught = np.concatenate([one.shapes[:1] for one in lessons])
    precision = rehearsal.precision(taught)
    for stiffness in STIFFNESS:
        shown = together(lessons)
        for _ in range(ROUNDS):
            layer = fit(shown, taught, stiffness * precision, temperature)
            fall = rehearsal.fall(layer)
            endangered = rehearsal.endangered(layer)
            if fall <= rehearsal.allowed and not len(endangered):
                break
            shown = together([shown, endangered])
        lost = [one for one in lessons if not one.right(layer)[0]]
        if fall <= rehearsal.allowed and not lost:
            return layer
        if lost:
            whys.append(_contradiction(lessons, lost[0]))
        else:
            size = len(rehearsal.held_back)
            whys.append(f"with it {fall} more of {size:,} ordinary digits would be misread")
    return whys[0]


def _contradiction(lessons: list[Shown], lost: Shown) -> str:
    if len(lessons) == 1:
        return f"it is too unlike any {lost.labels[0]}"
    which = "before" if lost is lessons[-1] else f"as {lost.labels[0]}"
    return f"it contradicts what was taught {which}; forget one of them"
