"""The corpus of people's own data, or of known sets, in the place of a recipe's."""

from collections.abc import Sequence
from pathlib import Path

from digitink.data import Frames, catalogue, load_for_training, mnist
from digitink.data.samples import Samples
from digitink.data.split import A_CLASS, stratified
from digitink.errors import DataError
from digitink.train.corpus import Corpus, Part, Report, Stop, about, joined, make

SHARE = 10  # of each digit one in so many of the rarest is held back, at most as many as of MNIST


def build(given: Sequence[str], report: Report, stop: Stop) -> Corpus | None:
    """The corpus of data sets by their names or paths; None where it was stopped.

    All of them together are split. Raises DataError where one is missing or malformed, or where
    there are not two of each digit; UsageError on a set that is for measuring only.
    """
    sets = [load_for_training(name) for name in given]
    for samples in sets:
        samples.digits()  # all of them are some
    parts = {
        str(number): Part(len(samples), zip(samples.images(), samples.labels, strict=True))
        for number, samples in enumerate(sets)
    }
    made = make(parts, report=report, stop=stop)
    if made is None:
        return None
    frames = joined(tuple(made.values()))
    # A card names files, and no folders of this machine.
    name = " and ".join(Path(samples.name).name for samples in sets)
    a_digit = _held_back(frames, " and ".join(samples.name for samples in sets))
    training, held = stratified(frames.labels, a_digit)
    return Corpus(
        "own data",
        training=(Frames(name, frames.images[training], frames.labels[training]),),
        validation=(Frames(f"{name}, held back", frames.images[held], frames.labels[held]),),
        test=lambda: mnist("test"),
        data=tuple(_facts(samples) for samples in sets),
        held_back=f"{a_digit} of each digit",
    )


def _held_back(frames: Frames, name: str) -> int:
    """How many of each digit choose the epoch."""
    counts = {digit: int((frames.labels == digit).sum()) for digit in range(10)}
    digit = min(counts, key=counts.__getitem__)
    if counts[digit] < 2:
        raise DataError(
            f"{name} holds {counts[digit]} of the digit {digit}",
            hint="to train, at least two of each digit are needed; --data mnist-train as well"
            " brings 5,000 and more of each",
        )
    return min(A_CLASS, max(1, counts[digit] // SHARE))


def _facts(samples: Samples) -> dict[str, object]:
    if samples.name in catalogue.names():
        return about(samples.name)
    return {"name": Path(samples.name).name, "n": len(samples)}
