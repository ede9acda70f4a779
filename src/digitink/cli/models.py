"""digitink models: the models that come with digitink, and those of other libraries."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digitink import cards
from digitink.cli.printing import echo
from digitink.errors import UsageError

if TYPE_CHECKING:
    from digitink.exchange.exporting import Format
    from digitink.model import Model

FORMATS: "tuple[Format, ...]" = ("keras", "onnx", "safetensors")

_ROW = "{:<18}{:>11}{:>12}  {:<11}{}"


@click.group("models")
def command() -> None:
    """List and show the models that come with digitink; import and export others.

    Each is an .onnx file and a .json card that says what it was trained on and how well it does.
    The SHA-256 on the card is checked whenever a model is opened.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a model.")
def list_models(as_json: bool) -> None:
    """List the models, the default one marked."""
    from digitink.model import DEFAULT, load_model, names

    if not as_json:
        echo(_ROW.format("name", "parameters", "bytes", "recipe", "accuracy"))
    for name in names():
        facts = _facts(load_model(name), default=name == DEFAULT)
        if as_json:
            echo(json.dumps(facts))
            continue
        best = [f"{figure['accuracy']:.2%} on {figure['data']}" for figure in facts["figures"]]
        mark = " (default)" if facts["default"] else ""
        columns = (f"{facts['parameters']:,}", f"{facts['bytes']:,}", facts["recipe"])
        echo(_ROW.format(name + mark, *columns, ", ".join(best)))


@command.command()
@click.argument("name", metavar="NAME|FILE.onnx")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(name: str, as_json: bool) -> None:
    """Show the card of a model: figures, size, hash, and what it was trained on."""
    from digitink.model import DEFAULT, load_model

    facts = _facts(load_model(name), default=name == DEFAULT)
    echo(json.dumps(facts) if as_json else _page(facts))


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--name", metavar="N", help="Of the model.  [default: the name of FILE]")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("models"),
    show_default=True,
    metavar="DIR",
    help="Where the model is written.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the model's card as one JSON object.")
def import_file(file: Path, name: str | None, out: Path, as_json: bool) -> None:
    """Make a model of FILE, which another library wrote.

    FILE is a Keras model (.keras, or .h5 of Keras 2 and 3), an .onnx, or .safetensors of one of
    digitink's own networks. It takes a frame of 28x28 grey pixels and gives ten numbers, for 0 to 9
    in this order. How it wants its pixels (0..1 or 0..255, light ink or dark) is found out by
    asking it MNIST's digits. What holds code, such as a Lambda layer or a pickle, is refused.

    The model it makes, an .onnx and its card, can be given to every command as --model.
    """
    from digitink.exchange.importing import import_model

    imported = import_model(file, name=name, folder=out)
    model = imported.model
    if as_json:
        echo(json.dumps(_facts(model, default=False)))
        return
    echo(f"pixels {imported.pixels.words}")
    for figure in model.card.figures:
        echo(f"{figure['data']}: {figure['accuracy']:.2%} of {figure['n']:,} right")
    echo(f"model {model.path}")


@command.command("export")
@click.argument("name", metavar="NAME|FILE.onnx")
@click.option(
    "--to",
    type=click.Choice(FORMATS),
    required=True,
    help="keras: standard layers, frames in 0..1 to probabilities. onnx: the network and its card."
    " safetensors: the weights of one of digitink's own networks.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where it is written, in the place of what is there.  [default: NAME and its suffix]",
)
def export_file(name: str, to: "Format", out: Path | None) -> None:
    """Write a model for another library: Keras, ONNX, safetensors.

    keras.models.load_model opens what is written for Keras, and gives the same probabilities.
    """
    from digitink.exchange.exporting import export_model
    from digitink.model import load_model

    model = load_model(name)
    if out is None:
        out = Path(f"{model.name}.{to}")
        for taken in (out, *([out.with_suffix(".json")] if to == "onnx" else [])):
            if taken.exists():
                raise UsageError(
                    f"{taken} is there already", hint="say where to write it with --out"
                )
    export_model(model, to, out)
    echo(out)


def _facts(model: "Model", *, default: bool) -> dict[str, Any]:
    """The card and what is known of the file, as plain values."""
    return {
        **asdict(model.card),
        "default": default,
        "path": str(model.path),
        "bytes": model.path.stat().st_size,
    }


def _page(facts: dict[str, Any]) -> str:
    """The facts for people to read: a line each."""
    default = ", the default model" if facts["default"] else ""
    lines = [
        ("", f"{facts['name']}: reads one of {len(facts['labels'])} digits{default}"),
        ("file", facts["path"]),
        ("size", f"{facts['bytes']:,} bytes, {facts['parameters']:,} parameters"),
        ("SHA-256", facts["sha256"]),
        ("licence", facts["licence"]),
        ("recipe", f"{facts['recipe']}, seed {facts['seed']}"),
        ("unsure", f"below a probability of {facts['unsure_below']:.4f}"),
        ("scaling", f"logits are divided by the temperature {facts['temperature']:.4f}"),
        *(("measured", _figure(figure)) for figure in facts["figures"]),
        *(("trained", _training(key, value)) for key, value in facts["training"].items()),
    ]
    return "\n".join(f"{key:10}{value}" if key else value for key, value in lines)


def _figure(figure: dict[str, Any]) -> str:
    said = [f"{figure['data']}: {figure['accuracy']:.2%} of {figure['n']:,} right"]
    if "loss" in figure:  # a card may know no more than what is right
        said.append(f"loss {figure['loss']:.4f} nats")
    if "calibration_error" in figure:
        said.append(f"calibration error {figure['calibration_error']:.4f}")
    return ", ".join(said)


def _training(key: str, value: Any) -> str:
    if key == "second":  # a whole training of its own
        return f"second network: {cards.second_network({key: value})}"
    return f"{key.replace('_', ' ')}: {_plain(value)}"


def _plain(value: Any) -> str:
    """JSON without its punctuation."""
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {_plain(v)}" for key, v in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return f"{value:,}" if type(value) is int else str(value)
