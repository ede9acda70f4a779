"""digitink sample: one MNIST test image, and what the model makes of it."""

import json
import os
import random
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Frame = npt.NDArray[np.uint8]

BAR = 40  # columns of the longest bar
SHADES = " ░▒▓█"
ASCII_SHADES = " .:-=+*#%@"


@click.command("sample")
@click.option("--index", type=click.IntRange(0, 9_999), metavar="N", help="Which one, 0 to 9999.")
@click.option("--seed", type=int, metavar="N", help="Choose the same one again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--model",
    metavar="NAME|FILE.onnx",
    help="The model that reads: a shipped one by name, or a file.  [default: the default model]",
)
def command(index: int | None, seed: int | None, as_json: bool, model: str | None) -> None:
    """Show one MNIST test image and what the model makes of it.

    A random one without --index.
    """
    if index is not None and seed is not None:
        raise click.UsageError("--index and --seed exclude each other")
    from digitink.data import mnist
    from digitink.model import load_model

    opened = load_model(model)
    test = mnist("test")
    if index is None:
        index = random.Random(seed).randrange(len(test.labels))
    frame, label = test.images[index], int(test.labels[index])
    probabilities = opened.probabilities(frame[None])[0].tolist()
    value = max(range(10), key=probabilities.__getitem__)
    unsure = probabilities[value] < opened.card.unsure_below
    if as_json:
        facts = {
            "index": index,
            "label": label,
            "value": value,
            "probability": probabilities[value],
            "probabilities": probabilities,
            "unsure": unsure,
            "model": opened.name,
        }
        click.echo(json.dumps(facts))
        return
    click.echo(picture(frame))
    click.echo()
    doubt = ", unsure" if unsure else ""
    click.echo(f"MNIST test image {index}, a {label}; read as {value}{doubt}")
    click.echo()
    click.echo(bars(probabilities))


def picture(frame: "Frame") -> str:
    """A frame (28, 28) uint8 for the terminal: greys where it shows colours, shades elsewhere."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR") and _encodes("▀"):
        # The upper half of a character cell has the one grey, the lower half the other.
        return "\n".join(
            "".join(f"\x1b[38;5;{_grey(a)};48;5;{_grey(b)}m▀" for a, b in zip(*rows, strict=True))
            + "\x1b[0m"
            for rows in zip(frame[::2].tolist(), frame[1::2].tolist(), strict=True)
        )
    shades = SHADES if _encodes(SHADES) else ASCII_SHADES
    # A cell is twice as high as it is wide.
    return "\n".join(
        "".join(2 * shades[value * len(shades) // 256] for value in row).rstrip()
        for row in frame.tolist()
    )


def bars(probabilities: list[float]) -> str:
    """Ten probabilities: a line, a number and a bar each."""
    block = "█" if _encodes("█") else "#"
    return "\n".join(
        f"{value}  {probability:6.1%}  {block * round(BAR * probability)}".rstrip()
        for value, probability in enumerate(probabilities)
    )


def _grey(value: int) -> int:
    """0..255 as one of the 24 greys of a terminal's 256 colours."""
    return 232 + value * 24 // 256


def _encodes(text: str) -> bool:
    """Whether standard output can show `text`."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
