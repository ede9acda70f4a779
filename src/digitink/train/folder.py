"""A run's folder: what fixes the run, how each epoch went, how it ended.

run.json           the recipe, seed, device, data and versions
metrics.jsonl      a line an epoch
last.safetensors   all that training goes on from
best.safetensors   the weights of the lowest validation loss
model.onnx         the model, once the run has ended, and
model.json         its card
result.json        how it ended
report.html        all of it to look at

The run of a second network, where the recipe has one, has a folder of its own in it.
"""

import itertools
import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

import digitink
from digitink import durable
from digitink.errors import TrainingError
from digitink.evaluate import history
from digitink.evaluate.history import Epoch
from digitink.train.device import Device
from digitink.train.recipe import Augmentation, Recipe


@dataclass(frozen=True, slots=True)
class Run:
    """A folder, and what fixes the run in it. `data`: plain JSON that names and hashes the data."""

    folder: Path
    recipe: Recipe
    seed: int
    device: Device
    data: dict[str, Any]

    @property
    def last(self) -> Path:
        """The checkpoint of the last epoch that was done."""
        return self.folder / "last.safetensors"

    @property
    def best(self) -> Path:
        """The weights of the best epoch."""
        return self.folder / "best.safetensors"

    @property
    def model(self) -> Path:
        """The exported model."""
        return self.folder / "model.onnx"

    def add_epoch(self, epoch: Epoch) -> None:
        """Write down how an epoch went."""
        durable.append(self.folder / "metrics.jsonl", json.dumps(asdict(epoch)))

    def epochs(self) -> list[Epoch]:
        """How each epoch went. A last line that was cut short does not count."""
        return history.epochs(self.folder)

    def forget_after(self, epoch: int) -> None:
        """Drop the lines of epochs after `epoch`: they are trained again."""
        lines = [json.dumps(asdict(e)) + "\n" for e in self.epochs() if e.epoch <= epoch]
        durable.write(self.folder / "metrics.jsonl", "".join(lines).encode())


def check_place(out: Path) -> None:
    """Raise TrainingError where no run can be made in `out`, as far as can be told beforehand."""
    there = next(path for path in (out.absolute(), *out.absolute().parents) if path.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise TrainingError(f"cannot make a folder in {out}: {there} takes none")


def create(out: Path, recipe: Recipe, seed: int, device: Device, data: dict[str, Any]) -> Run:
    """A new folder in `out` for a run, named after it and numbered where there is one already."""
    name = f"{recipe.name}-seed{seed}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            folder = out / (name if number == 1 else f"{name}-{number}")
            try:
                folder.mkdir()
                break
            except FileExistsError:
                continue
    except OSError as error:
        raise TrainingError(f"cannot make a folder in {out}: {error.strerror}") from error
    about = {
        "recipe": asdict(recipe),
        "seed": seed,
        "device": asdict(device),
        "data": data,
        "versions": versions(),
    }
    durable.write(folder / "run.json", (json.dumps(about, indent=2) + "\n").encode())
    return Run(folder, recipe, seed, device, data)


def find(folder: Path) -> Run:
    """The run in `folder`. Raises TrainingError where there is none."""
    about = history.about(folder)
    try:
        recipe = about["recipe"]
        if recipe["augmentation"] is not None:
            recipe["augmentation"] = Augmentation(**recipe["augmentation"])
        recipe["data"] = tuple(recipe.get("data", ()))
        device = Device(**about["device"])
        return Run(folder, Recipe(**recipe), int(about["seed"]), device, about["data"])
    except (ValueError, TypeError, KeyError) as error:
        raise history.no_run(folder, error) from error


def versions() -> dict[str, str]:
    """Of what computes: another version may round another way."""
    return {
        "digitink": digitink.__version__,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
    }
