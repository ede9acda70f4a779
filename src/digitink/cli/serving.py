"""A page that is served to this computer alone and shown in its browser, as draw and collect do."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from digitink.cli.printing import echo

if TYPE_CHECKING:
    from starlette.types import ASGIApp

PORT = 8517

port_option = click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    metavar="N",
    help=f"Where to serve the page; a taken port is moved past.  [default: {PORT}]",
)
browser_option = click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")


def serve(
    app_of: "Callable[[list[str], Callable[[], None]], ASGIApp]",
    *,
    port: int | None,
    no_browser: bool,
    page: str = "",
) -> None:
    """Serve until a signal comes, having printed the address of `page` and opened it.

    `app_of`: given the values of Host to answer to, and what to call once it can answer.
    """
    from digitink.server.run import ADDRESS, hosts_of, listen, port_of, server_of

    with listen(PORT if port is None else port) as sock:
        found = port_of(sock)
        if port and found != port:
            echo(f"port {port} is taken, using {found}", err=True)
        address = f"http://{ADDRESS}:{found}/{page}"

        def on_ready() -> None:
            echo(address)
            echo("Ctrl-C ends it", err=True)
            if not no_browser and has_screen():
                # In a thread: some browsers return from this only when they are closed.
                threading.Thread(target=open_browser, args=(address,), daemon=True).start()

        server_of(app_of(hosts_of(found), on_ready)).run(sockets=[sock])


def has_screen() -> bool:
    """Whether a browser would open in a window: elsewhere one may take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def open_browser(address: str) -> None:
    """Open the page; where that fails, the printed address is there."""
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
