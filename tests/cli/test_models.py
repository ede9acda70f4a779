"""digitink models: every shipped model and all that its card says."""

import hashlib
import json
import re
from dataclasses import replace
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


def test_show_tells_of_a_second_network_on_one_line(run):
    _, page, _ = run("models", "show", DEFAULT)
    (line,) = [each for each in page.splitlines() if "second network" in each]
    assert re.search(
        r"gives no digit a probability of 0\.\d{4}; 24 epochs, .* corpus second \w{8}$", line
    )
    assert len(line) < 160


def test_show_a_card_that_knows_only_what_is_right(run, tmp_path):
    model = load_model("mnist")
    path = tmp_path / "bare.onnx"
    path.write_bytes(model.path.read_bytes())
    figures = ({"data": "forms", "n": 1000, "accuracy": 0.98},)
    path.with_suffix(".json").write_text(replace(model.card, figures=figures).to_json())
    code, page, err = run("models", "show", path)
    assert (code, err) == (0, "")
    assert "forms: 98.00% of 1,000 right\n" in page


def test_the_texts_of_a_card_steer_no_terminal(run, tmp_path):
    model = load_model("mnist")
    path = tmp_path / "odd.onnx"
    path.write_bytes(model.path.read_bytes())
    card = replace(model.card, name="a b", licence="a\x1b[2J\x9b31m\x00b")
    path.with_suffix(".json").write_text(card.to_json())
    code, page, err = run("models", "show", path)
    assert (code, err) == (0, "")
    assert "a\\x1b[2J\\x9b31m\\x00b" in page
    assert not set(page) & {"\x1b", "\x9b", "\x00"}


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


@pytest.fixture
def foreign(tmp_path):
    """A shipped model without its card: another program's, for all that is known."""
    pytest.importorskip("onnx", reason="the extra `train` is not installed")
    path = tmp_path / "foreign.onnx"
    path.write_bytes(load_model("mnist").path.read_bytes())
    return path


def test_import_makes_a_model_that_commands_take(run, foreign, tmp_path):
    code, out, err = run("models", "import", foreign, "--name", "mine", "--out", tmp_path / "m")
    pixels, held_back, test, model = out.splitlines()
    assert (code, err) == (0, "")
    assert pixels == "pixels 0..1, light ink"
    assert held_back.startswith("mnist-train, held back: 99.")
    assert test == "mnist-test: 99.56% of 10,000 right"
    assert model == f"model {tmp_path / 'm' / 'mine.onnx'}"
    path = model.removeprefix("model ")
    assert run("read", "--model", path, "tests/golden/number.png")[0] == 0
    assert run("models", "show", path)[0] == 0
    code, _, err = run("models", "import", foreign, "--name", "mine", "--out", tmp_path / "m")
    assert (code, err.count("\n")) == (2, 1)


def test_import_as_json_is_the_card(run, foreign, tmp_path):
    facts = json.loads(run("models", "import", foreign, "--out", tmp_path / "m", "--json")[1])
    assert (facts["name"], facts["recipe"], facts["licence"]) == ("foreign", "imported", "unknown")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"\x80\x04.", "is a pickle"), (b"PK\x03\x04", "is damaged"), (b"text", "is no ONNX file")],
)
def test_what_is_no_model_is_one_line_and_5(run, tmp_path, data, words):
    pytest.importorskip("h5py", reason="the extra `keras` is not installed")
    path = tmp_path / "x.keras"
    path.write_bytes(data)
    code, out, err = run("models", "import", path, "--out", tmp_path / "m")
    assert (code, out, err.count("\n")) == (5, "", 1)
    assert words in err
    assert not (tmp_path / "m").exists()


def test_export_writes_the_file_and_names_it(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("models", "export", "mnist", "--to", "onnx")[:2] == (0, "mnist.onnx\n")
    assert load_model("mnist.onnx").card == load_model("mnist").card
    code, out, err = run("models", "export", "mnist", "--to", "onnx")
    assert (code, out) == (2, "")
    assert "mnist.onnx is there already; say where to write it with --out" in err
    assert run("models", "export", "mnist", "--to", "onnx", "--out", "mnist.onnx")[0] == 0
    assert run("models", "export", "mnist", "--to", "keras", "--out", "mnist.h5")[0] == 2
    assert run("models", "export", "mnist", "--to", "tflite")[0] == 2


def test_export_overwrites_no_other_program_s_json(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mnist.json").write_text("mine")
    code, out, err = run("models", "export", "mnist", "--to", "onnx")
    assert (code, out) == (2, "")
    assert "mnist.json is there already; say where to write it with --out" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mnist.json"]
    assert Path("mnist.json").read_text() == "mine"
