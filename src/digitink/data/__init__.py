"""Data sets: MNIST in the package, further ones by name, people's own by path."""

from digitink.data.loading import load, load_for_training, mnist
from digitink.data.samples import NO_DIGIT, Frames, Samples

__all__ = ["NO_DIGIT", "Frames", "Samples", "load", "load_for_training", "mnist"]
