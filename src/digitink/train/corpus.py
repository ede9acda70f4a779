"""What a network is trained on: a corpus, made of data sets in the same way every time."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from digitink.data import Frames, catalogue, mnist
from digitink.errors import UnknownName
from digitink.train.split import A_CLASS, stratified


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Frames to train on, frames that choose among the epochs, frames to test the outcome on.

    `training`, `validation`: by what they were made of; those of validation are held back from
    training. `test`: gives the digits that the outcome is tested on; asked once, after training.
    `data`: plain JSON that names and hashes the data sets. `held_back`: what was, in words.
    """

    name: str
    training: tuple[Frames, ...]
    validation: tuple[Frames, ...]
    test: Callable[[], Frames]
    data: tuple[dict[str, Any], ...]
    held_back: str

    def facts(self) -> dict[str, Any]:
        """All that fixes it as plain JSON: names, numbers and hashes."""
        parts = (*self.training, *self.validation)
        digest = hashlib.sha256()
        for frames in parts:
            digest.update(frames.images.tobytes())
            digest.update(frames.labels.tobytes())
        return {
            "corpus": self.name,
            "data": list(self.data),
            "frames": {frames.name: len(frames) for frames in parts},
            "held_back": self.held_back,
            "sha256": digest.hexdigest(),
        }


def joined(parts: tuple[Frames, ...]) -> Frames:
    """All frames as one set, in their order."""
    return Frames(
        " and ".join(frames.name for frames in parts),
        np.concatenate([frames.images for frames in parts]),
        np.concatenate([frames.labels for frames in parts]),
    )


def build(name: str) -> Corpus:
    """The corpus of that name; raises UnknownName, and DataError where a set is not to be had."""
    if name not in CORPORA:
        raise UnknownName("corpus", name, CORPORA)
    return CORPORA[name]()


def _mnist() -> Corpus:
    frames = mnist("train")
    training, held = stratified(frames.labels)
    return Corpus(
        "mnist",
        training=(Frames(frames.name, frames.images[training], frames.labels[training]),),
        validation=(Frames(f"{frames.name}, held back", frames.images[held], frames.labels[held]),),
        test=lambda: mnist("test"),
        data=(about(frames.name),),
        held_back=f"{A_CLASS} of each digit",
    )


def about(name: str) -> dict[str, Any]:
    """A set of the catalogue as a card names it: how many samples, and the hashes of its files."""
    entry = catalogue.entry(name)
    return {"name": entry.name, "n": entry.n, "files": dict(entry.files)}


CORPORA: dict[str, Callable[[], Corpus]] = {"mnist": _mnist}
