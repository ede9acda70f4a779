"""The figures of a model's answers: each a plot, what to look for in it, its numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitink.evaluate import metrics, plots
from digitink.evaluate.answers import Answers
from digitink.evaluate.summary import HEAD, NONE, Row
from digitink.model import softmax


@dataclass(frozen=True, slots=True)
class Table:
    """A head and rows of text; the first cell of a row is its name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot as a page shows it: `svg`, `caption` beneath, `table` of what it is drawn from."""

    title: str
    caption: str
    svg: str
    table: Table


def confusion(name: str, answers: Answers) -> Figure:
    """What is read as what."""
    counts = metrics.confusion_matrix(answers.predicted, answers.frames.labels)
    mistakes = counts * (1 - np.eye(len(counts), dtype=np.int64))
    is_, read_as = np.unravel_index(mistakes.argmax(), mistakes.shape)
    most, wrong = int(mistakes.max()), int(mistakes.sum())
    commonest = (
        f"The commonest mistake: {is_} read as {read_as}, {_times(most)}."
        if wrong
        else "There is no mistake."
    )
    alternative = f"Confusion matrix of {counts.sum():,} digits, {wrong:,} of them misread."
    return Figure(
        "What is taken for what",
        f"A row is what it is, a column what it was read as; colour marks mistakes. {commonest}",
        plots.confusion(f"{name}-confusion", f"{alternative} {commonest}", counts),
        Table(
            ("is \\ read as", *map(str, range(len(counts)))),
            tuple((str(i), *(str(count or "·") for count in row)) for i, row in enumerate(counts)),
        ),
    )


def per_class(name: str, answers: Answers) -> Figure:
    """Precision, recall and F1 of each digit."""
    counts = metrics.confusion_matrix(answers.predicted, answers.frames.labels)
    scores = metrics.class_scores(counts)
    weakest = int(np.nanargmin(scores.recall))
    alternative = (
        f"Recall and precision of each digit. The lowest recall is that of {weakest}:"
        f" {percent(scores.recall[weakest])}."
    )
    columns = zip(scores.precision, scores.recall, scores.f1, scores.support, strict=True)
    return Figure(
        "Digit by digit",
        "Recall: of all 7s, the share read as 7. Precision: of all read as 7, the share that is"
        " one. Bars are 95 % intervals of the recall; where they overlap widely, two digits hardly"
        " differ.",
        plots.per_class(f"{name}-per-class", alternative, counts),
        Table(
            ("digit", "precision", "recall", "F1", "n"),
            tuple(
                (str(value), *map(percent, shares), f"{support:,}")
                for value, (*shares, support) in enumerate(columns)
            ),
        ),
    )


def reliability(name: str, answers: Answers) -> Figure:
    """Whether probabilities are what they say, before and after the temperature."""
    labels = answers.frames.labels
    raw = softmax(answers.logits).astype(np.float64)
    before, after = (metrics.reliability(p, labels) for p in (raw, answers.probabilities))
    errors = [metrics.calibration_error(p, labels) for p in (raw, answers.probabilities)]
    change = (
        f"The temperature {answers.temperature:.3f} takes the calibration error from"
        f" {errors[0]:.4f} to {errors[1]:.4f}."
    )
    edges = np.linspace(0, 100, len(after.count) + 1)
    last = f"{after.count[-1]:,} of {after.count.sum():,} lie in the last bin."
    return Figure(
        "Do probabilities keep their word?",
        "On the dashed line, what is given 90 % is right nine times in ten; above it the model is"
        f" better than it says, below it boasts. {change} {last} Bars are 95 % intervals: long"
        " where there are few digits.",
        plots.reliability(
            f"{name}-reliability", f"Reliability diagram in 15 bins. {change}", before, after
        ),
        Table(
            ("probability, %", "n before", "mean", "right", "n after", "mean", "right"),
            tuple(
                (
                    f"{edges[i]:.0f} to {edges[i + 1]:.0f}",
                    *(
                        cell
                        for part in (before, after)
                        for cell in (
                            f"{part.count[i]:,}",
                            percent(part.confidence[i]),
                            percent(part.accuracy[i]),
                        )
                    ),
                )
                for i in np.flatnonzero(before.count + after.count)
            ),
        ),
    )


def risk_coverage(name: str, answers: Answers) -> Figure:
    """What is won by leaving the least sure unanswered."""
    curve = metrics.risk_coverage(answers.sureness, answers.right)
    threshold = answers.unsure_below
    coverage, risk = curve.from_threshold(threshold)
    card = (
        f"At the card's threshold, {threshold:.4f}, {percent(coverage)} are answered and"
        f" {percent(risk)} of these are wrong; of all, {percent(curve.risk[-1])} would be."
    )
    rows = [
        (percent(point["coverage"]), percent(point["risk"]), f"{point['threshold']:.4f}")
        for point in curve.points()
    ]
    return Figure(
        "What doubt is worth",
        "Read it from the right: the more of the least sure is left unanswered, the less of the"
        f" rest is wrong. {card} The dashed line is the best that any order of doubt could do.",
        plots.risk_coverage(
            f"{name}-risk-coverage", f"Risk-coverage curve. {card}", curve, threshold
        ),
        Table(
            ("answered", "wrong of these", "probability at least"),
            (*rows, (f"{percent(coverage)} (card)", percent(risk), f"{threshold:.4f}")),
        ),
    )


def sets(name: str, title: str, rows: Sequence[Row]) -> Figure:
    """A row for each set; at least one must have an accuracy and its interval."""
    measured = [
        (row.name, row.accuracy, row.interval)
        for row in rows
        if row.accuracy is not None and row.interval is not None
    ]
    names, accuracies, intervals = zip(*measured, strict=True)
    worst = int(np.argmin(accuracies))
    alternative = (
        f"Accuracies of {len(measured)} sets with their 95 % intervals; the lowest is"
        f" {percent(accuracies[worst])} on {names[worst]}."
    )
    return Figure(
        title,
        "Bars are 95 % intervals (Wilson): where they overlap widely, the order of two sets may be"
        " chance.",
        plots.rows(f"{name}-accuracies", alternative, names, accuracies, intervals),
        Table(("set", *HEAD), tuple((row.name, *row.cells()) for row in rows)),
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def percent(share: float) -> str:
    """A share 0..1 in words; `-` for nan."""
    return NONE if np.isnan(share) else f"{100 * share:.2f} %"
