"""digitink teach: tell the reader what your own ink is."""

import json
import sys
from typing import TYPE_CHECKING

import click

from digitink import limits
from digitink.cli.printing import echo

if TYPE_CHECKING:
    from digitink.ink import Ink

_ROW = "{:>5}  {:<7}{:<9}{:<22}{}"

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
model_option = click.option(
    "--model",
    metavar="NAME|FILE.onnx",
    help="The model that learns: a shipped one by name, or a file.  [default: the default model]",
)


class InkOrCommand(click.Group):
    """A group whose first argument may be a file instead of a command's name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; `ink` where none is."""
        if args[0] not in self.commands:
            args = ["ink", *args]
        return super().resolve_command(ctx, args)


@click.group("teach", cls=InkOrCommand, subcommand_metavar="FILE LABEL | COMMAND [ARGS]...")
def command() -> None:
    """Teach the reader how you write.

    FILE is ink as JSON (or -), LABEL the digit that it is. The page, the window and the notebook
    pad read accordingly from then on, whichever of them was used to teach. Corrections stay on this
    computer, in the file that `digitink teach list` names.
    """


@command.command(hidden=True)
@click.argument("file", metavar="FILE")
@click.argument("label", metavar="LABEL", type=click.IntRange(0, 9))
@as_json
@model_option
def ink(file: str, label: int, as_json: bool, model: str | None) -> None:
    """Teach that the ink in FILE is the digit LABEL."""
    from digitink.hand import Hand
    from digitink.model import load_model

    taught = Hand().teach(_ink(file), label, model=load_model(model))
    if as_json:
        echo(json.dumps({"id": taught.id, "applied": taught.applied, "why": taught.why}))
    else:
        echo(taught.why)


@command.command("list")
@as_json
@model_option
def list_corrections(as_json: bool, model: str | None) -> None:
    """List what was taught, and which of it readings follow."""
    from digitink.hand import Hand
    from digitink.model import load_model

    hand, opened = Hand(), load_model(model)
    if as_json:
        echo(json.dumps({"path": str(hand.path), **hand.to_dict(opened)}))
        return
    kept = hand.corrections(opened)
    if kept:
        echo(_ROW.format("id", "digit", "strokes", "taught (UTC)", "applied"))
    for one in kept:
        applied = "yes" if one.applied else "no"
        when = f"{one.when:%Y-%m-%d %H:%M}"
        echo(_ROW.format(one.id, one.label, len(one.ink.strokes), when, applied))
    state = "" if hand.enabled else "; switched off"
    many = "1 correction" if len(kept) == 1 else f"{len(kept)} corrections"
    echo(f"{many} in {hand.path}{state}", err=True)


@command.command()
def undo() -> None:
    """Take back what was taught last."""
    from digitink.hand import Hand

    undone = Hand().undo()
    if undone is None:
        echo("nothing is left to take back", err=True)
    else:
        echo(f"taken back: {undone.id}, a {undone.label}")


@command.command()
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--all", "everything", is_flag=True, help="Forget all that was taught.")
def forget(ids: tuple[int, ...], everything: bool) -> None:
    """Forget corrections by their numbers, or --all."""
    from digitink.errors import UsageError
    from digitink.hand import Hand

    if bool(ids) == everything:
        raise UsageError(
            "forget what?", hint="give the ids that digitink teach list shows, or --all"
        )
    hand = Hand()
    if everything:
        echo(f"forgotten: {hand.forget_all()}")
    unknown = [number for number in ids if not hand.forget(number)]
    if unknown:
        raise UsageError(
            f"there is no correction {', '.join(map(str, unknown))}",
            hint="digitink teach list shows those there are",
        )


@command.command()
def on() -> None:
    """Have readings follow what was taught."""
    from digitink.hand import Hand

    Hand().enabled = True


@command.command()
def off() -> None:
    """Have readings take no notice of what was taught; it is kept."""
    from digitink.hand import Hand

    Hand().enabled = False


@command.command()
@click.argument("file", metavar="FILE.jsonl")
def export(file: str) -> None:
    """Write all corrections to FILE as ink JSON lines, for train, evaluate and other tools."""
    from digitink.hand import Hand

    Hand().export(file)


def _ink(file: str) -> "Ink":
    from digitink.errors import InkError
    from digitink.ink import Ink
    from digitink.picture import bytes_of

    data = sys.stdin.buffer.read(limits.INK_BYTES + 1) if file == "-" else bytes_of(file)
    try:
        return Ink.from_json(data)
    except InkError as error:
        raise InkError(
            f"{click.format_filename(file)}: {error.message}", hint=error.hint
        ) from error
