"""Keras's own files, .keras and .h5, opened by Keras itself: on torch, in its safe mode.

What holds code is refused before Keras sees it. What Keras 2 wrote is put into Keras 3's words.
"""

import io
import json
import os
import sys
import tempfile
import textwrap
import zipfile
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitink import limits
from digitink.errors import MissingExtra, ModelError, UsageError
from digitink.exchange.legacy import modern

if TYPE_CHECKING:
    from types import ModuleType

OF_CODE = ("Lambda", "TFOpLambda", "SlicingOpLambda")  # layers that hold code, not numbers alone
CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError)
"""What zipfile raises on archives that are damaged, encrypted or packed in an unknown way."""


def keras_on_torch() -> "ModuleType":
    """Keras, on torch. Raises MissingExtra, and UsageError where it runs on something else."""
    if "keras" not in sys.modules:
        os.environ["KERAS_BACKEND"] = "torch"
    try:
        import h5py  # noqa: F401  Keras looks for it only once it opens a file
        import keras
    except ImportError as error:
        raise MissingExtra(
            "keras", f"reading or writing Keras files (without {error.name})"
        ) from error
    if keras.backend.backend() != "torch":
        raise UsageError(
            f"Keras is in use already, on {keras.backend.backend()}",
            hint="start Python anew, with KERAS_BACKEND=torch",
        )
    return import_module("keras")


def load(data: bytes, path: Path) -> Any:
    """The Keras model in the bytes of a file; `path` is for messages only.

    Raises ModelError where there is none, or where it holds code.
    """
    keras = keras_on_torch()
    suffix, content = (
        (".h5", _of_hdf5(data, path))
        if data.startswith(b"\x89HDF")
        else (".keras", _of_zip(data, path))
    )
    with tempfile.TemporaryDirectory(prefix="digitink-") as folder:
        # Keras goes by the suffix: here it is the right one, whatever the file is called.
        copy = Path(folder) / f"model{suffix}"
        copy.write_bytes(content)
        try:
            return keras.models.load_model(copy, compile=False, safe_mode=True)
        except Exception as error:  # of all kinds: those of JSON, of HDF5, of every layer
            raise ModelError(f"Keras cannot open {path}: {last_words(error)}") from error


def last_words(error: Exception) -> str:
    """What a long message comes to: its end, which names what was wrong."""
    text = " ".join(str(error).split())
    return textwrap.shorten(text.rpartition("Exception encountered: ")[2], 200, placeholder=" ...")


def _of_hdf5(data: bytes, path: Path) -> bytes:
    """A file of HDF5 as Keras 3 reads it."""
    import h5py

    file = io.BytesIO(data)
    try:
        with h5py.File(file, "r+") as opened:
            written = opened.attrs.get("model_config")
            if written is None:
                raise ModelError(
                    f"{path} is HDF5, but holds no network",
                    hint="save the whole model, not its weights alone: model.save(...)",
                )
            config = _parsed(written, path)
            if str(_text(opened.attrs.get("keras_version", ""))).startswith(("1.", "2.")):
                opened.attrs["model_config"] = json.dumps(modern(config))
    except (OSError, RuntimeError, KeyError) as error:
        raise ModelError(f"{path} is damaged: {last_words(error)}") from error
    return file.getvalue()


def _of_zip(data: bytes, path: Path) -> bytes:
    """A .keras file, which is a zip, as Keras 3 reads it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if not {CONFIG, WEIGHTS} <= set(names):
                raise ModelError(f"{path} is a zip, but no .keras file", hint=_advice(names))
            size = sum(member.file_size for member in archive.infolist())
            if size > limits.MODEL_BYTES:
                raise ModelError(
                    f"{path} unpacks to {size} bytes; at most {limits.MODEL_BYTES} are read"
                )
            config = _parsed(archive.read(CONFIG), path)
            about = json.loads(archive.read(METADATA)) if METADATA in names else {}
            if not str(about.get("keras_version", "")).startswith("2."):
                return data
            weights = archive.read(WEIGHTS)
    except (*BROKEN, ValueError, AttributeError) as error:
        raise ModelError(f"{path} is damaged: {last_words(error)}") from error
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(METADATA, json.dumps(about))
        archive.writestr(CONFIG, json.dumps(modern(config)))
        archive.writestr(WEIGHTS, weights)
    return file.getvalue()


def _advice(names: list[str]) -> str:
    if any(name.endswith("data.pkl") for name in names):
        return (
            "torch.save's files are pickles, which may run anything once opened, and never are;"
            " save it with torch.onnx.export(..., external_data=False)"
        )
    return f"expected {CONFIG} and {WEIGHTS} in it, as model.save('x.keras') writes them"


def _parsed(written: Any, path: Path) -> Any:
    """The configuration in a file, which must hold no code."""
    try:
        config = json.loads(_text(written))
    except (ValueError, TypeError, RecursionError) as error:
        raise ModelError(f"{path} is damaged: its configuration is no JSON") from error
    for part in _parts(config):
        if part.get("class_name") in OF_CODE:
            name = (part.get("config") or {}).get("name")
            raise ModelError(
                f"{path} holds code: its layer {name!r} is a {part['class_name']} layer",
                hint="a file must not run anything; build the model with Keras's own layers,"
                " such as Rescaling, and save it again",
            )
    return config


def _parts(config: Any) -> Iterator[dict[str, Any]]:
    """Every object within a configuration."""
    if isinstance(config, dict):
        yield config
        config = list(config.values())
    if isinstance(config, list):
        for part in config:
            yield from _parts(part)


def _text(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
