"""What a network is trained on: a corpus, made of data sets in the same way every time."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from digitink.data import Frames, catalogue
from digitink.data.samples import Image

REPORT_FRAMES = 500  # between two reports


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Frames to train on, frames that choose among the epochs, frames to test the outcome on.

    `training`: by what they are made of; labels may be `NO_DIGIT`. `validation`: digits that are
    held back from it, by what they are made of; `no_digits`: what is none, held back as well.
    `test`: gives the digits that the outcome is tested on; asked once, after training. `data`:
    plain JSON that names and hashes the data sets. `held_back`: what is, in words.
    """

    name: str
    training: tuple[Frames, ...]
    validation: tuple[Frames, ...]
    test: Callable[[], Frames]
    data: tuple[dict[str, Any], ...]
    held_back: str
    no_digits: tuple[Frames, ...] = ()

    def facts(self) -> dict[str, Any]:
        """All that fixes it as plain JSON: names, numbers and hashes."""
        parts = (*self.training, *self.validation, *self.no_digits)
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


@dataclass(frozen=True, slots=True)
class Part:
    """Frames that are yet to be made: how many, and each (28, 28) uint8 with its label in turn."""

    n: int
    frames: Iterable[tuple[Image, int]]


@dataclass(frozen=True, slots=True)
class Making:
    """How far the making of a corpus has come: so many frames of all."""

    done: int
    frames: int


Report = Callable[[Making], None]
Stop = Callable[[], bool]


def make(parts: Mapping[str, Part], *, report: Report, stop: Stop) -> dict[str, Frames] | None:
    """Make the frames of all parts, by their names; None where `stop` said so in between."""
    frames = sum(part.n for part in parts.values())
    made, done = {}, 0
    for name, part in parts.items():
        images, labels = np.empty((part.n, 28, 28), np.uint8), np.empty(part.n, np.int64)
        for i, (image, label) in enumerate(part.frames):
            images[i], labels[i] = image, label
            done += 1
            if stop():
                return None
            if done % REPORT_FRAMES == 0 or done == frames:
                report(Making(done, frames))
        made[name] = Frames(name, images, labels)
    return made


def joined(parts: tuple[Frames, ...]) -> Frames:
    """All frames as one set, in their order, its name made of theirs."""
    return Frames(
        " and ".join(frames.name for frames in parts),
        np.concatenate([frames.images for frames in parts]),
        np.concatenate([frames.labels for frames in parts]),
    )


def about(name: str) -> dict[str, Any]:
    """A set of the catalogue as a card names it: how many samples, and the hashes of its files."""
    entry = catalogue.entry(name)
    return {"name": entry.name, "n": entry.n, "files": dict(entry.files)}
