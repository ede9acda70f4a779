import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnx.compose
import pytest

from digitink.model import Card, Model, as_inputs, load_model, open_session, softmax

CARD = Card("one", "", 0.9, 0.5, recipe="fast", seed=0, parameters=1000, training={"epochs": 3})


@pytest.fixture(scope="module")
def pair(torch):
    import digitink.train.pair as pair

    return pair


@pytest.fixture(scope="module")
def images(tiny):
    return tiny.corpus().training[0].images[:200]


@pytest.fixture(scope="module")
def networks(torch, images):
    """Two networks of unlike shapes that have seen a little, as `.onnx` files."""
    from digitink.train.export import to_onnx
    from digitink.train.network import build

    made = []
    for name in ("fast", "standard"):
        torch.manual_seed(0)
        network = build(name).train()
        with torch.no_grad():
            network(torch.from_numpy(as_inputs(images)))  # its batch norms see something
        made.append(to_onnx(network))
    return made


def computed(data, images):
    return open_session(data, Path("m.onnx")).run(
        ["logits", "features"], {"frames": as_inputs(images)}
    )


@pytest.fixture(scope="module")
def alone(networks, images):
    """What each of the two gives."""
    return [computed(data, images) for data in networks]


@pytest.fixture(scope="module")
def below(alone):
    """A probability that half of the digits are surer of."""
    (logits, _), _ = alone
    return float(np.median(softmax(logits).max(axis=1)))


def test_where_the_first_doubts_both_answer(pair, networks, images, alone, below):
    found, features = computed(pair.paired(*networks, below), images)
    (first, own), (second, _) = alone
    asked = softmax(first).max(axis=1) < below
    assert 90 < asked.sum() < 110
    assert np.allclose(found[asked], (first[asked] + second[asked]) / 2, atol=1e-5)
    assert np.array_equal(found[~asked], first[~asked])
    assert np.array_equal(features, own)


def test_a_frame_alone_is_answered_as_among_others(pair, networks, images, alone, below):
    data = pair.paired(*networks, below)
    together, _ = computed(data, images)
    sureness = softmax(alone[0][0]).max(axis=1)
    for i in (sureness.argmin(), sureness.argmax()):
        assert np.allclose(computed(data, images[i : i + 1])[0], together[i], atol=1e-5)
    assert computed(data, images[:0])[0].shape == (0, 10)


def test_the_same_networks_give_the_same_bytes(pair, networks, below):
    assert pair.paired(*networks, below) == pair.paired(*networks, below)


def test_other_tools_may_rename_what_is_in_it(pair, networks, images, below):
    """ONNX's own renaming knows nothing of weights that a branch reads from outside."""
    data = pair.paired(*networks, below)
    renamed = onnx.compose.add_prefix(onnx.load_from_string(data), "x/")
    onnx.checker.check_model(renamed, full_check=True)
    session = open_session(renamed.SerializeToString(), Path("m.onnx"))
    (found,) = session.run(["x/logits"], {"x/frames": as_inputs(images)})
    assert np.array_equal(found, computed(data, images)[0])


def test_a_pair_comes_apart(pair, networks, below):
    branch, found = pair.second_of(onnx.load_from_string(pair.paired(*networks, below)))
    assert found == pytest.approx(below)
    weights = onnx.load_from_string(networks[1]).graph.initializer
    names = [each.name for each in branch.initializer if each.name.startswith(pair.SECOND)]
    assert names == [pair.SECOND + each.name for each in weights]
    assert pair.second_of(onnx.load_from_string(networks[0])) is None


@pytest.fixture
def second(networks, tmp_path):
    from digitink.train.export import write_model

    card = replace(CARD, name="two", parameters=200, training={"epochs": 7})
    write_model(tmp_path / "two.onnx", networks[1], card)
    return load_model(tmp_path / "two.onnx")


def test_the_card_tells_of_both(pair, networks, images, alone, second):
    first = Model(CARD, Path("one.onnx"), open_session(networks[0], Path("one.onnx")))
    data, card = pair.together(first, networks[0], second, images)
    told = card.training["second"]
    asked = softmax(alone[0][0]).max(axis=1) < told["asked_below"]
    assert asked.sum() == pair.ASKED * len(images)
    assert (
        hashlib.sha256(data).digest()
        == hashlib.sha256(
            pair.paired(networks[0], second.path.read_bytes(), told["asked_below"])
        ).digest()
    )
    assert (card.name, card.parameters) == ("one", 1200)
    assert (card.training["epochs"], told["epochs"]) == (3, 7)
