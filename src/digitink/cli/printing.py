"""How the commands print: names of files and texts of cards are shown, and steer no terminal."""

import re

import click

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but the tab and the end of a line


def printable(text: str) -> str:
    r"""The text with its control characters as Python writes them, such as \x1b."""
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print text on stdout, or with `err` on stderr."""
    click.echo(printable(str(text)), err=err, nl=nl)
