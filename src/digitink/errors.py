"""Every error that digitink raises on purpose.

DigitinkError                 something digitink can explain            exit code 1
├── UsageError                the call itself is wrong                  exit code 2
│   ├── UnknownName           no such recipe, network, ...; lists the right ones
│   └── MissingExtra          an optional dependency is not installed; prints the pip line
├── InputError                the given source cannot be read           exit code 3
│   ├── PictureError          bytes, file or array that is no picture
│   └── InkError              strokes that are no ink; names the field
├── ResourceError             something digitink itself relies on       exit code 5
│   ├── ModelError            a model or its card is missing, altered or unfit
│   ├── DataError             a data set is missing, altered or malformed
│   └── HandError             the file of what was taught cannot be read or written
├── OutputError               a file cannot be written                  exit code 1
└── TrainingError             a training run cannot go on               exit code 1

The command line prints `str(error)` as one line and leaves with `error.exit_code`.
"""

from collections.abc import Iterable


class DigitinkError(Exception):
    """Base class: catch it to catch all that digitink raises on purpose.

    `message` says what was given and what was expected; `hint`, where there is one, what to do.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.message}; {self.hint}" if self.hint else self.message
        return " ".join(text.split())  # one line, whatever a file name holds


class UsageError(DigitinkError):
    """The call itself is wrong: an argument or option out of its range."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that is not one of the known ones; the message lists those."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"no {kind} named {name!r}", hint=f"known: {', '.join(known)}")


class MissingExtra(UsageError):
    """An optional dependency is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs packages that are not installed",
            hint=f'install them with: pip install "digitink[{extra}]"',
        )


class InputError(DigitinkError):
    """The source given to be read cannot be read."""

    exit_code = 3


class PictureError(InputError):
    """No picture can be made of the given bytes, file or array."""


class InkError(InputError):
    """The strokes are no ink; the message names the field that is wrong."""


class ResourceError(DigitinkError):
    """Something that digitink relies on is missing, altered or unfit."""

    exit_code = 5


class ModelError(ResourceError):
    """A model or its card is missing, altered or unfit."""


class DataError(ResourceError):
    """A data set is missing, altered or malformed."""


class HandError(ResourceError):
    """The file of what one person taught cannot be read or written."""


class OutputError(DigitinkError):
    """A file cannot be written; what stood in its place before is whole."""


class TrainingError(DigitinkError):
    """A training run cannot go on; what was kept is named."""
