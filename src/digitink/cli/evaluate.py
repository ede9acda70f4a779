"""digitink evaluate: how well a model does on data sets with known labels."""

import json
import math
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from digitink.evaluate.measure import Measurement


@click.command("evaluate")
@click.option(
    "--model",
    metavar="NAME|FILE.onnx",
    help="The model to measure: a shipped one by name, or a file.  [default: the default model]",
)
@click.option(
    "--data",
    multiple=True,
    default=["mnist-test"],
    show_default=True,
    metavar="NAME|PATH",
    help="What to measure it on: a data set by name, or your own by path; may be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a data set.")
def command(model: str | None, data: tuple[str, ...], as_json: bool) -> None:
    """Measure a model on data sets whose labels are known.

    Prints accuracy with its 95 % interval, loss, calibration error, the share marked unsure, the
    scores of each digit and the confusion matrix.
    """
    from digitink.data import load
    from digitink.evaluate.measure import measure
    from digitink.model import load_model

    opened = load_model(model)
    sets = [load(name) for name in data]  # all of them first: a wrong name costs no waiting
    for position, samples in enumerate(sets):
        measurement = measure(opened, samples)
        if as_json:
            click.echo(json.dumps(measurement.to_dict()))
        else:
            if position:
                click.echo()
            click.echo(table(measurement))


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
            *_class_lines(m),
            "",
            "confusion: a row is what it is, a column what it was read as",
            *_confusion_lines(m),
        ]
    )


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
