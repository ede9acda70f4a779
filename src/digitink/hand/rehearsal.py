"""What a model must not forget: what it makes of MNIST's digits, found once a model and kept."""

import io
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import platformdirs

from digitink import durable
from digitink.data import mnist
from digitink.data.npz import BROKEN
from digitink.data.split import Indices, stratified
from digitink.errors import OutputError
from digitink.hand.layer import PersonalLayer, Shown
from digitink.hand.likeness import CELLS, likeness, shapes_of
from digitink.hand.products import Matrix, product
from digitink.model import FRAME, Floats, Model, as_inputs

ORDINARY_A_CLASS = 500  # of the digits trained on
MAY_FALL = 0.001  # of the accuracy on the digits held back
FLOOR = 0.01  # of the mean precision, for directions in which no digit lies


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """One model's: MNIST digits that it was trained on, and the 5,000 that recipes hold back.

    A model that was trained on the latter all the same, as one of another program is, knows them
    too well, so that they guard it less. `moments`: the second moments (F, F) of the features of
    those trained on.
    """

    ordinary: Shown
    held_back: Shown
    moments: Matrix

    @classmethod
    def of(cls, ordinary: Shown, held_back: Shown) -> Self:
        """With the moments that follow."""
        features = ordinary.features
        moments = product(features.T, features) / len(ordinary)
        return cls(ordinary, held_back, moments.astype(np.float64))

    def precision(self, taught: Floats) -> Matrix:
        """The precision (F + n, F + n) of a layer's prior, for one observation of a digit."""
        likenesses = likeness(self.ordinary.shapes, taught)
        inputs = np.column_stack([self.ordinary.features, likenesses])
        crossed = product(inputs.T, likenesses).astype(np.float64) / len(self.ordinary)
        size = len(self.moments)
        found = np.block([[self.moments, crossed[:size]], [crossed[:size].T, crossed[size:]]])
        floor = FLOOR * float(found.diagonal().mean())
        return found + np.diag(np.full(len(found), floor))

    def endangered(self, layer: PersonalLayer) -> Shown:
        """Those trained on that are misread with the layer and not without."""
        return self.ordinary.only(self.ordinary.right() & ~self.ordinary.right(layer))

    def fall(self, layer: PersonalLayer) -> int:
        """How many more of those held back are misread with the layer than without."""
        return int(self.held_back.right().sum() - self.held_back.right(layer).sum())

    @property
    def allowed(self) -> int:
        """How many more of them may be misread."""
        return int(MAY_FALL * len(self.held_back))


_found: dict[str, Rehearsal] = {}
_finding = threading.Lock()


def rehearsal(model: Model) -> Rehearsal:
    """The model's rehearsal: from memory, from the user's cache folder, or made and kept there.

    Made, it takes about half a second.
    """
    sha256 = model.card.sha256
    with _finding:
        if sha256 not in _found:
            folder = Path(platformdirs.user_cache_dir("digitink", appauthor=False))
            _found[sha256] = _kept_or_made(folder / f"rehearsal-{sha256}.npz", model)
        return _found[sha256]


def _kept_or_made(path: Path, model: Model) -> Rehearsal:
    try:
        with np.load(path, allow_pickle=False) as kept:
            ordinary, held_back = (Shown(*(kept[f"{part} {n}"] for n in ARRAYS)) for part in PARTS)
        for part in (ordinary, held_back):
            _check(part, model)
        return Rehearsal.of(ordinary, held_back)
    except (OSError, KeyError, *BROKEN):
        made = _made(model)  # none was kept yet, it is damaged, or another version's
    arrays = {f"{part} {n}": getattr(getattr(made, part), n) for part in PARTS for n in ARRAYS}
    file = io.BytesIO()
    np.savez(file, **arrays)
    with suppress(OSError, OutputError):  # then it is made again the next time
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, file.getvalue())
    return made


def _check(part: Shown, model: Model) -> None:
    """Raise ValueError on what this version did not make of this model."""
    _, features = model.run(np.zeros((1, *FRAME), np.uint8))
    sizes = {"features": features.shape[1:], "logits": (10,), "shapes": (CELLS**2,), "labels": ()}
    for name, size in sizes.items():
        array = getattr(part, name)
        if array.shape != (len(part.labels), *size) or array.dtype.kind not in "fiu":
            raise ValueError(f"{name} of the shape {array.shape}")
        if not (array.size and np.isfinite(array).all()):
            raise ValueError(f"{name} that are none")
    if part.labels.dtype.kind == "f" or not ((part.labels >= 0) & (part.labels <= 9)).all():
        raise ValueError("labels that are no digits")


PARTS = ("ordinary", "held_back")
ARRAYS = ("features", "logits", "shapes", "labels")


def _made(model: Model) -> Rehearsal:
    digits = mnist("train")
    training, held_back = stratified(digits.labels)
    _, chosen = stratified(digits.labels[training], ORDINARY_A_CLASS)

    def shown(which: Indices) -> Shown:
        logits, features = model.run(digits.images[which])
        shapes = shapes_of(as_inputs(digits.images[which])[:, 0])
        return Shown(features, logits, shapes, digits.labels[which])

    return Rehearsal.of(shown(training[chosen]), shown(held_back))
