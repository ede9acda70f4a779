"""The plots of a model's answers: arrays in, an inline SVG out."""

from collections.abc import Sequence

import numpy as np

from digitink.evaluate import metrics
from digitink.evaluate.metrics import Counts
from digitink.evaluate.svg import ACCENT, HAIR, PAPER, PRINT, QUIET, drawing, inline, short

STEPS = 400  # points of a curve that are drawn


def confusion(name: str, alternative: str, counts: Counts) -> str:
    """A confusion matrix (10, 10): the more often a mistake, the stronger its cell."""
    from matplotlib.patches import Rectangle

    n = len(counts)
    mistakes = counts * (1 - np.eye(n, dtype=np.int64))
    with drawing(4.3) as (figure, axes):
        axes.grid(visible=False)
        axes.set(xlim=(-0.5, n - 0.5), ylim=(n - 0.5, -0.5), aspect="equal")
        axes.set_xticks(range(n))
        axes.set_yticks(range(n))
        axes.tick_params(length=0, labelcolor=PRINT)
        axes.xaxis.set_label_position("top")
        axes.xaxis.tick_top()
        axes.spines["bottom"].set_visible(False)
        axes.set_xlabel("read as")
        axes.set_ylabel("is")
        for i, row in enumerate(counts):
            for j, count in enumerate(row):
                strength = 0.12 + 0.48 * (mistakes[i, j] / max(1, mistakes.max())) ** 0.5
                colour, alpha = (HAIR, 0.45) if i == j else (ACCENT, strength)
                if count:
                    corner = (j - 0.47, i - 0.47)
                    axes.add_patch(Rectangle(corner, 0.94, 0.94, color=colour, alpha=alpha, lw=0))
                    size = 10 if count < 1_000 else 8.5 if count < 10_000 else 7
                    axes.text(j, i, f"{count}", ha="center", va="center_baseline", fontsize=size)
        return inline(figure, name, alternative)


def per_class(name: str, alternative: str, counts: Counts) -> str:
    """Recall with its 95 % interval, and precision, of each class of a confusion matrix."""
    scores = metrics.class_scores(counts)
    hits, n = np.diag(counts), len(counts)
    with drawing(4.3) as (figure, axes):
        axes.set(ylim=(n - 0.4, -0.6), yticks=range(n))
        axes.tick_params(axis="y", labelcolor=PRINT)
        axes.grid(visible=True, axis="both")
        axes.set_xlabel("%")
        for value, support in enumerate(scores.support):
            if support:
                interval = metrics.wilson_interval(int(hits[value]), int(support))
                axes.plot(100 * np.array(interval), [value - 0.13] * 2, color=ACCENT, linewidth=1.4)
        places = np.arange(n)
        axes.plot(
            100 * scores.precision,
            places + 0.13,
            linestyle="",
            marker="o",
            markersize=5.5,
            color=PAPER,
            markeredgecolor=QUIET,
            markeredgewidth=1.3,
        )
        axes.plot(100 * scores.recall, places - 0.13, linestyle="", marker="o", color=ACCENT)
        low, high = axes.get_xlim()
        axes.set_xlim(max(low, -2), min(high, 100 + 0.03 * (100 - low)))
        axes.legend(
            handles=[axes.lines[-1], axes.lines[-2]],
            labels=["recall", "precision"],
            loc="lower center",
            bbox_to_anchor=(0.5, 1),
            ncols=2,
            frameon=False,
            handletextpad=0.1,
        )
        return inline(figure, name, alternative)


