"""Make docs/help.md: what every command says of itself with --help.

    python scripts/make_help.py

Run it whenever a command's words have changed; a test compares the page with the commands.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from digitink.cli.main import command

PAGE = Path(__file__).parents[1] / "docs" / "help.md"
OPENING = """\
# Every command and option

What each command says of itself with `--help`, made by `python scripts/make_help.py`.

Data goes to stdout, everything else to stderr; an error is one line, with the usage above it where
that was wrong. How a command ended stands in its exit code:

| code | |
| ---: | --- |
| 0 | all went well |
| 1 | an unexpected error, a file that cannot be written, a training that cannot go on |
| 2 | the call is wrong, or an optional package is missing |
| 3 | a picture or ink cannot be read |
| 4 | no digits found; with `--strict`, a reading is unsure |
| 5 | a model, a data set or the file of what was taught is missing, altered or unfit |
| 130 | Ctrl-C |

| variable | |
| --- | --- |
| `DIGITINK_DATA` | the folder in which data sets are looked for first: [data.md](data.md) |
| `DIGITINK_HAND` | the file of what was taught, instead of the one in your data folder |
| `DIGITINK_DEBUG` | set to anything, errors come with their traceback |
| `NO_COLOR` | set to anything, `digitink sample` draws without colours |
"""
WIDTH = 80


def page() -> str:
    """The whole page."""
    program = click.Context(command, info_name="digitink", **width())
    sections = [
        f"## {context.command_path}\n\n```text\n{context.get_help()}\n```"
        for context in contexts(program)
    ]
    return "\n\n".join([OPENING.rstrip(), *sections]) + "\n"


def contexts(context: click.Context) -> Iterator[click.Context]:
    """That of a command and of all below it, in the order of the help."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            found = context.command.get_command(context, name)
            assert found is not None
            yield from contexts(click.Context(found, context, name, **width()))


def width() -> dict[str, int]:
    return {"terminal_width": WIDTH, "max_content_width": WIDTH}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
