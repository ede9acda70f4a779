"""Walking through an ONNX graph: what makes what, and what depends on the frames."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper
from onnx.external_data_helper import uses_external_data

from digitink.errors import ModelError


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A constant of whole numbers, as float32, which are to be multiplied by `scale`.

    There is one scale, or one for each index of the first axis.
    """

    numbers: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]

    @property
    def floats(self) -> npt.NDArray[np.float32]:
        """The numbers that it stands for, in the same shape."""
        return self.numbers * self.scale.reshape(-1, *(1 for _ in self.numbers.shape[1:]))


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """An ONNX graph with its indices. `live`: the names of what follows from the inputs."""

    proto: onnx.GraphProto
    maker: dict[str, onnx.NodeProto]
    constants: dict[str, Any]
    live: frozenset[str]

    @property
    def inputs(self) -> list[onnx.ValueInfoProto]:
        """What is to be given; older files list their weights as well."""
        return [each for each in self.proto.input if each.name not in self.constants]

    def live_inputs(self, node: onnx.NodeProto) -> list[str]:
        """Those inputs of a node that are no constants."""
        return [name for name in node.input if name in self.live]


def indexed(proto: onnx.GraphProto) -> Graph:
    """Index a graph, whose nodes stand in the order of their running."""
    constants: dict[str, Any] = {
        each.name: numpy_helper.to_array(each) for each in proto.initializer
    }
    maker: dict[str, onnx.NodeProto] = {}
    live = {each.name for each in proto.input} - set(constants)
    for node in proto.node:
        if node.op_type == "Constant":
            for attribute in node.attribute:
                if attribute.name == "value":
                    constants[node.output[0]] = numpy_helper.to_array(attribute.t)
        maker |= dict.fromkeys(node.output, node)
        if (whole := _whole(node, constants)) is not None:
            constants[node.output[0]] = whole
        if live.intersection(node.input):
            live.update(node.output)
    return Graph(proto, maker, constants, frozenset(live))


def _whole(node: onnx.NodeProto, constants: dict[str, Any]) -> Whole | None:
    """The constant that a node makes by DequantizeLinear of constants; None where it does not.

    What stands for zero may be left out: then it is 0.
    """
    numbers, scale, zero = (constants.get(name) for name in [*node.input, "", "", ""][:3])
    if node.op_type != "DequantizeLinear" or numbers is None or scale is None:
        return None
    if zero is None and any(node.input[2:]):
        return None
    axis = next((each.i for each in node.attribute if each.name == "axis"), 1)
    scale = np.reshape(scale, -1)
    first = numbers.ndim == 1 or axis in (0, -numbers.ndim)
    if scale.size != 1 and not (first and scale.size == len(numbers)):
        return None
    whole: npt.NDArray[np.float32] = np.asarray(numbers, np.float32)
    if zero is not None:
        whole = whole - np.float32(zero).reshape(-1, *(1,) * (whole.ndim - 1))
    return Whole(whole, scale)


def parsed(data: bytes, name: str) -> onnx.ModelProto:
    """The ONNX model in `data`; raises ModelError, which calls it `name`, where there is none."""
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_model_from_string(data)
    except DecodeError as error:
        raise ModelError(f"{name} is no ONNX file, or was cut short") from error
    if not model.graph.node or not model.opset_import:
        raise ModelError(f"{name} is no ONNX file: it holds no network")
    constants = [a.t for node in model.graph.node for a in node.attribute if a.HasField("t")]
    if any(map(uses_external_data, (*model.graph.initializer, *constants))):
        raise ModelError(
            f"{name} keeps its weights in a file beside it, which is never opened",
            hint="save all in one: torch.onnx.export(..., external_data=False)",
        )
    return model
