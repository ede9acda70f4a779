"""The recipes: every number that a training run depends on, by name."""

from dataclasses import dataclass
from typing import Literal

from digitink.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far each training frame is distorted, each time it is seen. Drawn uniformly from ±.

    `rotate`: degrees. `shear`: horizontal, as a share of the height. `scale`: each axis on its
    own, 0.1 divides its length by 0.9..1.1. `shift`: pixels. `elastic`: the standard deviation, in
    pixels, of a smooth random displacement, which is normally distributed.
    """

    rotate: float = 0.0
    shear: float = 0.0
    scale: float = 0.0
    shift: float = 0.0
    elastic: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to train one network with stochastic gradient descent.

    `network`: a name in `digitink.train.network.NETWORKS`. `batch`: frames a step. `rate`: the
    peak learning rate; under "one-cycle" it climbs there over the first `warmup` share of all
    steps and falls to zero over the rest, both in a straight line. `momentum`: Nesterov's, 0 for
    none. `decay`: weight decay, of weights alone (no biases, no batch norm). `smoothing`: label
    smoothing. `spoilt`: the share of frames that `digitink.train.spoil` spoils. `patience`: stop
    after so many epochs without a better validation loss. `corpus`: what to train on, a name in
    `digitink.train.corpora.CORPORA`. `data`: names and paths of data sets in the place of the
    corpus. `quantised`: the model computes with whole numbers of 8 bits. `second`: the recipe of a
    second network, which the model asks where the first doubts (`digitink.train.pair`).
    """

    name: str
    network: str
    epochs: int
    batch: int
    rate: float
    schedule: Literal["constant", "one-cycle"] = "one-cycle"
    warmup: float = 0.2
    momentum: float = 0.0
    decay: float = 0.0
    smoothing: float = 0.0
    augmentation: Augmentation | None = None
    spoilt: float = 0.0
    patience: int = 5
    corpus: str = "mnist"
    data: tuple[str, ...] = ()
    quantised: bool = False
    second: str = ""

    def rate_at(self, progress: float) -> float:
        """The learning rate after `progress`, 0..1, of all steps."""
        if self.schedule == "constant":
            return self.rate
        if progress < self.warmup:
            return self.rate * progress / self.warmup
        return self.rate * (1 - progress) / (1 - self.warmup)


def _people(name: str, *, second: str = "") -> Recipe:
    """The recipe of that name, with its own network and corpus."""
    return Recipe(
        name,
        network=name,
        epochs=24,
        batch=128,
        rate=0.1,
        momentum=0.9,
        decay=5e-4,
        smoothing=0.05,
        augmentation=Augmentation(rotate=10, shear=0.12, scale=0.1, shift=1.2, elastic=0.6),
        spoilt=0.15,
        patience=24,
        corpus=name,
        quantised=True,
        second=second,
    )


RECIPES = {
    recipe.name: recipe
    for recipe in (
        # The textbook system, for comparison: nothing about it is tuned.
        Recipe("classic", "classic", 10, 32, 0.01, schedule="constant", patience=3),
        # 99 % in seconds.
        Recipe("fast", "fast", 2, 192, 0.4, momentum=0.9, decay=5e-4, smoothing=0.05),
        # The best in a minute or two.
        Recipe(
            "standard",
            "standard",
            epochs=11,
            batch=128,
            rate=0.1,
            momentum=0.9,
            decay=5e-4,
            augmentation=Augmentation(rotate=10, shear=0.12, scale=0.1, shift=1.5),
        ),
        # People's own digits, and what is none.
        _people("everyday", second="second"),
        # Asked where everyday doubts.
        _people("second"),
        # What MNIST alone can teach, whatever it takes.
        Recipe(
            "record",
            "everyday",
            epochs=26,
            batch=128,
            rate=0.1,
            momentum=0.9,
            decay=5e-4,
            smoothing=0.05,
            augmentation=Augmentation(rotate=10, shear=0.15, scale=0.12, shift=1.5, elastic=0.8),
            patience=26,
        ),
    )
}


def find(name: str) -> Recipe:
    """The recipe of that name; raises UnknownName, listing the known ones."""
    if name not in RECIPES:
        raise UnknownName("recipe", name, RECIPES)
    return RECIPES[name]
