"""digitink evaluate: how well a model does on data sets with known labels."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digitink.cli.printing import echo

if TYPE_CHECKING:
    from digitink.evaluate.answers import Answers
    from digitink.evaluate.measure import Measurement
    from digitink.evaluate.summary import Mean, Row
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
    metavar="NAME|PATH",
    help="What to measure it on: a data set by name, or your own by path; may be given again."
    f"  [default: {DEFAULT_DATA}, without --suite and --corrupt]",
)
@click.option(
    "--suite",
    is_flag=True,
    help="One table over all known handwriting for measuring that is here, and over letters, of"
    " which the more are marked unsure, the better.",
)
@click.option(
    "--corrupt",
    is_flag=True,
    help="One table over MNIST's test images under the fifteen corruptions of MNIST-C, and the"
    " mean.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Also write all of it, with plots and the hardest mistakes, as one page that needs no"
    f" network: the sets of --data (or {DEFAULT_DATA}) closely, each further one as a row.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a measurement.")
def command(
    *,
    model: str | None,
    data: tuple[str, ...],
    suite: bool,
    corrupt: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Measure a model on data sets whose labels are known.

    Prints accuracy with its 95 % interval, loss (the mean negative log-likelihood in nats),
    calibration error and the share marked unsure; of sets given by --data also how many of the
    surest answers are wrong, the scores of each digit and the confusion matrix.
    """
    from digitink.evaluate import page
    from digitink.model import load_model

    if report is not None:
        page.check(report)
    opened = load_model(model)
    if not (data or suite or corrupt):
        data = (DEFAULT_DATA,)
    sets: list[Row] = []
    corruptions: list[Row] = []
    missing: tuple[str, ...] = ()
    answers = _each(opened, data, as_json)
    if suite:
        _gap(as_json, answers)
        sets, missing = _suite(opened, as_json)
    if corrupt:
        _gap(as_json, [*answers, *sets])
        corruptions = _corrupt(opened, as_json)
    if report is not None:
        page.write(report, _page(opened, answers, sets, corruptions, missing))
        echo(f"digitink: report {report}", err=True)


def _each(model: "Model", data: Sequence[str], as_json: bool) -> "list[Answers]":
    from digitink.data import load
    from digitink.evaluate.answers import ask
    from digitink.evaluate.measure import digits, measure_answers

    sets = [load(name) for name in data]  # all of them first: a wrong name costs no waiting
    found: list[Answers] = []
    for samples in sets:
        answers = ask(model, digits(samples))
        measurement = measure_answers(answers)
        if as_json:
            echo(json.dumps(measurement.to_dict()))
        else:
            _gap(as_json, found)
            echo(table(measurement))
        found.append(answers)
    return found


def _suite(model: "Model", as_json: bool) -> "tuple[list[Row], tuple[str, ...]]":
    from digitink.evaluate.suite import find, measure_all
    from digitink.evaluate.summary import row

    found = find()
    if not as_json:
        echo(_head(f"model {model.name}"))
    rows: list[Row] = []
    for result in measure_all(model, found):
        rows.append(row(result.data, result))
        echo(json.dumps(result.to_dict()) if as_json else _line(rows[-1]))
    for line in found.missing:
        echo(f"digitink: not measured: {line}", err=True)
    return rows, found.missing


def _corrupt(model: "Model", as_json: bool) -> "list[Row]":
    from digitink.data import mnist
    from digitink.evaluate.corrupt import measure_all
    from digitink.evaluate.summary import Mean, row

    frames = mnist("test")
    if not as_json:
        echo(_head(f"{frames.name}, corrupted; model {model.name}"))
    rows: list[Row] = []

    def show(name: str, result: "Measurement | Mean") -> None:
        record = {"corruption": name, **result.to_dict()}
        rows.append(row(name, result))
        echo(json.dumps(record) if as_json else _line(rows[-1]))

    measurements = []
    for name, measurement in measure_all(model, frames):
        show(name, measurement)
        measurements.append(measurement)
    show("mean", Mean.over(measurements))
    return rows


def _page(
    model: "Model",
    answers: "list[Answers]",
    sets: "list[Row]",
    corruptions: "list[Row]",
    missing: tuple[str, ...],
) -> str:
    from digitink.data import mnist
    from digitink.evaluate import report
    from digitink.evaluate.answers import ask

    histories, no_history = report.found_beside(model.path)
    return report.html(
        report.Contents(
            card=model.card,
            size=model.path.stat().st_size,
            looked_at=tuple(answers or [ask(model, mnist("test"))]),
            sets=tuple(sets),
            corruptions=tuple(corruptions),
            missing=missing,
            histories=histories,
            no_history=no_history,
        )
    )


def _gap(as_json: bool, before: Sequence[object]) -> None:
    """An empty line between two tables."""
    if before and not as_json:
        echo()


_ROW = "{:<18}{:>7}{:>9}{:>16}{:>8}{:>12}{:>10}"


def _line(row: "Row") -> str:
    return _ROW.format(row.name, *row.cells())


def _head(title: str) -> str:
    from digitink.evaluate.summary import HEAD

    return f"{title}\n\n{_ROW.format('', *HEAD)}"


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
