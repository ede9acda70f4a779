"""What can be compared: a run by its folder, a model by its file, its card or its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from digitink.errors import ModelError, UsageError
from digitink.evaluate import history
from digitink.evaluate.history import History
from digitink.evaluate.summary import NONE
from digitink.limits import COMPARED
from digitink.model import Card, Model, load_model, names, read_card


@dataclass(frozen=True, slots=True, eq=False)
class Contender:
    """One of those that are compared.

    `name`: unlike the others'. `history`: None of a model without a run; `card`: None of a run that
    is still training; `model`: None where there is a card alone.
    """

    name: str
    history: History | None
    card: Card | None
    model: Model | None

    def recipe(self) -> dict[str, str]:
        """Every number that it was trained by, as far as known; `-` for what has none."""
        if self.history:
            recipe, seed, data = self.history.recipe, self.history.seed, self.history.data
        elif self.card:
            data, seed = self.card.training, self.card.seed
            given = data.get("recipe")
            recipe = given if isinstance(given, dict) else {"name": self.card.recipe}
        else:
            return {}
        digest = str(data.get("sha256", NONE))
        if isinstance(sets := recipe.get("data"), list | tuple):  # a card has no folders either
            recipe = recipe | {"data": [PurePath(str(each)).name for each in sets]}
        told = {
            **_flat(recipe),
            "seed": str(seed),
            "training data": f"{data.get('corpus', NONE)} {digest[:8]}",
        }
        if second := self.card.training.get("second") if self.card else None:
            corpus = f"{second.get('corpus', NONE)} {second.get('sha256', NONE)[:8]}"
            told["second network"] = f"{corpus}, epochs {second.get('epochs', NONE)}"
        return told


def find(given: Sequence[str]) -> list[Contender]:
    """The contenders in their order, with names that differ.

    Raises UsageError unless there are two or more, up to a limit; TrainingError where a run has
    ended no epoch, or is of another format; ModelError where a folder holds no run, or a model or
    its card is missing or altered.
    """
    if not 2 <= len(given) <= COMPARED:
        raise UsageError(f"{len(given)} to compare", hint=f"give 2 to {COMPARED} runs or models")
    found = [_find(each) for each in given]
    known = [each.name for each in found]
    return [
        replace(each, name=f"{each.name} ({i})") if known.count(each.name) > 1 else each
        for i, each in enumerate(found, 1)
    ]


def _find(given: str) -> Contender:
    path = Path(given)
    if path.is_dir():
        if not (path / "run.json").exists():
            raise ModelError(
                f"the folder {given!r} is no training run: no run.json is there",
                hint="give the folder that digitink train made, such as runs/standard-seed0",
            )
        run = history.read(path)
        ended = (path / "model.json").exists()
        model = load_model(path / "model.onnx") if ended else None
        return Contender(run.name, run, model.card if model else None, model)
    if path.suffix == ".json":
        beside = path.with_suffix(".onnx")
        model = load_model(beside) if beside.exists() else None
        card = model.card if model else read_card(beside)
        return Contender(card.name, _beside(path), card, model)
    if path.suffix != ".onnx" and given not in names():
        raise ModelError(
            f"no run and no model is named {given!r}",
            hint=f"give a run's folder, an .onnx file, its card, or one of {', '.join(names())}",
        )
    model = load_model(given)
    return Contender(model.name, _beside(model.path), model.card, model)


def _beside(path: Path) -> History | None:
    """The history of the run in whose folder a file lies, if it does."""
    return history.read(path.parent) if (path.parent / "run.json").exists() else None


def _flat(recipe: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """The recipe's fields, those of a nested one after its name and a dot."""
    fields: dict[str, str] = {}
    for name, value in recipe.items():
        if isinstance(value, dict):
            fields |= _flat(value, f"{prefix}{name}.")
        else:
            fields[prefix + name] = NONE if value is None else str(value)
    return fields
