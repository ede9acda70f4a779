"""Networks that compute in whole numbers of 8 bits, in Keras: the same numbers, as floats.

Sums of products of such numbers are whole numbers that a float32 holds exactly, so nothing is
rounded otherwise than in ONNX Runtime, whose steps are taken one by one: the sum, times one
number for each channel, rounded to the nearest (ties to even), kept within the 8 bits.
"""

from dataclasses import replace
from typing import Any

import keras
import numpy as np

from digitink.exchange.graph import Whole
from digitink.exchange.keras_layers import MAKERS
from digitink.exchange.keras_values import Step, Value, no_layer

PRODUCTS = ("Conv", "Gemm")
KEEPS = ("MaxPool", "Transpose", "Reshape", "Flatten", "DequantizeLinear")
"""Operators that leave whole numbers whole, and do not care for their scale."""


def made(step: Step) -> Value:
    """What a node gives. Raises ModelError where it has no standard layer."""
    value = step.given[0]
    if step.operator == "QuantizeLinear":
        return _rounded(step)
    if step.operator == "DequantizeLinear":
        return value  # type: ignore[no-any-return]  # its scale is remembered
    make = MAKERS.get(step.operator)
    if make is None:
        raise no_layer(step.operator)
    if (scale := _scale(step)) is None:
        given = [_float(each) for each in step.given]
        return make(replace(step, given=given))
    return replace(make(replace(step, given=[_number(each) for each in step.given])), scale=scale)


def _scale(step: Step) -> Any:
    """The scale of the whole numbers that a node gives; None where it gives others."""
    value, *constants = step.given
    if not isinstance(value, Value) or value.scale is None:
        return None
    if step.operator in KEEPS and value.scale.size == 1:
        return value.scale
    if step.operator not in PRODUCTS or not all(isinstance(each, Whole) for each in constants):
        return None
    weight, *bias = constants
    scale = value.scale * weight.scale
    return scale if all(np.allclose(each.scale, scale) for each in bias) else None


def _rounded(step: Step) -> Value:
    """Numbers rounded to whole ones of 8 bits, counted from what stands for zero."""
    value, scale, zero = step.given[0], step.given[1], step.given[2]
    if np.size(scale) != 1 or not isinstance(value, Value):
        raise no_layer("QuantizeLinear of another kind")
    least, greatest = (
        int(end) - int(zero) for end in (np.iinfo(zero.dtype).min, np.iinfo(zero.dtype).max)
    )
    if value.scale is None:
        numbers = keras.ops.divide(value.tensor, float(scale))
    elif (value.scale == scale).all():
        return value
    else:
        numbers = keras.layers.Rescaling((value.scale / scale).tolist())(value.tensor)
    numbers = keras.ops.clip(keras.ops.round(numbers), least, greatest)
    return Value(numbers, value.maps, np.reshape(scale, 1))


def _float(given: Any) -> Any:
    if isinstance(given, Value):
        return given.scaled()
    return given.floats if isinstance(given, Whole) else given


def _number(given: Any) -> Any:
    if isinstance(given, Value):
        return replace(given, scale=None)
    return given.numbers if isinstance(given, Whole) else given
