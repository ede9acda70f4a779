"""Runs and models as files, without a training."""

import json
from dataclasses import asdict

import pytest

from digitink.evaluate.history import Epoch


@pytest.fixture
def make_run(tmp_path):
    """make_run(seed, ...): the folder of a run of three epochs, better from one to the next."""

    def make(seed=0, name=None, recipe="tiny", epochs=3, sha256="a" * 64, **changes):
        folder = tmp_path / "runs" / (name or f"{recipe}-seed{seed}")
        folder.mkdir(parents=True)
        about = {
            "recipe": {"name": recipe, "batch": 50, "augmentation": None, **changes},
            "seed": seed,
            "device": {"kind": "cpu", "bfloat16": False, "threads": 1},
            "data": {"corpus": "tiny", "sha256": sha256},
            "versions": {"digitink": "0.1.0"},
        }
        (folder / "run.json").write_text(json.dumps(about))
        lines = [
            json.dumps(asdict(Epoch(i, 1 / i, 1 - 0.2 / i, 0.5 / i + seed / 100, 0.9, 0.1, 2.0)))
            for i in range(1, epochs + 1)
        ]
        (folder / "metrics.jsonl").write_text("".join(line + "\n" for line in lines))
        return folder

    return make
