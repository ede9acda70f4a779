"""The corpora by name, and the plain one: MNIST alone."""

from collections.abc import Callable, Sequence
from functools import partial

from digitink.data import Frames, mnist
from digitink.data.split import A_CLASS, held_back, stratified
from digitink.errors import UnknownName
from digitink.train import everyday, own
from digitink.train.corpus import Corpus, Report, Stop, about


def of_mnist(_report: Report, _stop: Stop) -> Corpus:
    """MNIST's training images, as they are."""
    frames = mnist("train")
    training, _ = stratified(frames.labels)
    return Corpus(
        "mnist",
        training=(Frames(frames.name, frames.images[training], frames.labels[training]),),
        validation=(held_back(frames),),
        test=lambda: mnist("test"),
        data=(about(frames.name),),
        held_back=f"{A_CLASS} of each digit",
    )


CORPORA: dict[str, Callable[[Report, Stop], Corpus | None]] = {
    "mnist": of_mnist,
    "everyday": partial(everyday.build, everyday.EVERYDAY),
    "second": partial(everyday.build, everyday.SECOND),
}


def build(
    name: str,
    data: Sequence[str] = (),
    *,
    report: Report = lambda _: None,
    stop: Stop = lambda: False,
) -> Corpus | None:
    """The corpus of that name, or of `data` where any is given; None where it was stopped.

    Raises UnknownName, and DataError where one of its data sets is missing or was altered.
    """
    if data:
        return own.build(data, report, stop)
    if name not in CORPORA:
        raise UnknownName("corpus", name, CORPORA)
    return CORPORA[name](report, stop)
