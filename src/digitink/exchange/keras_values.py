"""What flows between the layers while a graph becomes a Keras network."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from digitink.errors import ModelError


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A Keras tensor for one of ONNX's.

    `maps`: it is channels-last, (N, H, W, C), where ONNX's is (N, C, H, W). `scale`: where there is
    one, the tensor holds whole numbers, which are to be multiplied by it.
    """

    tensor: Any
    maps: bool = False
    scale: npt.NDArray[np.float32] | None = None

    def plain(self) -> Any:
        """The tensor in ONNX's order."""
        return keras.layers.Permute((3, 1, 2))(self.tensor) if self.maps else self.tensor

    def scaled(self) -> "Value":
        """The same, no longer as whole numbers."""
        if self.scale is None:
            return self
        layer = keras.layers.Rescaling(self.scale.tolist())
        return Value(layer(self.tensor), self.maps)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One node: its attributes, and what it takes, in ONNX's order: values or constants."""

    operator: str
    settings: dict[str, Any]
    given: list[Any]


def no_layer(what: str) -> ModelError:
    """What to raise where a node cannot be brought to Keras."""
    return ModelError(
        f"the network uses {what}, for which Keras has no layer of the same answers",
        hint="export it to onnx",
    )
