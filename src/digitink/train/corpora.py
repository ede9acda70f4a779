"""The corpora by name, and the plain one: MNIST alone."""

from collections.abc import Callable, Sequence
from functools import partial

from digitink.data import Frames, mnist
from digitink.data.split import A_CLASS, held_back, stratified
from digitink.errors import UnknownName
from digitink.train import everyday, own
from digitink.train.corpus import Corpus, Report, Stop, about

NEARLY_ALL = 100  # held back of each digit: few, for what is held back teaches nothing


def of_mnist(a_class: int, _report: Report, _stop: Stop) -> Corpus:
    """MNIST's training images, as they are, but for so many of each digit."""
    frames = mnist("train")
    training, _ = stratified(frames.labels, a_class)
    return Corpus(
        "mnist",
        training=(Frames(frames.name, frames.images[training], frames.labels[training]),),
        validation=(held_back(frames, a_class),),
        test=lambda: mnist("test"),
        data=(about(frames.name),),
        held_back=f"{a_class} of each digit",
    )


CORPORA: dict[str, Callable[[Report, Stop], Corpus | None]] = {
    "mnist": partial(of_mnist, A_CLASS),
    "mnist-nearly-all": partial(of_mnist, NEARLY_ALL),
    "everyday": everyday.build,
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
