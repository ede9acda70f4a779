"""digitink evaluate: how well a model does on data sets with known labels."""

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from digitink.errors import UsageError

if TYPE_CHECKING:
    from digitink.evaluate.measure import Measurement
    from digitink.model import Model

DEFAULT_DATA = "mnist-test"


@click.command("evaluate")
@click.option(
    "--model",
    metavar="NAME|FILE.onnx",
    help="The model to measure: a shipped one by name, or a file.  [default: the default model]",
)
@click.option(
    "--data",
    multiple=True,
    show_default=DEFAULT_DATA,
    metavar="NAME|PATH",
    help="What to measure it on: a data set by name, or your own by path; may be given again.",
)
@click.option(
    "--suite",
    is_flag=True,
    help="Instead of --data: one table over all known handwriting for measuring that is here,"
    " and over letters, of which the more are marked unsure, the better.",
)
@click.option(
    "--corrupt",
    is_flag=True,
    help="Instead of --data: one table over MNIST's test images under the fifteen corruptions of"
    " MNIST-C, and the mean.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a measurement.")
def command(
    model: str | None, data: tuple[str, ...], suite: bool, corrupt: bool, as_json: bool
) -> None:
    """Measure a model on data sets whose labels are known.

    Prints accuracy with its 95 % interval, loss (the mean negative log-likelihood in nats),
    calibration error and the share marked unsure; without --suite and --corrupt also the scores of
    each digit and the confusion matrix.
    """
    from digitink.model import load_model

    if (bool(data), suite, corrupt).count(True) > 1:
        raise UsageError(
            "--data, --suite and --corrupt exclude each other", hint="give one of them"
        )
    opened = load_model(model)
    if suite:
        _suite(opened, as_json)
    elif corrupt:
        _corrupt(opened, as_json)
    else:
        _each(opened, data or (DEFAULT_DATA,), as_json)


def _each(model: "Model", data: Sequence[str], as_json: bool) -> None:
    from digitink.data import load
    from digitink.evaluate.measure import measure

    sets = [load(name) for name in data]  # all of them first: a wrong name costs no waiting
    for position, samples in enumerate(sets):
        measurement = measure(model, samples)
        if as_json:
            click.echo(json.dumps(measurement.to_dict()))
        else:
            if position:
                click.echo()
            click.echo(table(measurement))


def _suite(model: "Model", as_json: bool) -> None:
    from digitink.evaluate.suite import find, measure_all
    from digitink.evaluate.summary import cells

    found = find()
    if not as_json:
        click.echo(_head(f"model {model.name}"))
    for result in measure_all(model, found):
        click.echo(json.dumps(result.to_dict()) if as_json else _row(result.data, cells(result)))
    for line in found.missing:
        click.echo(f"digitink: not measured: {line}", err=True)


def _corrupt(model: "Model", as_json: bool) -> None:
    from digitink.data import mnist
    from digitink.evaluate.corrupt import measure_all
    from digitink.evaluate.summary import Mean, cells

    frames = mnist("test")
    if not as_json:
        click.echo(_head(f"{frames.name}, corrupted; model {model.name}"))

    def show(name: str, result: "Measurement | Mean") -> None:
        record = {"corruption": name, **result.to_dict()}
        click.echo(json.dumps(record) if as_json else _row(name, cells(result)))

    measurements = []
    for name, measurement in measure_all(model, frames):
        show(name, measurement)
        measurements.append(measurement)
    show("mean", Mean.over(measurements))


_ROW = "{:<18}{:>7}{:>9}{:>16}{:>8}{:>12}{:>10}"


def _row(name: str, cells: Sequence[str]) -> str:
    return _ROW.format(name, *cells)


def _head(title: str) -> str:
    from digitink.evaluate.summary import HEAD

    return f"{title}\n\n{_row('', HEAD)}"


def table(measurement: "Measurement") -> str:
    """A measurement for people to read: lines of at most 80 columns, up to a million digits."""
    m = measurement
    low, high = m.interval
    return "\n".join(
        [
            f"{m.data}: {m.n:,} digits, model {m.model}",
            "",
            f"accuracy           {m.accuracy:8.2%}  {m.correct:,} right;"
            f" 95 % interval {low:.2%} to {high:.2%}",
            f"loss               {m.loss:8.4f}  negative log-likelihood a digit, nats",
            f"calibration error  {m.calibration_error:8.4f}  15 bins",
            f"unsure             {m.unsure_share:8.2%}  {m.unsure:,} digits",
            "",
            "of the surest answers, how many are wrong:",
            *_coverage_lines(m),
            "",
            *_class_lines(m),
            "",
            "confusion: a row is what it is, a column what it was read as",
            *_confusion_lines(m),
        ]
    )


def _coverage_lines(m: "Measurement") -> list[str]:
    curve = m.risk_coverage
    coverage, risk = curve.from_threshold(m.unsure_below)
    lines = ["answered    wrong  probability at least"]
    lines += [
        f"{point['coverage']:8.2%}{_share(point['risk']):>9}{point['threshold']:12.4f}"
        for point in curve.points()
    ]
    return [
        *lines,
        f"{coverage:8.2%}{_share(risk):>9}{m.unsure_below:12.4f}  the card's threshold",
        f"area under the risk-coverage curve {curve.area:.6f}",
    ]


def _class_lines(m: "Measurement") -> list[str]:
    scores = m.per_class
    lines = ["digit  precision    recall        F1  support"]
    for value, support in enumerate(scores.support):
        shares = (scores.precision[value], scores.recall[value], scores.f1[value])
        columns = "".join(f"{_share(share):>10}" for share in shares)
        lines.append(f"{value:5}{columns:>31}{support:9,}")
    return lines


def _confusion_lines(m: "Measurement") -> list[str]:
    width = max(3, len(str(m.confusion.max()))) + 1
    lines = [" " * 5 + "".join(f"{value:{width}}" for value in range(len(m.confusion)))]
    for value, row in enumerate(m.confusion):
        lines.append(f"{value:5}" + "".join(f"{count or '.':>{width}}" for count in row))
    return lines


def _share(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.2%}"
