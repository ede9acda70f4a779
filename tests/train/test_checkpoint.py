import re
from dataclasses import replace

import pytest

from digitink.errors import TrainingError


@pytest.fixture(scope="module")
def checkpoint(torch):
    import digitink.train.checkpoint as checkpoint

    return checkpoint


@pytest.fixture
def begin(device):
    from digitink.train.fit import begin

    return lambda recipe, seed=0: begin(recipe, seed, device)


@pytest.fixture
def go(tiny_data, device):
    """go(state, recipe): train on from where `state` stands, and hear of each epoch."""
    from digitink.train.fit import fit

    def go(state, recipe, keep=lambda *_: None):
        fit(
            state,
            recipe,
            0,
            tiny_data,
            device,
            keep=keep,
            report=lambda _: None,
            stop=lambda: False,
        )

    return go


def everything(state):
    """All tensors of a state by name."""
    tensors = dict(state.network.state_dict())
    for name, parameter in state.network.named_parameters():
        tensors[f"momentum {name}"] = state.optimiser.state[parameter]["momentum_buffer"]
    return tensors


@pytest.mark.parametrize("network", ["fast", "classic"])
def test_what_goes_on_from_a_checkpoint_ends_the_same(
    torch, checkpoint, tmp_path, tiny, begin, go, network
):
    path = tmp_path / "last.safetensors"
    recipe = replace(tiny.TINY, network=network, epochs=3)

    def keep_the_first(epoch, better):
        if epoch.epoch == 1:
            checkpoint.save_state(path, straight)

    straight = begin(recipe)
    go(straight, recipe, keep_the_first)
    resumed = begin(recipe, seed=1)
    checkpoint.load_state(path, resumed)
    assert resumed.epoch == 1
    go(resumed, recipe)
    assert resumed.best_loss == straight.best_loss
    for name, tensor in everything(straight).items():
        assert torch.equal(tensor, everything(resumed)[name]), name


def test_nothing_is_lost_on_the_way(torch, checkpoint, tmp_path, tiny, begin, go):
    recipe = replace(tiny.TINY, epochs=1)
    saved, loaded = begin(recipe), begin(recipe, seed=1)
    go(saved, recipe)
    checkpoint.save_state(tmp_path / "a.safetensors", saved)
    checkpoint.load_state(tmp_path / "a.safetensors", loaded)
    assert (loaded.epoch, loaded.best_epoch, loaded.best_loss) == (1, 1, saved.best_loss)
    for name, tensor in everything(saved).items():
        assert torch.equal(tensor, everything(loaded)[name]), name
    for parameter in loaded.network.parameters():
        momentum = loaded.optimiser.state[parameter]["momentum_buffer"]
        assert momentum.stride() == parameter.stride(), "the fused optimiser relies on it"


def test_weights_come_with_their_facts(torch, checkpoint, tmp_path, tiny, begin):
    from digitink.train.network import build

    saved, loaded = begin(tiny.TINY).network, build("fast")
    checkpoint.save_weights(tmp_path / "a.safetensors", saved, {"epoch": 3, "loss": 0.1})
    facts = checkpoint.load_weights(tmp_path / "a.safetensors", loaded)
    assert facts == {"epoch": 3, "loss": 0.1}
    for one, two in zip(saved.parameters(), loaded.parameters(), strict=True):
        assert torch.equal(one, two)


def flip(data):
    """Data with one bit of its last tensor turned over."""
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda data: data[: len(data) // 2], "MetadataIncompleteBuffer|not fully covered"),
        (lambda _: b"", "HeaderTooSmall|header too small"),
        (lambda _: b"\x80\x04K\x2a.", "HeaderTooSmall|header too small"),  # a pickle of 42
        (flip, "do not have the SHA-256"),
    ],
    ids=["truncated", "empty", "pickle", "one bit"],
)
def test_a_damaged_file_is_one_clear_error(checkpoint, tmp_path, tiny, begin, damage, complaint):
    path = tmp_path / "last.safetensors"
    state = begin(tiny.TINY)
    checkpoint.save_state(path, state)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(TrainingError, match=f"{re.escape(str(path))} is no .*({complaint})"):
        checkpoint.load_state(path, state)


def test_a_file_of_another_network_is_one_clear_error(checkpoint, tmp_path, tiny, begin):
    path = tmp_path / "last.safetensors"
    checkpoint.save_state(path, begin(replace(tiny.TINY, network="classic")))
    with pytest.raises(TrainingError, match="is no checkpoint of this run"):
        checkpoint.load_state(path, begin(tiny.TINY))


def test_a_file_of_others_is_one_clear_error(torch, checkpoint, tmp_path, tiny, begin):
    from safetensors.torch import save_file

    path = tmp_path / "last.safetensors"
    save_file({"x": torch.zeros(3)}, path)
    with pytest.raises(TrainingError, match="is no checkpoint of this run"):
        checkpoint.load_state(path, begin(tiny.TINY))
