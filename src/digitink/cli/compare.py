"""digitink compare: runs and models side by side."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitink.cli.printing import echo

if TYPE_CHECKING:
    from digitink.evaluate.compare import Comparison


@click.command("compare")
@click.argument("runs", nargs=-1, metavar="RUN RUN...")
@click.option(
    "--data",
    multiple=True,
    metavar="NAME|PATH",
    help="What they are to answer: a data set by name, or your own by path; may be given again."
    "  [default: MNIST's test images, and its validation images where all have held those back]",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Also write it, with their learning curves over one another, as one page that needs no"
    " network.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    *, runs: tuple[str, ...], data: tuple[str, ...], report: Path | None, as_json: bool
) -> None:
    """Set training runs and models side by side.

    What differs in their recipes comes first, then their figures, then what of it is chance. A RUN
    is the folder of a training run, the .onnx file of a model, its .json card, or the name of a
    model that comes with digitink. All answer the same digits, and McNemar's test tells whether the
    first differs from each of the others by more than chance.
    """
    from digitink.data import load
    from digitink.evaluate import compare, contenders, page
    from digitink.evaluate.measure import digits

    if report is not None:
        page.check(report)
    found = contenders.find(runs)
    frames = [digits(load(name)) for name in data] or compare.common_frames(found)
    comparison = compare.compare(found, frames)
    echo(json.dumps(comparison.to_dict()) if as_json else table(comparison))
    if report is not None:
        page.write(report, compare.html(comparison))
        echo(f"digitink: report {report}", err=True)


def table(comparison: "Comparison") -> str:
    """A comparison for people to read: a column for each run."""
    from digitink.evaluate.compare import LEVEL

    head = ("", *comparison.names)
    recipe = [(name, *cells) for name, cells in comparison.recipe.items()]
    figures = [(name, *cells) for name, cells in comparison.figures.items()]
    lines = aligned([head, *recipe, *figures])
    parts = [lines[0], "", "recipe", *(lines[1 : len(recipe) + 1] or ["the same"]), "", "figures"]
    parts += lines[len(recipe) + 1 :]
    if comparison.duels:
        parts += ["", f"more than chance?  McNemar's exact test, Holm's correction, p < {LEVEL}"]
        parts += [
            f"{duel.data}: of {duel.n:,}, {duel.first} alone has {duel.only_first:,} right,"
            f" {duel.other} alone {duel.only_other:,}; p = {duel.believed:.2g}: {duel.verdict}"
            for duel in comparison.duels
        ]
    return "\n".join(parts)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines: the first column to the left, all others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
