"""digitink models: the models that come with digitink."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from digitink.model import Model

_ROW = "{:<18}{:>11}{:>9}  {:<11}{}"


@click.group("models")
def command() -> None:
    """List and show the models that come with digitink.

    Each is an .onnx file and a .json card that says what it was trained on and how well it does.
    The SHA-256 on the card is checked whenever a model is opened.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a model.")
def list_models(as_json: bool) -> None:
    """List the models, the default one marked."""
    from digitink.model import DEFAULT, load_model, names

    if not as_json:
        click.echo(_ROW.format("name", "parameters", "bytes", "recipe", "accuracy"))
    for name in names():
        facts = _facts(load_model(name), default=name == DEFAULT)
        if as_json:
            click.echo(json.dumps(facts))
            continue
        best = [f"{figure['accuracy']:.2%} on {figure['data']}" for figure in facts["figures"]]
        mark = " (default)" if facts["default"] else ""
        columns = (f"{facts['parameters']:,}", f"{facts['bytes']:,}", facts["recipe"])
        click.echo(_ROW.format(name + mark, *columns, ", ".join(best)))


@command.command()
@click.argument("name", metavar="NAME|FILE.onnx")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(name: str, as_json: bool) -> None:
    """Show the card of a model: figures, size, hash, and what it was trained on."""
    from digitink.model import DEFAULT, load_model

    facts = _facts(load_model(name), default=name == DEFAULT)
    click.echo(json.dumps(facts) if as_json else _page(facts))


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
    return (
        f"{figure['data']}: {figure['accuracy']:.2%} of {figure['n']:,} right,"
        f" loss {figure['loss']:.4f} nats, calibration error {figure['calibration_error']:.4f}"
    )


def _training(key: str, value: Any) -> str:
    return f"{key.replace('_', ' ')}: {_plain(value)}"


def _plain(value: Any) -> str:
    """JSON without its punctuation."""
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {_plain(v)}" for key, v in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return f"{value:,}" if type(value) is int else str(value)
