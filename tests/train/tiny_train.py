"""`digitink train` as it is, but with a recipe of a second and a few hundred digits.

Run as a script it takes the command's own arguments, so that a test can kill it.
"""

from functools import partial

import digitink.train.run as run
from digitink.cli.train import command
from digitink.data import Frames, mnist
from digitink.train.recipe import RECIPES, Augmentation, Recipe

HELD_BACK = 20  # of each class

TINY = Recipe(
    "tiny",
    "fast",
    epochs=4,
    batch=50,
    rate=0.1,
    momentum=0.9,
    decay=5e-4,
    augmentation=Augmentation(rotate=10, shear=0.1, scale=0.1, shift=2, elastic=0.5),
)


def source(split):
    """1,000 digits to train on and 300 others to test on; all from MNIST's smaller file."""
    frames = mnist("test")
    part = slice(0, 1000) if split == "train" else slice(1000, 1300)
    return Frames(f"tiny-{split}", frames.images[part], frames.labels[part])


def install():
    """Put the tiny data and recipe in the place of the real ones."""
    RECIPES["tiny"] = TINY
    run.start = partial(run.start, source=source, held_back=HELD_BACK)
    run.resume = partial(run.resume, source=source)


if __name__ == "__main__":
    install()
    command()
