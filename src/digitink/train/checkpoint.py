"""Checkpoints: all of a run's state, or a model's weights, in one safetensors file each.

Such a file holds named tensors and a little text, never code; loading one runs nothing. The text
holds what is no tensor as JSON, and a SHA-256 over the tensors.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from digitink import durable
from digitink.errors import TrainingError
from digitink.train.fit import State

KEY = "digitink"


def save_state(path: Path, state: State) -> None:
    """Write all that training goes on from: weights, momentum, the epoch, the best."""
    tensors = {f"network.{name}": t for name, t in state.network.state_dict().items()}
    for name, parameter in state.network.named_parameters():
        momentum = state.optimiser.state[parameter].get("momentum_buffer")
        if momentum is not None:
            tensors[f"momentum.{name}"] = momentum
    facts = {"epoch": state.epoch, "best_epoch": state.best_epoch, "best_loss": state.best_loss}
    _save(path, tensors, facts)


def load_state(path: Path, state: State) -> None:
    """Bring `state` to where it was saved. Raises TrainingError on a file that does not fit it."""
    tensors, facts = load(path)
    try:
        state.network.load_state_dict(_under("network.", tensors))
        for name, parameter in state.network.named_parameters():
            if f"momentum.{name}" in tensors:
                # empty_like takes over the memory format, which the fused optimiser relies on.
                momentum = torch.empty_like(parameter).copy_(tensors[f"momentum.{name}"])
                state.optimiser.state[parameter]["momentum_buffer"] = momentum.detach()
        state.epoch, state.best_epoch = int(facts["epoch"]), int(facts["best_epoch"])
        state.best_loss = float(facts["best_loss"])
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise _foreign(path, error) from error


def save_weights(path: Path, network: nn.Module, facts: dict[str, Any]) -> None:
    """Write a network's weights, and plain JSON facts about them."""
    _save(path, network.state_dict(), facts)


def load_weights(path: Path, network: nn.Module) -> dict[str, Any]:
    """Fill `network`; returns the facts. Raises TrainingError on a file that does not fit it."""
    tensors, facts = load(path)
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise _foreign(path, error) from error
    return facts


def _save(path: Path, tensors: dict[str, Tensor], facts: dict[str, Any]) -> None:
    from safetensors.torch import save

    plain = {name: t.detach().cpu().contiguous() for name, t in tensors.items()}
    text = json.dumps({"facts": facts, "sha256": _digest(plain)})
    durable.write(path, save(plain, {KEY: text}))


def load(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """A checkpoint's tensors by their names, and its facts. Raises TrainingError on any other."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as file:
            about = json.loads((file.metadata() or {})[KEY])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        if _digest(tensors) != about["sha256"]:
            raise ValueError("its tensors do not have the SHA-256 that it states")
        return tensors, dict(about["facts"])
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise _foreign(path, error) from error


def _digest(tensors: dict[str, Tensor]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].numpy().tobytes())
    return digest.hexdigest()


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): t for k, t in tensors.items() if k.startswith(prefix)}


def _foreign(path: Path, error: Exception) -> TrainingError:
    return TrainingError(
        f"{path} is no checkpoint of this run, or was damaged: {error}",
        hint="start a new run",
    )
