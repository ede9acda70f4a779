"""Runs and models side by side: how they differ in recipe and figures, and what is chance."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from digitink.data import Frames, mnist
from digitink.data.split import held_back
from digitink.evaluate import learning
from digitink.evaluate.answers import ask
from digitink.evaluate.contenders import Contender
from digitink.evaluate.figures import Figure, Table
from digitink.evaluate.page import render
from digitink.evaluate.significance import holm, mcnemar
from digitink.evaluate.summary import HEAD, NONE, card_rows

LEVEL = 0.05  # of significance
NOTHING = (NONE, "0", "0.0", "False", "[]")  # as a recipe says it


@dataclass(frozen=True, slots=True)
class Duel:
    """Two models on the same `n` frames of `data`.

    `only_first`, `only_other`: what one of them alone has right. `p`: of McNemar's exact test;
    `believed`: the same, raised for the other tests that are made on this set (Holm).
    """

    data: str
    n: int
    first: str
    other: str
    only_first: int
    only_other: int
    p: float
    believed: float

    @property
    def more_than_chance(self) -> bool:
        """Whether the difference is."""
        return self.believed < LEVEL

    @property
    def verdict(self) -> str:
        """The difference in words."""
        if not self.more_than_chance:
            return "may be chance"
        better = self.other if self.only_other > self.only_first else self.first
        return f"{better} is better"

    def cells(self) -> tuple[str, ...]:
        """The cells under DUELS."""
        return (
            self.data,
            f"{self.n:,}",
            self.first,
            f"{self.only_first:,}",
            self.other,
            f"{self.only_other:,}",
            f"{self.believed:.2g}",
            self.verdict,
        )


DUELS = ("on", "n", "first", "alone right", "other", "alone right", "p", "verdict")


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Contenders, and per line of a table a cell for each of them.

    `recipe`: what differs; `figures`: what is known. `duels`: the first against each other one.
    """

    contenders: tuple[Contender, ...]
    recipe: dict[str, list[str]]
    figures: dict[str, list[str]]
    duels: tuple[Duel, ...]

    @property
    def names(self) -> list[str]:
        """Of the contenders."""
        return [each.name for each in self.contenders]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON: all recipes and cards, what differs, the tests."""
        return {
            "runs": [
                {
                    "name": each.name,
                    "recipe": each.recipe(),
                    "epochs": [asdict(epoch) for epoch in each.history.epochs]
                    if each.history
                    else None,
                    "figures": list(each.card.figures) if each.card else None,
                }
                for each in self.contenders
            ],
            "differences": self.recipe,
            "figures": self.figures,
            "tests": [
                {**asdict(duel), "more_than_chance": duel.more_than_chance} for duel in self.duels
            ],
        }


def compare(contenders: Sequence[Contender], frames: Sequence[Frames]) -> Comparison:
    """Compare at least two; their models answer every set of `frames`."""
    return Comparison(
        tuple(contenders),
        _recipe_differences(contenders),
        _rows([_figures(each) for each in contenders]),
        tuple(duel for each in frames for duel in duels(contenders, each)),
    )


def common_frames(contenders: Sequence[Contender]) -> list[Frames]:
    """MNIST's test images, and before them the validation images where all have held those back."""
    held = held_back(mnist("train"))
    unseen = all(
        each.card is not None
        and (each.card.training.get("frames") or {}).get(held.name) == len(held)
        for each in contenders
    )
    return [*([held] if unseen else []), mnist("test")]


def duels(contenders: Sequence[Contender], frames: Frames) -> list[Duel]:
    """The first model against each other on the same frames; those without a model stand by."""
    able = [(each.name, each.model) for each in contenders if each.model]
    right = [(name, ask(model, frames).right) for name, model in able]
    if not right:
        return []
    (first, mine), *others = right
    counts = [(int((mine & ~right).sum()), int((~mine & right).sum())) for _, right in others]
    p_values = [mcnemar(*pair) for pair in counts]
    return [
        Duel(frames.name, len(frames), first, other, *pair, p, believed)
        for (other, _), pair, p, believed in zip(
            others, counts, p_values, holm(p_values), strict=True
        )
    ]


def html(comparison: Comparison) -> str:
    """The comparison as a page that stands alone."""
    with_history = [(each.name, each.history) for each in comparison.contenders if each.history]
    curves: list[Figure] = learning.compared(with_history) if with_history else []
    names = tuple(comparison.names)
    return render(
        "compare.html",
        {
            "names": names,
            "recipe": Table(("field", *names), _lines(comparison.recipe)),
            "figures": Table(("figure", *names), _lines(comparison.figures)),
            "curves": curves,
            "verdicts": _verdicts(comparison.duels),
            "duels": Table(DUELS, tuple(duel.cells() for duel in comparison.duels)),
            "level": LEVEL,
            "without": [each.name for each in comparison.contenders if not each.model],
        },
    )


def _verdicts(duels: Sequence[Duel]) -> str:
    """What the first set says, in a sentence."""
    if not duels:
        return ""
    data, first = duels[0].data, duels[0].first
    said = "; ".join(_in_words(duel) for duel in duels if duel.data == data)
    return f"{data}, beside {first}: {said}."


def _in_words(duel: Duel) -> str:
    if not duel.more_than_chance:
        return f"{duel.other} differs by no more than chance might"
    fewer, more = sorted((duel.only_first, duel.only_other))
    return f"{duel.verdict} ({more} against {fewer})"


def _lines(rows: dict[str, list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, *cells) for name, cells in rows.items())


def _recipe_differences(contenders: Sequence[Contender]) -> dict[str, list[str]]:
    """The rows of the recipes in which they differ.

    What an older recipe could not set yet was nothing, as it is where it is not set today.
    """
    rows = _rows([each.recipe() for each in contenders])
    return {
        name: cells
        for name, cells in rows.items()
        if len({NONE if cell in NOTHING else cell for cell in cells}) > 1
    }


def _figures(contender: Contender) -> dict[str, str]:
    """All that is known of how well it does."""
    found = {}
    if contender.card:
        found["parameters"] = f"{contender.card.parameters:,}"
    if contender.history:
        epochs, best = contender.history.epochs, contender.history.best
        found |= {
            "epochs": str(len(epochs)),
            "training, s": f"{sum(epoch.seconds for epoch in epochs):.1f}",
            "best epoch": str(best.epoch),
            "validation loss": f"{best.validation_loss:.4f}",
            "validation, % right": f"{100 * best.validation_accuracy:.2f}",
        }
    for row in card_rows(contender.card) if contender.card else []:
        found |= {f"{row.name}: {head}": cell for head, cell in zip(HEAD, row.cells(), strict=True)}
    return found


def _rows(columns: Sequence[dict[str, str]]) -> dict[str, list[str]]:
    """Columns with named cells as rows; `-` for cells that a column lacks."""
    names = dict.fromkeys(name for column in columns for name in column)
    return {name: [column.get(name, NONE) for column in columns] for name in names}
