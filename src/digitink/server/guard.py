"""The guard at the door: who may ask, how much they may send, how long it may take.

The server listens on this computer alone, yet every page that a browser has open can reach it.
So the guard asks of each request

- that its Host is one of the server's own names: a foreign name that was rebound to 127.0.0.1
  by its DNS is turned away;
- that its Origin, where it has one, is the server's own: other sites can neither open the
  WebSocket nor post;
- that it stays within `digitink.limits`: connections, body and message sizes, rate, time.

Pure ASGI, around everything else; it also adds the security headers to each answer and is where
an unexpected error ends, as one line in the log.
"""

import asyncio
import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from digitink import limits
from digitink.server.meter import Allowance, Body, message_size, too_large
from digitink.server.problems import Problem, problem_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("digitink.server")

CONTENT_SECURITY = "; ".join(
    [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
SECURITY_HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
# What answers when all that was taught is learnt, or all that was collected is made
LONG = ("/api/teach", "/api/hand", "/api/collection/finish")
PICTURES = "/api/read"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

# WebSocket close codes, RFC 6455 section 7.4.1 and the IANA registry
GOING_AWAY, POLICY, TOO_BIG, INTERNAL = 1001, 1008, 1009, 1011


class Guard:
    """Wraps an ASGI app; `hosts` are the values of Host that it answers to ("localhost:8517")."""

    def __init__(self, app: "ASGIApp", *, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        self._open = 0

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let one connection through, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        send = _with_headers(send)
        refused = self._refusal(scope)
        if refused is not None:
            await _refuse(scope, send, refused)
            return
        self._open += 1
        try:
            if scope["type"] == "websocket":
                await self._websocket(scope, receive, send)
            else:
                await self._http(scope, receive, send)
        finally:
            self._open -= 1

    def _refusal(self, scope: "Scope") -> Problem | None:
        headers = [(name, value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value.lower() for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return Problem(
                HTTPStatus.FORBIDDEN,
                f"the Host {', '.join(hosts)!r} is not this server's",
                f"known: {', '.join(sorted(self._hosts))}",
            )
        origins = [value.lower() for name, value in headers if name == b"origin"]
        asks_only = scope["type"] == "http" and scope["method"] in SAFE_METHODS
        if not asks_only and not self._origins.issuperset(origins):
            return Problem(
                HTTPStatus.FORBIDDEN,
                f"the Origin {', '.join(origins)!r} may not use this server",
                "only its own page may",
            )
        if self._open >= limits.CONNECTIONS:
            return Problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"{self._open} connections are open, as many as are allowed",
                "close some and try again",
            )
        length = next((value for name, value in headers if name == b"content-length"), "0")
        if length.isdecimal() and int(length[:20]) > _most(scope):
            return too_large(_most(scope))
        return None

    async def _http(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        body = Body(receive, _most(scope), complete=not _has_body(scope))
        long = scope["path"].startswith(LONG)
        seconds = limits.LEARN_SECONDS if long else limits.READ_SECONDS
        started = False

        async def watched(message: "Message") -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(seconds):
                await self._app(scope, body.receive, watched)
                return
        except TimeoutError:
            late = f"within {seconds:g} s"
            if body.complete:
                problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"not read {late}")
            else:
                problem = Problem(HTTPStatus.REQUEST_TIMEOUT, f"the request did not arrive {late}")
        except Exception as error:
            if body.gone:
                return
            problem = problem_of(error)
            _log_unexpected(error)
        if not started:
            await _refuse(scope, send, problem)

    async def _websocket(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        allowance = Allowance(limits.MESSAGES_PER_SECOND)
        closed = False

        async def close(code: int, reason: str) -> "Message":
            nonlocal closed
            if not closed:
                closed = True
                await send({"type": "websocket.close", "code": code, "reason": reason})
            return {"type": "websocket.disconnect", "code": code, "reason": reason}

        async def metered() -> "Message":
            nonlocal closed
            try:
                async with asyncio.timeout(limits.IDLE_SECONDS):
                    message = await receive()
            except TimeoutError:
                return await close(GOING_AWAY, f"no ink for {limits.IDLE_SECONDS:g} s")
            if message["type"] == "websocket.disconnect":
                closed = True
            elif message_size(message) > limits.MESSAGE_BYTES:
                return await close(TOO_BIG, f"over {limits.MESSAGE_BYTES} bytes in a message")
            elif not allowance.take():
                return await close(
                    POLICY, f"over {limits.MESSAGES_PER_SECOND} messages in a second"
                )
            return message

        async def unless_closed(message: "Message") -> None:
            if not closed:
                await send(message)

        try:
            await self._app(scope, metered, unless_closed)
        except Exception as error:
            if not closed:
                _log_unexpected(error)
                await close(INTERNAL, "an unexpected error")


def _most(scope: "Scope") -> int:
    """Bytes of a request's body: a picture may have more than all else."""
    return limits.BODY_BYTES if scope["path"] == PICTURES else limits.INK_BYTES


def _has_body(scope: "Scope") -> bool:
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


def _log_unexpected(error: Exception) -> None:
    if problem_of(error).status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("unexpected %s: %s", type(error).__name__, error)


def _with_headers(send: "Send") -> "Send":
    async def with_headers(message: "Message") -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            headers = list(message.get("headers", []))
            if not any(name.lower() == b"cache-control" for name, _ in headers):
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers + SECURITY_HEADERS}
        await send(message)

    return with_headers


async def _refuse(scope: "Scope", send: "Send", problem: Problem) -> None:
    """Answer with the problem, at the handshake where it is a WebSocket."""
    kind = "http.response"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": POLICY, "reason": problem.message})
            return
        kind = "websocket.http.response"
    body = json.dumps(problem.to_dict()).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": f"{kind}.start", "status": int(problem.status), "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
