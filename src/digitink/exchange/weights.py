"""safetensors: the weights of digitink's own networks, which the file's metadata name."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from digitink.errors import ModelError, TrainingError
from digitink.exchange.graph import Whole, indexed
from digitink.model import Card
from digitink.train import checkpoint, export, pair
from digitink.train.network import NETWORKS, build

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


def to_onnx(path: Path) -> bytes:
    """A file of weights to its network as ONNX; ModelError where that is none of digitink's."""
    try:
        tensors, facts = checkpoint.load(path)
    except TrainingError as error:
        raise ModelError(
            f"{path} holds no weights that digitink wrote, or was damaged",
            hint="of other programs, import the .onnx or the Keras file",
        ) from error
    name = facts.get("network")
    if name not in NETWORKS:
        raise ModelError(
            f"{path} does not say which of digitink's networks it is for",
            hint=f"known: {', '.join(NETWORKS)}",
        )
    network = build(name)
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise ModelError(f"{path} holds other weights than the network {name!r} has") from error
    return export.to_onnx(network)


def save(path: Path, model: onnx.ModelProto, card: Card) -> None:
    """Write the weights of one of digitink's own models, with its card.

    Raises ModelError where it is none of them, OutputError where it cannot be written.
    """
    recipe = card.training.get("recipe")
    name = recipe.get("network") if isinstance(recipe, dict) else None
    if name not in NETWORKS:
        raise ModelError(
            f"the model {card.name} is none of digitink's own networks",
            hint="export it to onnx, or to keras",
        )
    if pair.second_of(model) is not None:
        raise ModelError(
            f"the model {card.name} holds two networks, and such a file the weights of one",
            hint="export it to onnx or keras; the weights of your own runs are in their folders",
        )
    graph = indexed(model.graph)
    if any(isinstance(value, Whole) for value in graph.constants.values()):
        raise ModelError(
            f"the model {card.name} computes in whole numbers of 8 bits: its weights alone would"
            " answer otherwise",
            hint="export it to onnx or keras; the weights of your own runs are in best.safetensors",
        )
    network = build(name)
    given = {key: np.array(value) for key, value in graph.constants.items()}
    try:
        network.load_state_dict(state(network, given))
    except (KeyError, RuntimeError) as error:
        raise ModelError(
            f"the model {card.name} was trained when the network {name!r} was another",
            hint="export it to onnx, or to keras",
        ) from error
    checkpoint.save_weights(path, network, {"network": name, "card": asdict(card)})


def state(network: nn.Module, given: "dict[str, np.ndarray]") -> dict[str, Tensor]:
    """A network's weights out of those in its ONNX, where most batch norms are fused.

    A fused batch norm keeps its shift alone: `weight_bias` of the layer before. It becomes a batch
    norm that does nothing but add that. Raises KeyError where a weight is not there.
    """
    tensors = network.state_dict()
    before = ""
    for name, layer in network.named_modules():
        own = {key: f"{name}.{key}" for key in ("weight", "bias", "running_mean", "running_var")}
        if isinstance(layer, NORMS) and own["weight"] not in given:
            filled = {
                "weight": np.ones(layer.num_features),
                "bias": given[f"{before}.weight_bias"],
                "running_mean": np.zeros(layer.num_features),
                "running_var": np.full(layer.num_features, 1 - layer.eps),
            }
            tensors |= {own[key]: torch.tensor(value).float() for key, value in filled.items()}
        elif not list(layer.children()):
            for full in own.values():
                if full in tensors:
                    tensors[full] = torch.tensor(given[full])
        before = name
    return tensors
