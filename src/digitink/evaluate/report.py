"""The report: all that was measured of one model, as one HTML page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from digitink import cards
from digitink.errors import TrainingError
from digitink.evaluate import figures, history, learning
from digitink.evaluate.answers import Answers
from digitink.evaluate.doubtful import RULE, doubtful_labels
from digitink.evaluate.figures import Figure, percent
from digitink.evaluate.history import History
from digitink.evaluate.measure import measure_answers
from digitink.evaluate.mistakes import Mistake, hardest
from digitink.evaluate.page import render
from digitink.evaluate.summary import Row, card_rows, row
from digitink.model import Card

MISTAKES = 48  # pictures for each set
NO_HISTORY = "No training run lies beside this model, so how it learned is not known."


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What a report is made of.

    `looked_at`: the answers that are looked at closely, at least one set; `sets` and `corruptions`:
    what else was measured; `missing`: a line for each set that could not be.
    `histories`: of the model's own run and then of those that differ from it in the seed alone, or
    none. `size`: of the model's file, in bytes.
    """

    card: Card
    size: int
    looked_at: tuple[Answers, ...]
    sets: tuple[Row, ...] = ()
    corruptions: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    histories: tuple[History, ...] = ()
    no_history: str = NO_HISTORY


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A set that is looked at closely, as the page shows it."""

    anchor: str
    name: str
    headline: str
    figures: tuple[Figure, ...]
    mistakes: tuple[Mistake, ...]
    wrong: int
    doubtful: int


def found_beside(model: Path) -> tuple[tuple[History, ...], str]:
    """The histories of the run in whose folder the model lies and of its siblings, or why none."""
    if not (model.parent / "run.json").exists():
        return (), NO_HISTORY
    try:
        own = history.read(model.parent)
    except TrainingError as error:
        return (), f"How it learned is not known: {error}."
    return (own, *history.siblings(own)), ""


def html(contents: Contents) -> str:
    """The page: it needs no script, and nothing from elsewhere."""
    measured = [row(a.frames.name, measure_answers(a)) for a in contents.looked_at]
    known = {each.name for each in measured}
    further = [each for each in contents.sets if each.name not in known]
    known |= {each.name for each in further}
    from_card = [each for each in card_rows(contents.card) if each.name not in known]
    rows = [*measured, *further, *from_card]
    sets = [figures.sets("sets", "Right on each set", rows)]
    if contents.corruptions:
        title = "Right under each corruption"
        sets.append(figures.sets("corruptions", title, contents.corruptions))
    looks = [_look(answers, f"set-{i}") for i, answers in enumerate(contents.looked_at, 1)]
    return render(
        "report.html",
        {
            "card": contents.card,
            "card_json": contents.card.to_json(),
            "facts": _facts(contents),
            "looks": looks,
            "learned": learning.learned(contents.histories) if contents.histories else [],
            "no_history": contents.no_history,
            "sets": sets,
            "from_card": [each.name for each in from_card],
            "missing": contents.missing,
            "rule": RULE,
            "today": date.today().isoformat(),
        },
    )


def _look(answers: Answers, anchor: str) -> Look:
    measured = measure_answers(answers)
    low, high = measured.interval
    coverage, risk = measured.risk_coverage.from_threshold(measured.unsure_below)
    headline = (
        f"{percent(measured.accuracy)} of {measured.n:,} digits are read right (95 % interval"
        f" {percent(low)} to {percent(high)})."
    )
    if coverage:
        headline += (
            f" {percent(measured.unsure_share)} are marked unsure; of the others"
            f" {percent(1 - risk)} are right."
        )
    return Look(
        anchor=anchor,
        name=answers.frames.name,
        headline=headline,
        figures=tuple(
            make(anchor, answers)
            for make in (
                figures.confusion,
                figures.per_class,
                figures.reliability,
                figures.risk_coverage,
            )
        ),
        mistakes=tuple(hardest(answers, MISTAKES)),
        wrong=measured.n - measured.correct,
        doubtful=int(
            (doubtful_labels(answers.probabilities, answers.frames.labels) & ~answers.right).sum()
        ),
    )


def _facts(contents: Contents) -> Sequence[tuple[str, Any]]:
    """The card in words: a name and what it says."""
    card = contents.card
    training = card.training
    facts = [
        ("recipe", f"{card.recipe}, seed {card.seed}"),
        ("size", f"{card.parameters:,} parameters, {contents.size:,} bytes"),
        ("SHA-256", card.sha256),
        ("unsure", f"below a probability of {card.unsure_below:.4f}"),
        ("temperature", f"{card.temperature:.4f}"),
        ("licence", card.licence),
    ]
    if data := training.get("data"):
        facts.append(("trained on", "; ".join(f"{d['name']}, {d['n']:,} digits" for d in data)))
    if held_back := training.get("held_back"):
        facts.append(("held back", held_back))
    if "seconds" in training and "device" in training:
        device = training["device"]
        facts.append(
            (
                "training",
                f"{training.get('epochs', '?')} epochs, {training['seconds']:,} s on"
                f" {device.get('kind')}, {device.get('threads')} threads",
            )
        )
    if second := cards.second_network(training):
        facts.append(("second network", second))
    if versions := training.get("versions"):
        facts.append(("versions", ", ".join(f"{name} {is_}" for name, is_ in versions.items())))
    return facts
