"""Learning curves: how losses and accuracies went, epoch by epoch."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from digitink.evaluate.metrics import Floats
from digitink.evaluate.svg import ACCENT, drawing, inline, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROUND = (1, 5, 2, 3, 7, 4, 6, 1.5, 8, 2.5)  # first digits of ticks, the rounder the earlier
TICKS = 6  # about as many as there is room for
MARKED = 30  # epochs up to which each is a dot
LABEL_GAP = 13  # units between two labels at the ends of curves
HEIGHT = 2.9  # inches


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A line over epochs (E,), with values (E,) and, where there are several runs, a band."""

    label: str
    epochs: npt.NDArray[np.int64]
    values: Floats
    colour: str = ACCENT
    band: tuple[Floats, Floats] | None = None
    faint: bool = False


def losses(name: str, alternative: str, curves: Sequence[Curve]) -> str:
    """Losses over epochs, on a logarithmic scale."""

    def height(loss: Floats) -> Floats:
        heights: Floats = np.log10(np.maximum(loss, 1e-9))
        return heights

    with drawing(HEIGHT) as (figure, axes):
        axes.set_ylabel("loss, nats")
        ticks = _curves(figure, axes, [_moved(c, height) for c in curves])
        axes.set_yticks(np.log10(ticks), [f"{tick:g}" for tick in ticks])
        return inline(figure, name, alternative)


def accuracies(name: str, alternative: str, curves: Sequence[Curve]) -> str:
    """Accuracies over epochs, on a scale that gives every halving of the errors the same room."""
    every = np.concatenate([part for c in curves for part in (c.values, *(c.band or ()))])
    errors = 1 - every[every < 1]
    least = errors.min() / 2 if len(errors) else 0.5  # where all is right: beyond the last mistake

    def height(accuracy: Floats) -> Floats:
        heights: Floats = -np.log10(np.maximum(1 - accuracy, least))
        return heights

    with drawing(HEIGHT) as (figure, axes):
        axes.set_ylabel("accuracy, %")
        ticks = _curves(figure, axes, [_moved(c, height) for c in curves], turned=True)
        heights = [-np.log10(tick) for tick in ticks]
        texts = [f"{100 * (1 - tick):.6g}" for tick in ticks]
        if (every == 1).any():
            heights, texts = [*heights, -np.log10(least)], [*texts, "100"]
        axes.set_yticks(heights, texts)
        return inline(figure, name, alternative)


def _moved(curve: Curve, height: Callable[[Floats], Floats]) -> Curve:
    """The curve at the heights at which its values are drawn."""
    band = (height(curve.band[0]), height(curve.band[1])) if curve.band else None
    return replace(curve, values=height(curve.values), band=band)


def _curves(
    figure: "Figure", axes: "Axes", curves: Sequence[Curve], *, turned: bool = False
) -> list[float]:
    """Draw curves whose heights are logarithms, or those of the inverse where `turned`.

    Gives round values to mark, in the units of before the logarithm.
    """
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel("epoch")
    last = max(int(c.epochs[-1]) for c in curves)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, min_n_ticks=1))
    axes.set_xlim(1 - 0.04 * last, last + 0.04 * last)
    for c in curves:
        if c.band:
            axes.fill_between(c.epochs, *c.band, color=c.colour, alpha=0.18, linewidth=0)
        axes.plot(
            c.epochs,
            c.values,
            color=c.colour,
            linewidth=1.1 if c.faint else 1.8,
            linestyle=(0, (1, 1.6)) if c.faint else "-",
            marker="o" if last <= MARKED else "",
            markersize=2.6 if c.faint else 3.6,
        )
    axes.autoscale(axis="y")
    figure.draw_without_rendering()  # the places of labels are known only then
    ends = [axes.transData.transform((c.epochs[-1], c.values[-1]))[1] for c in curves]
    for c, y, place in zip(curves, ends, apart(ends, LABEL_GAP), strict=True):
        axes.annotate(
            short(c.label),
            (c.epochs[-1], c.values[-1]),
            xytext=(8, place - y - 3.5),
            textcoords="offset points",
            color=c.colour,
            annotation_clip=False,
        )
    low, high = axes.get_ylim()
    return round_values(-high, -low) if turned else round_values(low, high)


def round_values(low: float, high: float) -> list[float]:
    """Round numbers with logarithms between these two, ascending and well apart."""
    chosen: list[float] = []
    for digit in ROUND:
        for power in range(math.floor(low), math.ceil(high) + 1):
            place = math.log10(digit) + power
            gaps = [abs(place - math.log10(other)) for other in chosen]
            if low <= place <= high and min(gaps, default=math.inf) > (high - low) / (TICKS + 1):
                chosen.append(digit * 10.0**power)
    return sorted(chosen)


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Places on a line, moved as little as keeps them in order and `gap` apart."""
    order = np.argsort(places, kind="stable")
    wanted = np.array(places, float)[order] - gap * np.arange(len(places))
    # Neighbours that stand in each other's way share their mean: pool adjacent violators.
    pools: list[list[float]] = []
    for value in wanted:
        pools.append([value, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2:]
            pools[-2:] = [[(a * n + b * m) / (n + m), n + m]]
    moved = np.concatenate([np.full(int(n), value) for value, n in pools])
    result = np.empty(len(places))
    result[order] = moved + gap * np.arange(len(places))
    return [float(place) for place in result]
