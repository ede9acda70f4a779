"""A network in whole numbers of 8 bits: a quarter of the bytes, two to four times as fast.

After training, as in Jacob et al., 2018, "Quantization and Training of Neural Networks for
Efficient Integer-Arithmetic-Only Inference", arXiv 1712.05877: weights with a scale a channel,
activations with one scale each, from the least and the greatest value that some frames give.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitink.model import as_inputs
from digitink.train.export import quiet

FRAMES = 512  # that the ranges are taken from
BATCH = 64


class _Frames:
    """Frames in batches, as ONNX Runtime asks for them."""

    def __init__(self, images: npt.NDArray[np.uint8]) -> None:
        inputs = as_inputs(images)
        self._batches = iter([inputs[i : i + BATCH] for i in range(0, len(inputs), BATCH)])

    def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
        """The next batch, None after the last."""
        batch = next(self._batches, None)
        return None if batch is None else {"frames": batch}

    def __iter__(self) -> Iterator[dict[str, npt.NDArray[np.float32]]]:
        return iter(self.get_next, None)


def quantise(data: bytes, images: npt.NDArray[np.uint8]) -> bytes:
    """The `.onnx` of a network of `digitink.train.network` as one of 8 bits.

    `images`: (N, 28, 28) that it was trained on; a fixed choice of them gives the ranges. Frames,
    features and logits stay float32, and so does the last layer. The same weights and images give
    the same bytes.
    """
    import onnx
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    chosen = np.random.RandomState(0).permutation(len(images))[:FRAMES]
    with tempfile.TemporaryDirectory() as folder, quiet():
        given, before, after = (Path(folder) / f"{i}.onnx" for i in range(3))
        given.write_bytes(data)
        quant_pre_process(given, before, skip_symbolic_shape=True)
        last = [n.name for n in onnx.load(before).graph.node if "logits" in n.output]
        quantize_static(
            before,
            after,
            _Frames(images[chosen]),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,  # weights of 7 bits: else two products overflow without VNNI
            nodes_to_exclude=last,
        )
        model = onnx.load(after)
    del model.metadata_props[:]
    written: bytes = model.SerializeToString(deterministic=True)
    return written
