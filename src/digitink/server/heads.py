"""Connections that ask for nothing: each is closed when no whole head of a request came in time.

The guard knows of a request once its head is there. uvicorn waits for a head for ever, the first
one as one that was begun, and each such connection takes a file descriptor.
"""

from asyncio import Transport

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from digitink import limits


class PromptHeads(H11Protocol):
    """uvicorn's protocol, and that bound."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """As uvicorn calls it: from now on the first head is waited for."""
        super().connection_made(transport)
        self._expect_head()

    def on_response_complete(self) -> None:
        """From now on the next head is waited for, unless uvicorn finds it there already."""
        self._expect_head()
        super().on_response_complete()

    def _expect_head(self) -> None:
        self.loop.call_later(limits.HEAD_SECONDS, self._close_without, self.cycle)

    def _close_without(self, last: RequestResponseCycle | None) -> None:
        """Close where no request followed the last one, and no WebSocket has taken over."""
        if self.cycle is last and self in self.connections:
            self.transport.close()
