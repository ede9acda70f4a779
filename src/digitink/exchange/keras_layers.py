"""For ONNX's operators the standard Keras layer of the same answers, where there is one."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from digitink.exchange.keras_values import Step, Value, no_layer

layers = keras.layers

TO_CHANNELS_LAST, TO_CHANNELS_FIRST = [0, 2, 3, 1], [0, 3, 1, 2]


def _convolution(step: Step) -> Value:
    value, weight, *bias = step.given
    tensor, padding = _padded(value.tensor, step, weight.shape[2:])
    kernel = weight.transpose(2, 3, 1, 0)
    settings = {
        "strides": tuple(step.settings.get("strides", (1, 1))),
        "padding": padding,
        "dilation_rate": tuple(step.settings.get("dilations", (1, 1))),
        "use_bias": bool(bias),
    }
    groups = step.settings.get("group", 1)
    if groups == tensor.shape[-1] > 1:
        layer = layers.DepthwiseConv2D(
            kernel.shape[:2], depth_multiplier=len(weight) // groups, **settings
        )
        kernel = kernel.reshape(*kernel.shape[:2], groups, -1)
    else:
        layer = layers.Conv2D(len(weight), kernel.shape[:2], groups=groups, **settings)
    return Value(_filled(layer, tensor, [kernel, *bias]), maps=True)


def _padded(tensor: Any, step: Step, size: tuple[int, ...]) -> tuple[Any, str]:
    """The tensor to be convolved, and Keras's word for how its rim is treated."""
    top, left, bottom, right = step.settings.get("pads", (0, 0, 0, 0))
    if not any((top, left, bottom, right)):
        return tensor, "valid"
    stride, dilation = (step.settings.get(key, [1, 1]) for key in ("strides", "dilations"))
    reach = [d * (k - 1) for d, k in zip(dilation, size, strict=True)]
    even = (top, left) == (bottom, right) == tuple(r // 2 for r in reach) and not any(
        r % 2 for r in reach
    )
    if even and list(stride) == [1, 1]:
        return tensor, "same"
    # With a stride, Keras's own "same" begins elsewhere.
    return layers.ZeroPadding2D(((top, bottom), (left, right)))(tensor), "valid"


def _padding(step: Step) -> Value:
    """A rim of zeros around maps, wherever their channels stand."""
    value, rim, *more = step.given
    before, after = np.split(np.asarray(rim), 2)
    rows, columns = (2, 3) if value.maps else (1, 2)
    sides = [(int(before[axis]), int(after[axis])) for axis in (rows, columns)]
    others = sum(map(sum, (before, after))) - sum(map(sum, sides))
    if (
        len(before) != 4
        or others
        or any(np.any(each) for each in more)
        or _mode(step) != "constant"
    ):
        raise no_layer("Pad of another kind")
    return Value(layers.ZeroPadding2D(tuple(sides))(value.tensor), value.maps)


def _mode(step: Step) -> str:
    mode: bytes = step.settings.get("mode", b"constant")
    return mode.decode()


def _pooling(kind: Callable[..., Any]) -> Callable[[Step], Value]:
    def make(step: Step) -> Value:
        settings = step.settings
        if any(settings.get("pads", ())) or settings.get("ceil_mode"):
            raise no_layer(f"{step.operator} with a rim")
        size = tuple(settings["kernel_shape"])
        layer = kind(size, strides=tuple(settings.get("strides", (1, 1))))
        return Value(layer(step.given[0].tensor), maps=True)

    return make


def _global_pooling(step: Step) -> Value:
    layer = layers.GlobalAveragePooling2D(keepdims=True)
    return Value(layer(step.given[0].tensor), maps=True)


def _batch_norm(step: Step) -> Value:
    value, *weights = step.given
    layer = layers.BatchNormalization(epsilon=step.settings.get("epsilon", 1e-5))
    return Value(_filled(layer, value.tensor, weights), value.maps)


def _activation(name: str) -> Callable[[Step], Value]:
    def make(step: Step) -> Value:
        value = step.given[0]
        return Value(layers.Activation(name)(value.tensor), value.maps)

    return make


def _same(step: Step) -> Value:
    return step.given[0]  # type: ignore[no-any-return]


def _leaky(step: Step) -> Value:
    value = step.given[0]
    layer = layers.LeakyReLU(negative_slope=step.settings.get("alpha", 0.01))
    return Value(layer(value.tensor), value.maps)


def _gemm(step: Step) -> Value:
    value, weight, *bias = step.given
    if step.settings.get("transA") or not isinstance(value, Value):
        raise no_layer("Gemm of another kind")
    weight = weight.T if step.settings.get("transB") else weight
    weight = weight * step.settings.get("alpha", 1.0)
    bias = [each.reshape(-1) * step.settings.get("beta", 1.0) for each in bias]
    return _dense(value, weight, bias)


