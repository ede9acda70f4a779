"""Networks of other people become models that every command can use."""

import hashlib
import json
import os

import numpy as np
import pytest

from digitink import load_model, read
from digitink.errors import ModelError, OutputError, UsageError
from digitink.exchange.importing import import_model
from digitink.model import softmax

from .conftest import WAYS


@pytest.fixture
def file(tmp_path):
    """file(bytes): a file that holds them."""

    def written(data, name="theirs.onnx"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


@pytest.fixture
def imported(file, tmp_path):
    """imported(bytes): what became of them, in the folder `models`."""
    return lambda data, **given: import_model(file(data), folder=tmp_path / "models", **given)


@pytest.mark.parametrize("way", WAYS)
def test_how_it_wants_its_pixels_is_found_out(imported, network, answers, digits, way):
    made = imported(network(way=way))
    assert made.pixels.words == way
    logits, _ = made.model.run(digits[0])
    assert np.abs(softmax(logits) - softmax(answers(way))).max() < 1e-4
    assert made.model.card.training["imported"]["pixels"] == way


def test_the_card_says_what_is_known(imported, network, file, digits, tmp_path):
    data = network()
    model = imported(data).model
    card = model.card
    assert (card.name, card.licence, card.recipe) == ("theirs", "unknown", "imported")
    assert (card.temperature, card.parameters) == (1.0, 7850)
    assert card.training["imported"] == {
        "file": "theirs.onnx",
        "format": "ONNX",
        "sha256": hashlib.sha256(data).hexdigest(),
        "pixels": "0..1, light ink",
    }
    assert [figure["data"] for figure in card.figures] == ["mnist-train, held back", "mnist-test"]
    right = (model.run(digits[0])[0].argmax(axis=1) == digits[1]).mean()
    assert card.figures[1]["accuracy"] == pytest.approx(right)
    assert 0.005 < card.figures[0]["unsure"] <= 0.01
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [
        "theirs.json",
        "theirs.onnx",
    ]


def test_what_was_imported_reads_pictures(imported, network):
    path = imported(network()).model.path
    assert len(read("tests/golden/number.png", model=path).digits) > 2
    assert load_model(path).name == "theirs"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"shape": (32, 32, 1)}, r"takes frames of the shape \(32, 32, 1\); expected .*28"),
        ({"shape": (28, 28, 3)}, r"takes frames of the shape \(28, 28, 3\)"),
        ({"outputs": 11}, "gives 11 numbers a frame; expected ten, for the digits 0 to 9"),
        ({"outputs": 1}, "gives 1 numbers a frame"),
        ({"order": [*range(1, 10), 0]}, "stand for 1, 2, 3, 4, 5, 6, 7, 8, 9, 0; expected 0 to 9"),
        ({"order": [0] * 10}, r"reads \d+% of MNIST's digits right, however"),
        ({"head": ("Log",), "batch": "N"}, "no finite number"),
        ({"batch": 7}, "cannot be shown 8 frames at once: .*; export it with a free number"),
    ],
)
def test_a_network_for_something_else_is_refused(imported, network, tmp_path, given, message):
    with pytest.raises(ModelError, match=message):
        imported(network(**given))
    assert not (tmp_path / "models").exists()


def test_a_name_is_made_of_the_file_s(file, network, tmp_path):
    path = file(network(), "my net (1).onnx")
    assert import_model(path, folder=tmp_path / "m").model.path == tmp_path / "m" / "my-net-1.onnx"
    path = file(network(), f"{'数' * 60}.onnx")
    assert import_model(path, folder=tmp_path / "m").model.name == "数" * 33


@pytest.mark.parametrize("name", ["", "a/b", "..", "-x", "a b", "x" * 101, "数" * 34])
def test_a_name_that_is_no_file_s_is_refused(file, network, tmp_path, name):
    with pytest.raises(UsageError, match="is no name for a model"):
        import_model(file(network()), name=name, folder=tmp_path)


@pytest.mark.parametrize("suffix", ["onnx", "json"])
def test_what_is_there_is_not_replaced(file, network, tmp_path, suffix):
    there = tmp_path / f"a.{suffix}"
    there.write_text("mine")
    with pytest.raises(UsageError, match=rf"a\.{suffix} is there already; give another name"):
        import_model(file(network()), name="a", folder=tmp_path)
    assert there.read_text() == "mine"


@pytest.mark.parametrize("writes", [0, 1])
def test_a_full_disk_leaves_nothing(file, network, tmp_path, monkeypatch, writes):
    path, done = file(network()), []

    def full(_):
        if len(done) == writes:
            raise OSError(28, "No space left on device")
        done.append(1)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        import_model(path, folder=tmp_path / "models")
    assert not list((tmp_path / "models").iterdir())


def test_a_folder_that_cannot_be_made(file, network, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="cannot make the folder"):
        import_model(file(network()), folder=tmp_path / "taken" / "models")


def test_the_card_is_plain_json(imported, network):
    model = imported(network()).model
    assert json.loads(model.path.with_suffix(".json").read_text())["name"] == "theirs"
