"""The configurations that Keras 2 wrote, in the words of Keras 3.

Keras 3 opens most of what Keras 2 saved, but stumbles over a few words that have changed since. A
configuration is plain JSON: a network's layers by their class, each with its settings.
"""

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
    if kind in FUNCTIONAL and "module" in config:
        config = {**config, "module": "keras.src.models.functional", "class_name": "Functional"}
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