def _matmul(step: Step) -> Value:
    value, weight = step.given
    if not isinstance(value, Value) or not isinstance(weight, np.ndarray):
        raise no_layer("MatMul of two tensors")
    return _dense(value, weight, [])


def _dense(value: Value, weight: Any, bias: list[Any]) -> Value:
    layer = layers.Dense(weight.shape[1], use_bias=bool(bias))
    return Value(_filled(layer, value.tensor, [weight, *bias]))


def _arithmetic(step: Step) -> Value:
    """A sum, product and the like: of two tensors, or of one and a constant."""
    first, second = step.given
    if isinstance(first, Value) and isinstance(second, Value):
        if step.operator not in MERGING:
            raise no_layer(f"{step.operator} of two tensors")
        same = first.maps == second.maps
        tensors = [each.tensor if same else each.plain() for each in (first, second)]
        return Value(MERGING[step.operator]()(tensors), maps=first.maps and same)
    value, constant = (first, second) if isinstance(first, Value) else (second, first)
    if step.operator in ("Sub", "Div") and value is not first:
        raise no_layer(f"{step.operator} of a constant and a tensor")
    number = constant.reshape(-1).astype(np.float64)
    scale, offset = {
        "Add": (1.0, number),
        "Sub": (1.0, -number),
        "Mul": (number, 0.0),
        "Div": (1 / number, 0.0),
    }[step.operator]
    if not (number.size == 1 or number.size == value.tensor.shape[-1]):
        raise no_layer(f"{step.operator} with a constant of the shape {constant.shape}")
    layer = layers.Rescaling(_listed(scale), _listed(offset))
    return Value(layer(value.tensor), value.maps)


def _listed(number: Any) -> Any:
    """A number or a list of them, as a configuration holds them."""
    values = np.atleast_1d(number).tolist()
    return values[0] if len(values) == 1 else values


def _concat(step: Step) -> Value:
    maps = all(value.maps for value in step.given)
    if maps and step.settings["axis"] in (1, -3):
        return Value(layers.Concatenate()([value.tensor for value in step.given]), maps=True)
    tensors = [value.plain() for value in step.given]
    return Value(layers.Concatenate(axis=step.settings["axis"])(tensors))


def _transposed(step: Step) -> Value:
    value, order = step.given[0], list(step.settings["perm"])
    if value.maps and order == TO_CHANNELS_LAST:
        return Value(value.tensor)  # which it is already
    if not value.maps and order == TO_CHANNELS_FIRST:
        return Value(value.tensor, maps=True)
    if order[0] != 0:
        raise no_layer("Transpose of the frames themselves")
    return Value(layers.Permute(order[1:])(value.plain()))


def _reshaped(step: Step) -> Value:
    value, shape = step.given
    if not isinstance(shape, np.ndarray):
        raise no_layer("Reshape to a computed shape")
    if shape[0] not in (-1, 0) or (shape[1:] == 0).any():
        raise no_layer("Reshape of the frames themselves")
    if len(shape) == 2:
        return Value(layers.Flatten()(value.plain()))
    return Value(layers.Reshape(tuple(int(side) for side in shape[1:]))(value.plain()))


def _flattened(step: Step) -> Value:
    if step.settings.get("axis", 1) != 1:
        raise no_layer("Flatten of the frames themselves")
    return Value(layers.Flatten()(step.given[0].plain()))


def _filled(layer: Any, tensor: Any, weights: list[Any]) -> Any:
    """What a layer makes of a tensor, once it has these weights."""
    made = layer(tensor)
    layer.set_weights([np.asarray(weight, np.float32) for weight in weights])
    return made


MERGING: dict[str, Callable[[], Any]] = {
    "Add": layers.Add,
    "Sub": layers.Subtract,
    "Mul": layers.Multiply,
}
MAKERS: dict[str, Callable[[Step], Value]] = {
    "Conv": _convolution,
    "Pad": _padding,
    "MaxPool": _pooling(layers.MaxPooling2D),
    "AveragePool": _pooling(layers.AveragePooling2D),
    "GlobalAveragePool": _global_pooling,
    "BatchNormalization": _batch_norm,
    "LeakyRelu": _leaky,
    "Relu": _activation("relu"),
    "Sigmoid": _activation("sigmoid"),
    "Tanh": _activation("tanh"),
    "Elu": _activation("elu"),
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Add": _arithmetic,
    "Sub": _arithmetic,
    "Mul": _arithmetic,
    "Div": _arithmetic,
    "Concat": _concat,
    "Transpose": _transposed,
    "Reshape": _reshaped,
    "Flatten": _flattened,
    "Identity": _same,
    "Dropout": _same,
    "Cast": _same,
}
