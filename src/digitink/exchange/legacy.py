"""The configurations that Keras 2 wrote, in the words of Keras 3.

Keras 3 opens most of what Keras 2 saved, but stumbles over a few words that have changed since. A
configuration is plain JSON: a network's layers by their class, each with its settings.
"""

from collections.abc import Iterator
from typing import Any

FUNCTIONAL = ("Functional", "Model")
SEPARABLE = ("SeparableConv1D", "SeparableConv2D")
OF_OTHER_CONVOLUTIONS = (
    "groups",
    "kernel_initializer",
    "kernel_regularizer",
    "kernel_constraint",
)
"""Settings that Keras 2 wrote down for separable convolutions, which have no use for them."""


def modern(config: Any) -> Any:
    """A network's configuration, or any part of one, as Keras 3 would have written it."""
    if isinstance(config, list):
        return [modern(part) for part in config]
    if not isinstance(config, dict):
        return config
    kind, settings = config.get("class_name"), config.get("config")
    if kind in FUNCTIONAL and isinstance(settings, dict):
        config = {**config, "config": _with_calls_from_zero(settings)}
        if "module" in config:
            config |= {"module": "keras.src.models.functional", "class_name": "Functional"}
    elif kind == "Sequential":
        config = {**config, "config": _with_input(settings)}
    elif kind == "InputLayer" and isinstance(settings, dict):
        config = {**config, "config": _input(settings)}
    elif isinstance(settings, dict):
        dropped = ("batch_input_shape", *(OF_OTHER_CONVOLUTIONS if kind in SEPARABLE else ()))
        kept = {key: value for key, value in settings.items() if key not in dropped}
        if kind == "BatchNormalization" and isinstance(kept.get("axis"), list):
            (kept["axis"],) = kept["axis"]
        config = {**config, "config": kept}
    return {key: modern(value) for key, value in config.items()}


def _with_calls_from_zero(settings: dict[str, Any]) -> dict[str, Any]:
    """A functional network's settings, the calls of each network within it counted from zero.

    Who takes what a layer gives names the layer and which of its calls is meant. Keras 2 counted
    the making of a network as its first call, Keras 3 does not.
    """
    within = (*FUNCTIONAL, "Sequential")
    names = {
        layer["config"]["name"] for layer in settings["layers"] if layer["class_name"] in within
    }
    first: dict[str, int] = {}
    for name, call in _calls([settings["layers"], settings["output_layers"]]):
        first[name] = min(call, first.get(name, call))

    def shifted(part: Any) -> Any:
        if _is_call(part) and part[0] in names:
            return [part[0], part[1] - first[part[0]], *part[2:]]
        if isinstance(part, list):
            return [shifted(each) for each in part]
        return part

    layers = [
        {**layer, "inbound_nodes": shifted(layer.get("inbound_nodes", []))}
        for layer in settings["layers"]
    ]
    return {**settings, "layers": layers, "output_layers": shifted(settings["output_layers"])}


def _calls(part: Any) -> Iterator[tuple[str, int]]:
    """Every reference to a layer's call within lists and layers."""
    if _is_call(part):
        yield part[0], part[1]
    elif isinstance(part, list):
        for each in part:
            yield from _calls(each)
    elif isinstance(part, dict):
        yield from _calls(part.get("inbound_nodes", []))


def _is_call(part: Any) -> bool:
    """Whether it is [layer, call, tensor, ...]."""
    return isinstance(part, list) and len(part) > 2 and [*map(type, part[:3])] == [str, int, int]


def _with_input(settings: Any) -> Any:
    """A Sequential's settings, the shape of its input in a layer of its own."""
    layers = settings["layers"] if isinstance(settings, dict) else settings
    first = layers[0]["config"] if layers else {}
    if "batch_input_shape" not in first or layers[0]["class_name"] == "InputLayer":
        return settings
    given = {"batch_input_shape": first["batch_input_shape"], "name": f"{first['name']}_input"}
    layers = [{"module": "keras.layers", "class_name": "InputLayer", "config": given}, *layers]
    return {**settings, "layers": layers} if isinstance(settings, dict) else layers


def _input(settings: dict[str, Any]) -> dict[str, Any]:
    settings = dict(settings)
    if "batch_input_shape" in settings:
        settings["batch_shape"] = settings.pop("batch_input_shape")
    settings.pop("ragged", None)
    return settings
