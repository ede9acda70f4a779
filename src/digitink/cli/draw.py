"""digitink draw: a page or a window to write on, read while you write."""

import click

from digitink.cli.serving import browser_option, port_option, serve


@click.command("draw")
@click.option("--window", is_flag=True, help="Draw in a window of its own, without a browser.")
@click.option(
    "--dark/--light", default=None, help="The window's colours.  [default: the desktop's]"
)
@port_option
@browser_option
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

    opened, hand = load_model(model), Hand()
    serve(
        lambda hosts, on_ready: create_app(opened, hand, hosts=hosts, on_ready=on_ready),
        port=port,
        no_browser=no_browser,
    )
