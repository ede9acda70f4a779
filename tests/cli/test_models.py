"""digitink models: every shipped model and all that its card says."""

import hashlib
import json
from pathlib import Path

import pytest

from digitink import load_model
from digitink.model import DEFAULT, names


def test_list_has_a_line_a_model_and_marks_the_default(run):
    code, out, err = run("models", "list")
    header, *lines = out.splitlines()
    assert (code, err) == (0, "")
    assert header.split() == ["name", "parameters", "bytes", "recipe", "accuracy"]
    assert [line.split()[0] for line in lines] == names()
    assert [line.split()[0] for line in lines if "(default)" in line] == [DEFAULT]


def test_list_as_json_is_one_object_a_model(run):
    facts = [json.loads(line) for line in run("models", "list", "--json")[1].splitlines()]
    assert [fact["name"] for fact in facts] == names()
    for fact in facts:
        data = Path(fact["path"]).read_bytes()
        assert fact["bytes"] == len(data)
        assert fact["sha256"] == hashlib.sha256(data).hexdigest()


def test_show_has_figures_size_hash_and_data(run):
    code, page, _ = run("models", "show", DEFAULT)
    card = load_model().card
    assert code == 0
    assert "the default model" in page
    assert card.sha256 in page
    assert f"{card.parameters:,} parameters" in page
    for figure in card.figures:
        assert f"{figure['data']}: {figure['accuracy']:.2%} of {figure['n']:,} right" in page
    assert "mnist-train" in page


@pytest.mark.parametrize("given", ["name", "path"])
def test_show_as_json_takes_a_name_or_a_path(run, given):
    model = load_model()
    facts = json.loads(
        run("models", "show", model.name if given == "name" else model.path, "--json")[1]
    )
    assert facts["sha256"] == model.card.sha256
    assert facts["training"] == model.card.training


def test_an_unknown_model_is_code_5_and_the_known_ones_are_named(run):
    code, out, err = run("models", "show", "nonesuch")
    assert (code, out) == (5, "")
    assert DEFAULT in err
