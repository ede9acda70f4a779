"""What the server answers when it cannot do what it was asked: a status and one JSON form.

{"error": {"message": "what was given and what was expected", "hint": "what to do"}}
"""

from http import HTTPStatus
from typing import Any

from digitink.errors import DigitinkError, InputError, ResourceError, UsageError

INTERNAL = "an unexpected error; it is the server's, not yours"


class Problem(Exception):
    """A request that is refused, with the status that says why."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.hint = hint

    def to_dict(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"error": {"message": self.message, "hint": self.hint}}


def problem_of(error: Exception) -> Problem:
    """The problem that an error is to the one who asked; nothing of an unexpected one is told."""
    match error:
        case Problem():
            return error
        case InputError():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        case UsageError():
            status = HTTPStatus.BAD_REQUEST
        case ResourceError():
            status = HTTPStatus.SERVICE_UNAVAILABLE
        case DigitinkError():
            status = HTTPStatus.INTERNAL_SERVER_ERROR
        case _:
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, INTERNAL)
    return Problem(status, error.message, error.hint)
