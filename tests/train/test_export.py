import logging
import os
import warnings

import numpy as np
import onnx
import pytest

from digitink.errors import ModelError, OutputError, TrainingError
from digitink.model import Card, load_model

CARD = Card("a", "", 1.0, 0.5, recipe="r", seed=0, parameters=1)


@pytest.fixture(scope="module")
def export(torch):
    import digitink.train.export as export

    return export


@pytest.fixture(scope="module")
def network(torch):
    """network(name): one whose batch norms have seen something."""
    from digitink.train.network import build

    def network(name):
        torch.manual_seed(0)
        made = build(name)
        for layer in made.modules():
            if isinstance(layer, torch.nn.BatchNorm2d):
                layer.running_mean.normal_()
                layer.running_var.uniform_(0.5, 2)
                torch.nn.init.normal_(layer.weight, 1, 0.2)
                torch.nn.init.normal_(layer.bias)
        return made.eval()

    return network


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(0).integers(0, 256, (300, 28, 28), dtype=np.uint8)


@pytest.fixture(scope="module")
def computed(torch, images):
    """computed(network): what torch makes of the images, logits and features."""

    def computed(network):
        with torch.no_grad():
            outputs = network(torch.from_numpy(images)[:, None].float() / 255)
        return [output.numpy() for output in outputs]

    return computed


@pytest.mark.parametrize("name", ["classic", "fast", "standard"])
def test_the_model_computes_what_torch_does(export, network, images, computed, tmp_path, name):
    made = network(name)
    logits, features = computed(made)
    path = tmp_path / "m.onnx"
    card = export.write_model(path, export.to_onnx(made), CARD)
    model = load_model(path)
    assert model.card == card
    assert len(card.sha256) == 64
    for n in (1, 7, 300):
        got_logits, got_features = model.run(images[:n])
        assert np.abs(got_logits - logits[:n]).max() < 1e-4
        assert np.abs(got_features - features[:n]).max() < 1e-4
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m.json", "m.onnx"]


def test_the_same_weights_give_the_same_bytes(export, network, fast_onnx):
    assert export.to_onnx(network("fast")) == fast_onnx


def test_batch_norms_are_fused_into_their_convolutions(export, network, fast_onnx):
    assert b"BatchNormalization" not in export.to_onnx(network("standard"))
    operators = [node.op_type for node in onnx.load_from_string(fast_onnx).graph.node]
    assert operators[:4] == ["Conv", "MaxPool", "BatchNormalization", "Relu"]  # it follows a pool
    assert "BatchNormalization" not in operators[4:]


def test_the_names_of_source_files_are_gone(fast_onnx):
    assert b".py" not in fast_onnx, "no source lines, with the folders of this machine"


def test_it_says_nothing_and_restores_what_it_silenced(export, network, capfd, caplog):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        export.to_onnx(network("fast"))
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.levelno >= logging.INFO]
    assert logging.root.manager.disable == logging.NOTSET


@pytest.fixture(scope="module")
def fast_onnx(export, network):
    return export.to_onnx(network("fast"))


@pytest.mark.parametrize("spoil", [lambda x: x + 2e-4, lambda x: x[:, ::-1], lambda x: x * np.nan])
def test_logits_that_are_others_are_seen(export, network, computed, spoil):
    logits = computed(network("fast"))[0]
    export.check(logits, logits, exact=True)
    with pytest.raises(TrainingError, match="does not compute what torch does"):
        export.check(spoil(logits), logits, exact=True)


def test_of_a_quantised_model_a_few_answers_may_be_others(export):
    expected = np.eye(10, dtype=np.float32)[np.arange(1000) % 10]
    expected[500:] *= 0.4  # which other answers come as near to
    found = expected * 0.9
    found[500:] = np.roll(found[500:], 1, axis=1)
    found[:5] = np.roll(found[:5], 1, axis=1)
    export.check(found, expected, exact=False)
    found[5] = np.roll(found[5], 1)
    with pytest.raises(TrainingError, match="6 of 1000 answers are others"):
        export.check(found, expected, exact=False)
    export.check(found[:1], expected[:1], exact=False)  # of a few digits, one


def test_a_file_that_cannot_be_opened_is_not_left(export, tmp_path):
    with pytest.raises(ModelError):
        export.write_model(tmp_path / "m.onnx", b"no network", CARD)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(export, fast_onnx, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="No space left on device"):
        export.write_model(tmp_path / "m.onnx", fast_onnx, CARD)
    assert list(tmp_path.iterdir()) == []
