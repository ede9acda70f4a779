"""What a model must not forget: what it makes of MNIST's digits, found once a model and kept."""

import io
import threading
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import platformdirs

from digitink import durable
from digitink.data import mnist
from digitink.data.split import stratified
from digitink.errors import OutputError
from digitink.hand.layer import Matrix, PersonalLayer, Shown, precision
from digitink.model import Model

PRIOR_A_CLASS = 200  # training digits of each label that the prior is made of
MAY_FALL = 0.001  # of the accuracy on the digits held back


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """One model's: the `prior` of its personal layers, and the `held_back` digits of MNIST."""

    prior: Matrix
    held_back: Shown

    def fall(self, layer: PersonalLayer) -> int:
        """How many more of the digits held back are misread with the layer than without."""
        before = self.held_back.logits.argmax(1) == self.held_back.labels
        return int(before.sum() - self.held_back.right(layer).sum())

    @property
    def allowed(self) -> int:
        """How many more of them may be misread."""
        return int(MAY_FALL * len(self.held_back.labels))


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
            return Rehearsal(kept["prior"], Shown(*(kept[name] for name in Shown.__slots__)))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        made = _made(model)  # none yet, or a damaged one
    file = io.BytesIO()
    np.savez(file, prior=made.prior, **asdict(made.held_back))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, file.getvalue())
    except (OSError, OutputError):
        pass  # it is made again the next time
    return made


def _made(model: Model) -> Rehearsal:
    digits = mnist("train")
    training, held_back = stratified(digits.labels)
    _, ordinary = stratified(digits.labels[training], PRIOR_A_CLASS)
    _, features = model.run(digits.images[training[ordinary]])
    logits, held_features = model.run(digits.images[held_back])
    return Rehearsal(precision(features), Shown(held_features, logits, digits.labels[held_back]))
