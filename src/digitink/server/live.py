"""Ink while it is drawn: a conversation on one WebSocket, of which only the latest word counts."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

Answer = Callable[[str | bytes], Awaitable[str]]


async def converse(socket: WebSocket, answer: Answer) -> None:
    """Answer messages until the other side leaves.

    While an answer is being found, newer messages replace the one that waits, so a slow reader
    never builds a queue; a message that was replaced gets no answer of its own.
    """
    await socket.accept()
    latest: str | bytes = ""
    fresh = asyncio.Event()

    async def answer_latest() -> None:
        while True:
            await fresh.wait()
            fresh.clear()
            await socket.send_text(await answer(latest))

    answering = asyncio.create_task(answer_latest())
    try:
        while (message := await socket.receive())["type"] == "websocket.receive":
            text = message.get("text")
            latest = message.get("bytes") or b"" if text is None else text
            fresh.set()
    finally:
        answering.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect):
            await answering
