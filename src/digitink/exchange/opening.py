"""Which format a model's file has, by its content; and the network in it as ONNX."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitink import limits
from digitink.errors import MissingExtra, ModelError

if TYPE_CHECKING:
    import onnx

HDF5 = b"\x89HDF\r\n\x1a\n"
ZIP = b"PK\x03\x04"
PICKLES = tuple(bytes((0x80, protocol)) for protocol in range(2, 6))
SAFETENSORS_AT_8 = b"{"  # after eight bytes for the length of what it opens
KNOWN = "a Keras file (.keras, .h5), .onnx, or .safetensors of one of digitink's own networks"


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The network in a file as ONNX; the file's format by its name, and its SHA-256."""

    network: "onnx.ModelProto"
    format: str
    sha256: str


def opened(path: Path) -> Opened:
    """Open a file. Raises ModelError where it holds no network.

    MissingExtra where what opens it is not installed.
    """
    data = _read(path)
    if data.startswith(PICKLES):
        raise ModelError(
            f"{path} is a pickle, which may run anything once opened, and is never opened",
            hint=f"save the model as {KNOWN}",
        )
    try:
        from digitink.exchange import graph

        if data.startswith((HDF5, ZIP)):
            from digitink.exchange import from_keras

            kind, network = "Keras", from_keras.to_onnx(data, path)
        elif data[8:9] == SAFETENSORS_AT_8:
            from digitink.exchange import weights

            kind, network = "safetensors", weights.to_onnx(path)
        else:
            kind, network = "ONNX", data
    except ImportError as error:
        raise MissingExtra("train", f"importing a model (without {error.name})") from error
    return Opened(graph.parsed(network, str(path)), kind, hashlib.sha256(data).hexdigest())


def _read(path: Path) -> bytes:
    """The bytes of a model's file, of which there is a limit."""
    if path.is_dir():
        raise ModelError(f"{path} is a folder", hint=f"expected {KNOWN}")
    try:
        size = path.stat().st_size
        if size > limits.MODEL_BYTES:
            raise ModelError(f"{path} has {size} bytes; at most {limits.MODEL_BYTES} are read")
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror}") from error
