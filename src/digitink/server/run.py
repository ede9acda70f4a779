"""Listen on this computer, and serve until a signal comes."""

import socket
import sys

import uvicorn
from starlette.types import ASGIApp

from digitink import limits
from digitink.errors import UsageError
from digitink.server.heads import PromptHeads

ADDRESS = "127.0.0.1"
PRIVILEGED = 1024  # ports below are the administrator's on most systems
PORTS_TRIED = 32  # from the wanted one upwards, before any free one is taken


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1, on `port` or, where that is taken, on a later one.

    0: any free port. It listens before this returns, so no other process can come in between and
    a browser that calls early waits. Raises UsageError where the port may not be used at all.
    """
    wanted = [*range(port, min(port + PORTS_TRIED, 65_536)), 0] if port else [0]
    for number in wanted:
        try:
            return _listening(number)
        except OSError as error:
            if isinstance(error, PermissionError) and 0 < number < PRIVILEGED:
                raise UsageError(
                    f"no permission to listen on port {number}",
                    hint=f"choose one from {PRIVILEGED} up",
                ) from None
            continue  # taken, or on Windows reserved
    raise UsageError(f"no free port on {ADDRESS}")


def _listening(port: int) -> socket.socket:
    # asyncio sends without delay only where TCP is named; otherwise the second part of an answer
    # waits for the first one to be acknowledged, which takes 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":  # where SO_REUSEADDR would share a taken port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a port that was just left can be used at once
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((ADDRESS, port))
        sock.listen(limits.CONNECTIONS)
    except BaseException:
        sock.close()
        raise
    return sock


def port_of(sock: socket.socket) -> int:
    """The port that a socket listens on."""
    return int(sock.getsockname()[1])


def hosts_of(port: int) -> list[str]:
    """The values of Host under which this computer reaches itself on `port`."""
    names = [ADDRESS, "localhost", "[::1]"]
    return [f"{name}:{port}" for name in names] + (names if port == 80 else [])


def server_of(app: ASGIApp) -> uvicorn.Server:
    """The server; its `run(sockets=[...])` returns when `should_exit` is set.

    On a signal it closes all connections, then lets the signal do what it does.
    """
    config = uvicorn.Config(
        app,
        http=PromptHeads,
        ws="websockets-sansio",
        ws_max_size=limits.MESSAGE_BYTES,
        ws_per_message_deflate=False,  # this is no network; it would only cost time
        lifespan="on",
        log_config=None,
        log_level="critical",  # the guard logs what is unexpected, in one line and without a trace
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
