"""digitink read: pictures and ink files to digits."""

import csv
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digitink import limits
from digitink.cli.printing import echo
from digitink.errors import DataError, InputError
from digitink.reading import Reading

if TYPE_CHECKING:
    from digitink.model import Model

UNREADABLE = 3
NOTHING_SURE = 4

COLUMNS = ("source", "text", "probability", "unsure", "error")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: a reading, or an error and an empty reading."""

    source: str
    reading: Reading
    error: str | None = None


@click.command("read")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--single", is_flag=True, help="Each FILE holds one digit; never split it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a FILE.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table with a row a FILE.")
@click.option(
    "--submission",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.csv",
    help="FILE is Kaggle's test.csv: read each row as one digit, write its answer file.",
)
@click.option("--strict", is_flag=True, help="Leave with code 4 where a reading is unsure.")
@click.option(
    "--model",
    metavar="NAME|FILE.onnx",
    help="The model that reads: a shipped one by name, or a file.  [default: the default model]",
)
@click.pass_context
def command(
    context: click.Context,
    *,
    files: tuple[str, ...],
    single: bool,
    as_json: bool,
    as_csv: bool,
    submission: Path | None,
    strict: bool,
    model: str | None,
) -> None:
    """Read the digits in pictures and ink files.

    FILE is a picture (PNG, JPEG, GIF, BMP, PPM, TIFF, WebP), ink as JSON, or - for either on
    standard input. Of a picture with several pages the first is read. A FILE that cannot be read
    does not stop the others; the exit code is then 3. It is 4 where a FILE holds no digits.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    if submission is not None and (len(files) > 1 or single or as_json or as_csv or strict):
        raise click.UsageError("--submission takes one FILE and --model, nothing else")
    from digitink.model import load_model
    from digitink.reader import read

    opened = load_model(model)
    if submission is not None:
        _submit(opened, Path(files[0]), submission)
        return
    if as_csv:
        echo(_row(COLUMNS), nl=False)
    outcomes = []
    for name in files:
        source = _standard_input() if name == "-" else name
        shown = click.format_filename(name)
        try:
            outcome = Outcome(shown, read(source, single=single, model=opened))
        except InputError as error:
            outcome = Outcome(shown, Reading(), str(error))
        outcomes.append(outcome)
        if as_json:
            echo(json.dumps(_object(outcome, opened.name)))
        elif as_csv:
            echo(_row(_cells(outcome)), nl=False)
        else:
            _print(outcome, prefix=f"{shown}: " if len(files) > 1 else "")
    context.exit(_exit_code(outcomes, strict=strict))


def _submit(model: "Model", source: Path, target: Path) -> None:
    from digitink.data.submission import submit

    try:
        n = submit(model, source, target)
    except DataError as error:  # what is to be read is input, not digitink's own data
        raise InputError(error.message, hint=error.hint) from error
    echo(f"wrote {n:,} answers to {target}", err=True)


def _standard_input() -> bytes:
    """All of standard input, at most one byte more than is read."""
    return sys.stdin.buffer.read(limits.PICTURE_BYTES + 1)


def _print(outcome: Outcome, prefix: str) -> None:
    """A line for each line of digits; what is no digit goes to stderr."""
    if outcome.error is not None:
        echo(f"digitink: {outcome.error}", err=True)
    elif not outcome.reading.lines:
        echo(f"digitink: no digits in {outcome.source}", err=True)
    for line in outcome.reading.lines:
        doubt = "  (unsure)" if any(digit.unsure for digit in line.digits) else ""
        echo(f"{prefix}{line.text}{doubt}")


def _object(outcome: Outcome, model: str) -> dict[str, Any]:
    return {
        "source": outcome.source,
        **outcome.reading.to_dict(),
        "model": model,
        "error": outcome.error,
    }


def _cells(outcome: Outcome) -> tuple[str, ...]:
    digits = outcome.reading.digits
    return (
        outcome.source,
        outcome.reading.text,
        f"{min(digit.probability for digit in digits):.4f}" if digits else "",
        str(outcome.reading.unsure).lower() if digits else "",
        outcome.error or "",
    )


def _row(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)  # it quotes what holds the terminator
    return text.getvalue()


def _exit_code(outcomes: list[Outcome], *, strict: bool) -> int:
    if any(outcome.error is not None for outcome in outcomes):
        return UNREADABLE
    unsure = strict and any(outcome.reading.unsure for outcome in outcomes)
    return NOTHING_SURE if unsure or not all(o.reading.digits for o in outcomes) else 0
