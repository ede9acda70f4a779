"""What is published of the shipped model is of that model, and shows only what may be shown."""

import csv
import re
import runpy
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from digitink.data import catalogue
from digitink.model import DEFAULT, load_model

ROOT = Path(__file__).parents[1]
CARD = (ROOT / "MODEL_CARD.md").read_text(encoding="utf-8")
ERRORS = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")


@pytest.fixture
def load(monkeypatch):
    """A script's module by its name, with its neighbours importable as when it runs."""
    monkeypatch.syspath_prepend(ROOT / "scripts")

    def load(name):
        spec = spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def judgements():
    with (ROOT / "scripts" / "judgements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_model_card_is_that_of_the_shipped_model():
    card = load_model(DEFAULT).card
    assert f"`{card.sha256}`" in CARD, "run scripts/make_model_card.py again"
    front = CARD.split("---\n")[1]
    assert f"- name: {card.name}\n" in front
    (test,) = [figure for figure in card.figures if figure["data"] == "mnist-test"]
    assert f"value: {test['accuracy']:.6f}\n" in front


def test_every_section_of_a_model_card_is_there():
    wanted = ("Intended use", "Training data", "Evaluation", "Limits", "Risks", "How to reproduce")
    assert [section for section in wanted if f"\n## {section}\n" not in CARD] == []


def test_figures_of_another_model_make_no_card(load):
    record = '{"data": "mnist-test", "model": "everyday", "accuracy": 0.5, "confusion": []}'
    with pytest.raises(SystemExit, match="not of the model"):
        load("make_model_card").measured_of([record], load_model(DEFAULT).card)


def test_the_goals_that_are_missed_stand_among_the_limits(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")  # its neighbours
    bounds = runpy.run_path(str(ROOT / "benchmarks" / "people.py"))["RIGHT"]
    limits = CARD.partition("## Limits")[2].partition("\n## ")[0]
    for name, bound in bounds.items():
        (right,) = re.findall(rf"^\| {re.escape(name)} \| [\d,]+ \| ([\d.]+) ", CARD, re.MULTILINE)
        assert (f" {name}: right " in limits) == (float(right) < bound)


def test_figures_that_were_not_measured_reach_no_goal(load):
    mean = {"corruption": "mean", "accuracy": 1.0}
    missed = [goal for goal in load("make_model_card").goals([mean], 1) if not goal.met]
    assert {goal.what for goal in missed} >= {"mnist-test: right", "digilets-a.letters: unsure"}
    assert {"model file", "mean of the corruptions: right"}.isdisjoint(g.what for g in missed)


def test_only_licensed_digits_are_shown(load):
    script = load("make_contact_sheet")
    for name in script.SETS:
        licensed = catalogue.entry(name).origin.licence.startswith("CC BY")
        assert (name in script.SHOWN) == licensed


def test_judgements_are_of_digits_that_there_are(load, judgements):
    script = load("make_contact_sheet")
    keys = [(row["set"], int(row["index"])) for row in judgements]
    assert len(keys) == len(set(keys))
    for row, (name, index) in zip(judgements, keys, strict=True):
        assert name in script.SETS
        assert 0 <= index < catalogue.entry(name).n
        assert row["verdict"] in (*script.MARKED, "readable")
        assert bool(row["reason"]) == (row["verdict"] in script.MARKED)


def test_the_errors_are_those_of_the_default_model():
    assert f"Of the model `{DEFAULT}`:" in ERRORS
    assert "![" in ERRORS
    assert (ROOT / "docs" / "images" / "errors.png").is_file()
