"""`digitink train` as it is, but with a recipe of a second and a few hundred digits.

Run as a script it takes the command's own arguments, so that a test can kill it.
"""

from digitink.cli.train import command
from digitink.data import Frames, mnist
from digitink.data.split import stratified
from digitink.train.corpora import CORPORA
from digitink.train.corpus import Corpus
from digitink.train.recipe import RECIPES, Augmentation, Recipe

TINY = Recipe(
    "tiny",
    "fast",
    epochs=4,
    batch=50,
    rate=0.1,
    momentum=0.9,
    decay=5e-4,
    augmentation=Augmentation(rotate=10, shear=0.1, scale=0.1, shift=2, elastic=0.5),
    corpus="tiny",
)


def corpus(_report=None, _stop=None):
    """800 digits to train on, 200 to validate, 300 to test; all from MNIST's smaller file."""
    frames = mnist("test")

    def part(name, which):
        return Frames(name, frames.images[which], frames.labels[which])

    training, held = stratified(frames.labels[:1000], 20)
    return Corpus(
        "tiny",
        training=(part("tiny", training),),
        validation=(part("tiny, held back", held),),
        test=lambda: part("tiny-test", slice(1000, 1300)),
        data=({"name": "tiny", "n": 1000},),
        held_back="20 of each digit",
    )


if __name__ == "__main__":
    RECIPES["tiny"] = TINY
    CORPORA["tiny"] = corpus
    command()
