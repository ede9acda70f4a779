"""The figures of how runs learned: one with the band over its seeds, or several side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from digitink.evaluate import curves
from digitink.evaluate.curves import Curve
from digitink.evaluate.figures import Figure, Table, percent
from digitink.evaluate.history import History
from digitink.evaluate.metrics import Floats
from digitink.evaluate.svg import ACCENT, QUIET, RUNS

Quantity = Literal["loss", "accuracy"]
Draw = Callable[[str, str, Sequence[Curve]], str]
DRAW: dict[Quantity, Draw] = {"loss": curves.losses, "accuracy": curves.accuracies}
FORM: dict[Quantity, Callable[[float], str]] = {"loss": "{:.4f}".format, "accuracy": percent}


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A quantity over epochs: three arrays (E,), over the runs that reached each epoch."""

    mean: Floats
    low: Floats
    high: Floats


def spread(histories: Sequence[History], field: str) -> Spread:
    """The spread of a field of `Epoch` over several runs, or of one."""
    last = max(len(history.epochs) for history in histories)
    values = np.full((len(histories), last), np.nan)
    for line, history in zip(values, histories, strict=True):
        line[: len(history.epochs)] = [getattr(epoch, field) for epoch in history.epochs]
    return Spread(np.nanmean(values, axis=0), np.nanmin(values, axis=0), np.nanmax(values, axis=0))


def learned(histories: Sequence[History]) -> list[Figure]:
    """Loss and accuracy of the first run, with the band over it and the others, its siblings."""
    band = ""
    if len(histories) > 1:
        seeds = ", ".join(str(history.seed) for history in histories)
        band = (
            f" Lines are means, bands go from the lowest to the highest of {len(histories)} runs"
            f" (seeds {seeds})."
        )
    met = "distorted, and met" if histories[0].recipe.get("augmentation") else "met"
    return [
        _learned(
            "loss",
            histories,
            "Where validation turns up while training still falls, examples are being learned by"
            f" heart. Kept were the weights of epoch {histories[0].best.epoch}, with the lowest"
            f" validation loss.{band}",
        ),
        _learned(
            "accuracy",
            histories,
            f"Each halving of the errors takes the same height. Training digits are {met} while the"
            f" network still changes: their curve may well lie below.{band}",
        ),
    ]


def _learned(what: Quantity, histories: Sequence[History], caption: str) -> Figure:
    several, form = len(histories) > 1, FORM[what]
    validation = spread(histories, f"validation_{what}")
    training = spread(histories, f"train_{what}")
    epochs = np.arange(1, len(validation.mean) + 1)

    def curve(label: str, part: Spread, colour: str, *, faint: bool = False) -> Curve:
        band = (part.low, part.high) if several else None
        return Curve(label, epochs, part.mean, colour, band, faint)

    alternative = (
        f"Learning curves: the validation {what} goes from {form(validation.mean[0])} in the"
        f" first epoch to {form(validation.mean[-1])} in epoch {len(epochs)}, that of training"
        f" from {form(training.mean[0])} to {form(training.mean[-1])}."
    )
    drawn = [
        curve("training", training, QUIET, faint=True),
        curve("validation", validation, ACCENT),
    ]
    columns = {"validation": validation.mean, "training": training.mean}
    if several:
        columns |= {"validation, lowest": validation.low, "highest": validation.high}
    return Figure(
        what.capitalize(),
        caption,
        DRAW[what](f"learned-{what}", alternative, drawn),
        _table(columns, form),
    )


def compared(histories: Sequence[tuple[str, History]]) -> list[Figure]:
    """Validation loss and accuracy of several runs, by their names, over one another."""
    return [_compared(what, histories) for what in DRAW]


def _compared(what: Quantity, histories: Sequence[tuple[str, History]]) -> Figure:
    form = FORM[what]
    columns = {name: spread([history], f"validation_{what}").mean for name, history in histories}
    drawn = [
        Curve(name, np.arange(1, len(values) + 1), values, RUNS[i % len(RUNS)])
        for i, (name, values) in enumerate(columns.items())
    ]
    ends = "; ".join(f"{name} {form(values[-1])}" for name, values in columns.items())
    alternative = f"Validation {what} over epochs, a curve a run. In their last epochs: {ends}."
    return Figure(
        f"Validation {what}",
        "Only runs that hold back the same digits can be compared by their height.",
        DRAW[what](f"compared-{what}", alternative, drawn),
        _table(columns, form),
    )


def _table(columns: dict[str, Floats], form: Callable[[float], str]) -> Table:
    """A row an epoch; empty where a run had ended."""
    last = max(map(len, columns.values()))
    rows = [
        (
            str(i + 1),
            *(form(values[i]) if i < len(values) else "" for values in columns.values()),
        )
        for i in range(last)
    ]
    return Table(("epoch", *columns), tuple(rows))