def reliability(
    name: str, alternative: str, before: metrics.Reliability, after: metrics.Reliability
) -> str:
    """Probabilities against shares, before and after the temperature."""
    with drawing(4.1) as (figure, axes):
        axes.grid(visible=True, axis="both")
        axes.set(xlim=(-3, 103), ylim=(-3, 103), aspect="equal")
        axes.set_xlabel("probability given, %")
        axes.set_ylabel("right, %")
        axes.plot([0, 100], [0, 100], color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)))
        for found, colour, fill in ((before, QUIET, PAPER), (after, ACCENT, ACCENT)):
            filled = np.flatnonzero(found.count)
            x, y = 100 * found.confidence[filled], 100 * found.accuracy[filled]
            if colour == ACCENT:
                for place, share, n in zip(x, y, found.count[filled], strict=True):
                    ends = metrics.wilson_interval(round(share / 100 * n), int(n))
                    axes.plot([place] * 2, 100 * np.array(ends), color=ACCENT, linewidth=1)
            axes.plot(
                x,
                y,
                linestyle="",
                marker="o",
                markersize=6.5 if colour == QUIET else 5.5,
                color=fill,
                markeredgecolor=colour,
                markeredgewidth=1.3,
                label="before" if colour == QUIET else "after",
            )
        axes.legend(loc="upper left", frameon=False, handletextpad=0.1)
        return inline(figure, name, alternative)


def risk_coverage(
    name: str, alternative: str, curve: metrics.RiskCoverage, threshold: float
) -> str:
    """The share answered against the share of that which is wrong, the card's threshold marked."""
    coverage, risk = 100 * curve.coverage, 100 * curve.risk
    wrong = float(risk[-1])
    first = int(np.argmax(risk > 0)) if wrong else 0
    left = min(90.0, 10 * np.floor(coverage[first] / 10)) if wrong else 0.0
    shown = np.flatnonzero(coverage >= left)
    shown = np.unique(shown[np.linspace(0, len(shown) - 1, STEPS).astype(int)])
    answered, mistaken = curve.from_threshold(threshold)
    with drawing(4.1) as (figure, axes):
        axes.set(xlim=(left, 100 + 0.02 * (100 - left)))
        axes.set_xlabel("answered, %")
        axes.set_ylabel("wrong among these, %")
        best = np.linspace(max(left, 1e-9), 100, STEPS)
        axes.plot(
            best,
            100 * np.maximum(0, 1 - (100 - wrong) / best),
            color=QUIET,
            linewidth=0.9,
            linestyle=(0, (4, 3)),
        )
        axes.plot(coverage[shown], risk[shown], color=PRINT)
        top = max(float(risk[shown].max()), 1e-3)
        axes.set_ylim(-0.03 * top, 1.12 * top)
        axes.plot([100], [wrong], marker="o", color=PRINT, clip_on=False)
        axes.annotate(
            "all of them",
            (100, wrong),
            xytext=(-8, 0),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
        )
        if answered and 100 * answered >= left:
            point = (100 * answered, 100 * mistaken)
            axes.plot(*point, marker="o", markersize=8, color=ACCENT)
            axes.annotate(
                "the card's threshold",
                point,
                xytext=(-10, 8),
                textcoords="offset points",
                ha="right",
                color=ACCENT,
            )
        return inline(figure, name, alternative)


def rows(
    name: str,
    alternative: str,
    labels: Sequence[str],
    accuracies: Sequence[float],
    intervals: Sequence[tuple[float, float]],
) -> str:
    """An accuracy with its 95 % interval a row, 0..1."""
    n = len(labels)
    with drawing(0.6 + 0.25 * n) as (figure, axes):
        axes.set(ylim=(n - 0.5, -0.5))
        axes.set_yticks(range(n), [short(label) for label in labels])
        axes.tick_params(axis="y", labelcolor=PRINT)
        axes.grid(visible=True, axis="both")
        axes.set_xlabel("right, %")
        for place, interval in enumerate(intervals):
            axes.plot(100 * np.array(interval), [place] * 2, color=ACCENT, linewidth=1.4)
        axes.plot(
            100 * np.array(accuracies), range(n), linestyle="", marker="o", color=ACCENT, ms=5.5
        )
        low, high = axes.get_xlim()
        axes.set_xlim(max(low, -2), min(high, 100 + 0.03 * (100 - low)))
        return inline(figure, name, alternative)
