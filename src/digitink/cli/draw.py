"""digitink draw: a page or a window to write on, read while you write."""

import os
import sys
import threading

import click

PORT = 8517


@click.command("draw")
@click.option("--window", is_flag=True, help="Draw in a window of its own, without a browser.")
@click.option("--dark/--light", default=None, help="The window's colours.  [default: the desktop's]")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    metavar="N",
    help=f"Where to serve the page; a taken port is moved past.  [default: {PORT}]",
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@click.option(
    "--model",
    metavar="NAME|FILE.onnx",
    help="The model that reads: a shipped one by name, or a file.  [default: the default model]",
)
def command(
    *, window: bool, dark: bool | None, port: int | None, no_browser: bool, model: str | None
) -> None:
    """Draw digits in the browser, or a window, and see them read while you draw.

    Serves a page to this computer alone and prints its address. Ctrl-C ends it. With --window it
    opens a window instead, which Q or Esc closes.
    """
    if window:
        if port is not None or no_browser:
            raise click.UsageError("--window serves no page: it takes no --port or --no-browser")
        from digitink import desktop

        desktop.run(model, dark=dark)
        return
    if dark is not None:
        raise click.UsageError("--dark and --light are for --window; the page follows the browser")
    from digitink.hand import Hand
    from digitink.model import load_model
    from digitink.server.app import create_app
    from digitink.server.run import ADDRESS, hosts_of, listen, port_of, server_of

    opened = load_model(model)
    with listen(PORT if port is None else port) as sock:
        found = port_of(sock)
        if port and found != port:
            click.echo(f"port {port} is taken, using {found}", err=True)
        address = f"http://{ADDRESS}:{found}/"

        def on_ready() -> None:
            click.echo(address)
            click.echo("Ctrl-C ends it", err=True)
            if not no_browser and has_screen():
                # In a thread: some browsers return from this only when they are closed.
                threading.Thread(target=open_browser, args=(address,), daemon=True).start()

        app = create_app(opened, Hand(), hosts=hosts_of(found), on_ready=on_ready)
        server_of(app).run(sockets=[sock])


def has_screen() -> bool:
    """Whether a browser would open in a window: elsewhere one may take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def open_browser(address: str) -> None:
    """Open the page; where that fails, the printed address is there."""
    import contextlib
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
