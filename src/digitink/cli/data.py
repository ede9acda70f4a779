"""digitink data: the data sets that digitink knows, whether they are here; and other formats."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digitink.cli.printing import echo
from digitink.errors import UsageError

if TYPE_CHECKING:
    from digitink.data.catalogue import Entry


FORMATS = ("csv", "idx", "json", "png")


@click.group("data")
def command() -> None:
    """List, show and export the data sets that train and evaluate know by name.

    MNIST lies in the package. The others are looked for in $DIGITINK_DATA, then in digitink's
    folder among your data; `digitink data show NAME` says where to get them and where to put them.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a data set.")
def list_sets(as_json: bool) -> None:
    """List the data sets, and which of them are here."""
    from digitink.data.catalogue import ENTRIES

    if not as_json:
        echo(_ROW.format("name", "samples", "writers", "use", "here", "licence"))
    for entry in ENTRIES:
        facts = _facts(entry)
        if as_json:
            echo(json.dumps(facts))
            continue
        echo(
            _ROW.format(
                entry.name,
                f"{entry.n:,}",
                "?" if entry.writers is None else entry.writers,
                "training" if entry.trainable else "measuring",
                facts["state"],
                entry.origin.licence,
            )
        )


_ROW = "{:<19}{:>8}{:>9}  {:<11}{:<9}{}"


@command.command()
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(name: str, as_json: bool) -> None:
    """Show what is known of the data set NAME, where it lies and how much of what it holds."""
    from digitink.data import load
    from digitink.data.catalogue import entry

    facts = _facts(entry(name))
    if facts["state"] == "present":
        facts["counts"] = load(name).counts()
    echo(json.dumps(facts) if as_json else _page(facts))


@command.command("export")
@click.argument("name", metavar="NAME|PATH")
@click.option(
    "--to",
    type=click.Choice(FORMATS),
    required=True,
    help="csv: Kaggle's digit-recognizer, label,pixel0,...,pixel783. idx: MNIST's own. json: ink"
    " (.jsonl: a line a digit). png: folders 0 to 9 of pictures.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="The file, in the place of what is there; for png a folder that is made.",
)
@click.option("--no-labels", is_flag=True, help="With csv: pixels alone, as Kaggle's test.csv.")
def export(name: str, to: str, out: Path, no_labels: bool) -> None:
    """Write a data set for other programs: one by its NAME, or your own by its PATH.

    csv and idx hold each digit in MNIST's frame of 28x28, as networks see it. json and png hold it
    as it was drawn.
    """
    from digitink.data import csv_files, formats, load

    if no_labels and to != "csv":
        raise UsageError("--no-labels is for --to csv", hint="leave it out")
    formats.check_name(out, to)
    samples = load(name)
    if no_labels:
        csv_files.write(samples, out, labelled=False)
    else:
        formats.write(samples, out, to)
    echo(f"wrote {len(samples):,} digits to {out}", err=True)


def _facts(entry: "Entry") -> dict[str, Any]:
    """What the catalogue says and what was found of the files, as plain values."""
    from digitink.data.store import look_for

    found = look_for(entry)
    return {
        **entry.to_dict(),
        "state": found.state,
        "folder": found.folder and str(found.folder),
        "problem": found.problem,
    }


def _page(facts: dict[str, Any]) -> str:
    """The facts for people to read: a line each."""
    writers = "unknown" if facts["writers"] is None else f"{facts['writers']:,}"
    lines = [
        ("", f"{facts['name']}: {facts['what']}"),
        ("title", facts["title"]),
        ("samples", f"{facts['n']:,}"),
        ("writers", writers),
        ("use", "training" if facts["trainable"] else "measuring only, never trained on"),
        ("licence", facts["licence"]),
        ("home", facts["home"]),
        ("credit", facts["citation"]),
        *(("file", f"{path}  SHA-256 {sha256}") for path, sha256 in facts["files"].items()),
        ("here", facts["problem"] or f"in {facts['folder']}"),
    ]
    if "counts" in facts:
        counts = "  ".join(f"{text}: {count:,}" for text, count in facts["counts"].items())
        lines.append(("counts", counts))
    return "\n".join(f"{key:9}{value}" if key else value for key, value in lines)
