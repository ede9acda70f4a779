"""digitink reads handwritten digits: drawn live or in pictures, one digit or whole numbers."""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digitink.errors import DigitinkError
    from digitink.frame import normalise
    from digitink.ink import Ink
    from digitink.model import Model, load_model
    from digitink.reader import classify, read
    from digitink.reading import Digit, Line, Reading

__version__ = "0.1.0"

__all__ = [
    "Digit",
    "DigitinkError",
    "Ink",
    "Line",
    "Model",
    "Reading",
    "classify",
    "load_model",
    "normalise",
    "read",
]

_HOMES = {
    "Digit": "reading",
    "DigitinkError": "errors",
    "Ink": "ink",
    "Line": "reading",
    "Model": "model",
    "Reading": "reading",
    "classify": "reader",
    "load_model": "model",
    "normalise": "frame",
    "read": "reader",
}


# ONNX Runtime sends telemetry unless it finds this when it is loaded; no request is to leave.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def __getattr__(name: str) -> Any:
    # Lazy, so that `import digitink` costs next to nothing (PEP 562).
    if name not in _HOMES:
        raise AttributeError(f"module 'digitink' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"digitink.{_HOMES[name]}"), name)
    if isinstance(value, type):
        value.__module__ = "digitink"  # a traceback reads digitink.Reading
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
