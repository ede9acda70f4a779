"""The corpora `everyday` and `second`: MNIST, and people who are not in it, by many pens.

Beside MNIST's training images: the strokes of pendigits.tra, the bitmaps of optdigits.tra, made-up
ink of shapes that are rare in MNIST, and what is no digit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import RandomState

from digitink.data import NO_DIGIT, Frames, Samples, load_for_training, mnist, pens
from digitink.data.samples import Image, image_of
from digitink.data.split import A_CLASS, Indices, stratified
from digitink.ink import Ink
from digitink.train import letters, nodigits, scans, shapes
from digitink.train.corpus import Corpus, Part, Report, Stop, about, make

SEED = 20261  # of what is held back in every plan, and of the plan everyday
WRITERS = ("4", "11", "16", "18", "27", "30")  # of pendigits.tra's thirty, drawn once: held back
BITMAPS = 27  # of each digit of optdigits.tra: a seventh

HELD_BACK = (
    f"{A_CLASS} of each digit of mnist-train; the writers {', '.join(WRITERS)} of pendigits.tra;"
    f" {BITMAPS} of each digit of optdigits.tra, whose writers are not known; of no digits those"
    " that are made of what is held back, and letters and signs of other kinds"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made: how many frames of each ink, of each bitmap; made-up digits, and no digits.

    `long_flags`: whether more 1s with long flags are among the made-up digits. `seed`: the random
    numbers of what is trained on, the plan's own: every run, whatever its seed, is trained on the
    same frames. What is held back is the same in all plans.
    """

    name: str
    inks: int = 10
    bitmaps: int = 12
    shapes: int = 6_000
    long_flags: bool = False
    no_digits: int = 24_000
    no_digits_held_back: int = 3_000
    seed: int = SEED


EVERYDAY = Plan("everyday")
SECOND = Plan("second", shapes=24_000, long_flags=True, seed=20262)


def build(plan: Plan, report: Report, stop: Stop) -> Corpus | None:
    """The whole corpus; None where it was stopped. Raises DataError where a set is missing."""
    inks, bitmaps = load_for_training("pendigits.tra"), load_for_training("optdigits.tra")
    return of(mnist("train"), inks, bitmaps, plan, report=report, stop=stop)


def of(
    frames: Frames,
    inks: Samples,
    bitmaps: Samples,
    plan: Plan,
    *,
    report: Report = lambda _: None,
    stop: Stop = lambda: False,
) -> Corpus | None:
    """The corpus of these frames, of inks by known writers, and of bitmaps."""
    framed, framed_held = stratified(frames.labels)
    assert inks.writers is not None
    away = np.isin(inks.writers, WRITERS)
    drawn, drawn_held = np.flatnonzero(~away), np.flatnonzero(away)
    scanned, scanned_held = stratified(bitmaps.labels, BITMAPS)
    training = Frames(frames.name, frames.images[framed], frames.labels[framed])
    held = Frames(
        f"{frames.name}, held back", frames.images[framed_held], frames.labels[framed_held]
    )

    def stream(number: int) -> RandomState:
        return _stream(plan.seed, number)

    trained = {
        f"{frames.name}, scanned anew": _scanned_anew(training, stream(0)),
        inks.name: _varied(inks, drawn, plan.inks, pens.variant, stream(1)),
        bitmaps.name: _varied(bitmaps, scanned, plan.bitmaps, scans.variant, stream(2)),
        "made-up digits": _made_up(plan, stream(3)),
        "no digits": _no_digits(plan.no_digits, training, letters.TRAINED, stream(4)),
    }
    validated = {
        f"{inks.name}, held back": _varied(inks, drawn_held, 1, pens.variant, _stream(SEED, 5)),
        f"{bitmaps.name}, held back": _varied(
            bitmaps, scanned_held, 1, scans.variant, _stream(SEED, 6)
        ),
    }
    unknown = {
        "no digits, held back": _no_digits(
            plan.no_digits_held_back, held, letters.HELD_BACK, _stream(SEED, 7)
        )
    }
    made = make({**trained, **validated, **unknown}, report=report, stop=stop)
    if made is None:
        return None
    return Corpus(
        plan.name,
        training=(training, *(made[name] for name in trained)),
        validation=(held, *(made[name] for name in validated)),
        no_digits=tuple(made[name] for name in unknown),
        test=lambda: mnist("test"),
        data=tuple(about(name) for name in (frames.name, inks.name, bitmaps.name)),
        held_back=HELD_BACK,
    )


def _stream(seed: int, number: int) -> RandomState:
    """A stream of random numbers for each part, so that none follows from another's size."""
    return RandomState([seed, number])


def _scanned_anew(frames: Frames, random: RandomState) -> Part:
    pixels = (image.astype(np.float32) / np.float32(255) for image in frames.images)
    images = (scans.variant(digit, random) for digit in pixels)
    return Part(len(frames), zip(images, frames.labels, strict=True))


def _varied(
    samples: Samples,
    which: Indices,
    times: int,
    vary: Callable[[Any, RandomState], Image],
    random: RandomState,
) -> Part:
    """Each sample so many times: first as it is read, then varied."""

    def made() -> Iterator[tuple[Image, int]]:
        for i in which:
            source, label = samples.sources[i], samples.labels[i]
            yield image_of(source.raster().pixels if isinstance(source, Ink) else source), label
            for _ in range(times - 1):
                yield vary(source, random), label

    return Part(len(which) * times, made())


def _made_up(plan: Plan, random: RandomState) -> Part:
    digits = (shapes.draw(random, long_flags=plan.long_flags) for _ in range(plan.shapes))
    return Part(plan.shapes, ((pens.variant(ink, random), digit) for ink, digit in digits))


def _no_digits(n: int, digits: Frames, templates: tuple[str, ...], random: RandomState) -> Part:
    return Part(n, ((nodigits.draw(random, digits, templates), NO_DIGIT) for _ in range(n)))
