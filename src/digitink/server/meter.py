"""How much one connection may send, and how long it may take: wraps an ASGI `receive`."""

import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from digitink.server.problems import Problem

if TYPE_CHECKING:
    from starlette.types import Message, Receive


class Body:
    """The body of one HTTP request, counted while it comes in; of `most` bytes at the most.

    `complete`: whether all of it is here; from the start where the request has none.
    """

    def __init__(self, receive: "Receive", most: int, *, complete: bool = False) -> None:
        self._receive = receive
        self._most = most
        self._size = 0
        self.complete = complete
        self.gone = False

    async def receive(self) -> "Message":
        """The next part. Raises Problem (413) once there are more than `most` bytes."""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self.gone = True
            return message
        self._size += len(message.get("body", b""))
        if self._size > self._most:
            raise too_large(self._most)
        self.complete = not message.get("more_body", False)
        return message


def too_large(most: int) -> Problem:
    """The problem of a body of more than `most` bytes."""
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"the body is larger than {most} bytes",
        "send a smaller picture, or less ink",
    )


class Allowance:
    """A token bucket: `rate` messages a second, as many saved up for a burst."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._tokens = rate
        self._then = time.monotonic()

    def take(self) -> bool:
        """Whether one more message is allowed now."""
        now = time.monotonic()
        self._tokens = min(self._rate, self._tokens + (now - self._then) * self._rate)
        self._then = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


def message_size(message: "Message") -> int:
    """Bytes of one WebSocket message; 0 for one that carries none."""
    if (text := message.get("text")) is not None:
        return len(text) if text.isascii() else len(text.encode())
    return len(message.get("bytes") or b"")
