"""docs/models.md describes every field of a card, and what a network takes and gives."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from digitink.model import Card, load_model, names

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/models.md").read_text(encoding="utf-8")


def test_the_table_is_the_card():
    table = PAGE.partition("| field |")[2].partition("\n\n")[0]
    told = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert told == [field.name for field in fields(Card)]


def test_what_a_card_may_lack():
    required = {"name", "sha256", "temperature", "unsure_below", "recipe", "seed", "parameters"}
    whole = json.loads(load_model().card.to_json())
    bare = {name: whole[name] for name in required}
    assert Card.from_json(json.dumps(bare)).labels == tuple("0123456789")
    assert "without the fields from `labels` on" in PAGE


def test_what_figures_hold():
    said = re.search(r"^\| `figures` \| (.+) \|$", PAGE, re.MULTILINE)[1]
    for figure in load_model().card.figures:
        assert set(figure) == set(re.findall(r"`(\w+)`", said))


def test_the_models_that_come_with_it_are_named():
    sentence = re.search(r"^(\w+) come with digitink: (.+?)\n\n", PAGE, re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"`(\w+)`", sentence[2])) == set(names())


@pytest.mark.parametrize("block", re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL))
def test_each_block_runs_alone(block, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(block, "docs/models.md", "exec"), {})
