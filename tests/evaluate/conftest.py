"""Runs and models as files, without a training."""

import json
from dataclasses import asdict

import numpy as np
import pytest

from digitink.data import Frames
from digitink.evaluate import history
from digitink.evaluate.answers import Answers
from digitink.evaluate.history import Epoch
from digitink.evaluate.report import Contents
from digitink.model import Card


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


@pytest.fixture
def card():
    """A card with figures for two sets."""
    figures = [
        {"data": name, "n": 200, "accuracy": accuracy, "loss": 0.1, "calibration_error": 0.01}
        for name, accuracy in (("held back", 0.95), ("made-up", 0.9))
    ]
    return Card(
        name="a model",
        sha256="c" * 64,
        temperature=2.0,
        unsure_below=0.5,
        recipe="tiny",
        seed=0,
        parameters=1_234,
        training={"data": [{"name": "mnist-train", "n": 60_000}], "held_back": "some"},
        figures=tuple(figures),
    )


@pytest.fixture
def make_answers(card):
    """make_answers(n, wrong): answers to made-up digits; the first ones are wrong, by one."""

    def make(n=200, wrong=20, name="made-up"):
        random = np.random.default_rng(5)
        labels = np.arange(n) % 10
        images = random.integers(0, 255, (n, 28, 28)).astype(np.uint8)
        logits = random.normal(size=(n, 10)).astype(np.float32)
        shown = np.where(np.arange(n) < wrong, (labels + 1) % 10, labels)
        logits[np.arange(n), shown] += 8 + random.normal(size=n)
        return Answers.of(card, Frames(name, images, labels), logits)

    return make


@pytest.fixture
def contents(card, make_answers, make_run):
    """What a report of one set is made of, with the history of a run and its sibling."""
    runs = tuple(history.read(make_run(seed=seed)) for seed in (0, 1))
    return Contents(card, 5_678, (make_answers(),), histories=runs)
