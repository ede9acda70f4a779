"""Training: from MNIST to a checked, exported model. Needs the extra `train`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digitink.train.classifier import DigitClassifier

__all__ = ["DigitClassifier"]


def __getattr__(name: str) -> Any:
    # Lazy: scikit-learn is another extra, and heavy.
    if name not in __all__:
        raise AttributeError(f"module 'digitink.train' has no attribute {name!r}")
    try:
        from digitink.train.classifier import DigitClassifier
    except ImportError as error:
        from digitink.errors import MissingExtra

        raise MissingExtra("sklearn", f"DigitClassifier (without {error.name})") from error
    return DigitClassifier
