"""The fixed validation split: which training images are held back to choose the best epoch."""

import numpy as np
import numpy.typing as npt

from digitink.data.samples import Frames

A_CLASS = 500  # validation images of each digit: 5,000 of MNIST's 60,000
SEED = 20260  # the split's own: every run, whatever its seed, holds back the same images

Indices = npt.NDArray[np.int64]


def stratified(labels: npt.NDArray[np.int64], a_class: int = A_CLASS) -> tuple[Indices, Indices]:
    """Split `labels` (N,) into training and validation indices, both ascending.

    Validation holds `a_class` of each label.
    """
    shuffled = np.random.RandomState(SEED).permutation(len(labels))  # a stream NumPy has frozen
    held = np.concatenate([shuffled[labels[shuffled] == c][:a_class] for c in np.unique(labels)])
    validation = np.sort(held)
    return np.setdiff1d(np.arange(len(labels)), validation), validation


def held_back(frames: Frames) -> Frames:
    """The validation images among MNIST's training images: 500 of each digit."""
    _, held = stratified(frames.labels)
    return Frames(f"{frames.name}, held back", frames.images[held], frames.labels[held])
