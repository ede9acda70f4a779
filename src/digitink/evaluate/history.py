"""What a run's folder tells of its training: recipe, data, how each epoch went. Needs no torch."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitink.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Epoch:
    """How an epoch, counted from 1, went. Losses are mean cross-entropies, accuracies 0..1.

    Those of training are means over the epoch's distorted batches while the network changed, so
    they may lie behind those of validation; what is no digit counts for the loss alone. The loss of
    validation is that under the temperature which suits it best. `rate`: the last learning rate.
    """

    epoch: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    rate: float
    seconds: float


@dataclass(frozen=True, slots=True)
class History:
    """A run's folder. `recipe` and `data`: plain JSON, as in run.json; `epochs`: at least one."""

    folder: Path
    recipe: dict[str, Any]
    seed: int
    data: dict[str, Any]
    epochs: tuple[Epoch, ...]

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.resolve().name

    @property
    def best(self) -> Epoch:
        """The epoch of the lowest validation loss, whose weights were kept."""
        return min(self.epochs, key=lambda epoch: epoch.validation_loss)


def about(folder: Path) -> dict[str, Any]:
    """What fixes the run in `folder`: its run.json. Raises TrainingError where there is none."""
    try:
        given = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        if not all(isinstance(given[key], dict) for key in ("recipe", "data", "device")):
            raise TypeError("recipe, data or device is no JSON object")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise no_run(folder, error) from error
    return dict(given)


def no_run(folder: Path, error: Exception) -> TrainingError:
    """The error for a folder that is not one of a run."""
    why = "no run.json is there" if isinstance(error, FileNotFoundError) else error
    return TrainingError(
        f"{folder} holds no training run: {why}",
        hint="give the folder that digitink train made, such as runs/standard-seed0",
    )


def epochs(folder: Path) -> list[Epoch]:
    """How each epoch of the run in `folder` went. A last line that was cut short does not count.

    Raises TrainingError where a line is damaged, or another version of digitink wrote it.
    """
    path = folder / "metrics.jsonl"
    try:
        *lines, _ = path.read_text(encoding="utf-8").split("\n")
        return [Epoch(**json.loads(line)) for line in lines]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(
            f"{path} was damaged, or written by another version of digitink: {error}",
            hint="start a new run",
        ) from error


def read(folder: Path) -> History:
    """The run in `folder`. Raises TrainingError where there is none, or no epoch has ended yet."""
    given = about(folder)
    done = epochs(folder)
    if not done:
        raise TrainingError(f"{folder} holds no history: no epoch has ended", hint="train it first")
    return History(folder, given["recipe"], given.get("seed", 0), given["data"], tuple(done))


def siblings(history: History) -> list[History]:
    """The runs beside this one that differ from it in their seed alone: one a seed, in its order.

    Folders of another kind, and damaged ones, are passed over.
    """
    found = {history.seed: history}
    for path in sorted(history.folder.resolve().parent.glob("*/run.json")):
        try:
            other = read(path.parent)
        except TrainingError:
            continue
        if (other.recipe, other.data) == (history.recipe, history.data):
            found.setdefault(other.seed, other)
    del found[history.seed]
    return [found[seed] for seed in sorted(found)]
