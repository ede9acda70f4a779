"""The suite: known sets of handwriting that are measured on and never trained on."""

from collections.abc import Iterator
from dataclasses import dataclass

from digitink.data import Samples, catalogue, load, store
from digitink.evaluate.measure import Doubt, Measurement, doubt, measure
from digitink.model import Model

DIGITS = (
    "mnist-test",
    "pendigits.tes",
    "usps.test",
    "semeion",
    "optdigits.windep",
    "hwd-1000",
    "digilets-a",
)
NO_DIGITS = ("digilets-a.letters",)


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """What was found of it.

    `digits`: the sets of digits. `no_digits`: the sets of what is none and should be doubted.
    `missing`: for each set that is not here, a line that says where to get it.
    """

    digits: tuple[Samples, ...]
    no_digits: tuple[Samples, ...]
    missing: tuple[str, ...]


def find() -> Suite:
    """Load the sets that are here. Raises DataError on one that is here but altered."""
    found = {name: store.look_for(catalogue.entry(name)) for name in DIGITS + NO_DIGITS}
    missing = {name: look.problem for name, look in found.items() if look.state == "missing"}
    return Suite(
        digits=tuple(load(name) for name in DIGITS if name not in missing),
        no_digits=tuple(load(name) for name in NO_DIGITS if name not in missing),
        missing=tuple(missing.values()),
    )


def measure_all(model: Model, suite: Suite) -> Iterator[Measurement | Doubt]:
    """Measure set after set: digits first, then what is none."""
    for samples in suite.digits:
        yield measure(model, samples)
    for samples in suite.no_digits:
        yield doubt(model, samples)
