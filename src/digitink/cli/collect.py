"""digitink collect: a page that asks for digits and keeps them as a data set."""

from pathlib import Path

import click

from digitink.cli.serving import browser_option, port_option, serve

PAGE = "collect.html"


@click.command("collect")
@click.option(
    "--out",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the digits are kept; a collection that was begun goes on.",
)
@click.option(
    "--times",
    type=click.IntRange(1, 1_000),
    default=10,
    metavar="N",
    help="How often each digit is asked for.  [default: 10]",
)
@click.option(
    "--writer", default="1", metavar="NAME", help="Who writes, if several do.  [default: 1]"
)
@port_option
@browser_option
def command(*, out: Path, times: int, writer: str, port: int | None, no_browser: bool) -> None:
    """Collect digits in somebody's hand: a data set of their own.

    Serves a page that asks for each digit N times and keeps every one in FOLDER at once. At the end
    FOLDER holds pictures in folders 0 to 9, digits.jsonl (ink JSON lines), digits.csv and IDX
    files; `digitink evaluate --data FOLDER` and `digitink train --data FOLDER` take it. Ctrl-C ends
    it.
    """
    from digitink.data.collection import Collection
    from digitink.hand import Hand
    from digitink.model import load_model
    from digitink.server.app import create_app

    collection = Collection(out, times=times, writer=writer)
    model, hand = load_model(), Hand()
    serve(
        lambda hosts, on_ready: create_app(
            model, hand, hosts=hosts, on_ready=on_ready, collection=collection
        ),
        port=port,
        no_browser=no_browser,
        page=PAGE,
    )
