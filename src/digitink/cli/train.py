"""digitink train: train a network on MNIST, test it once, export it."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from digitink.cli.printing import echo, printable
from digitink.errors import MissingExtra, UsageError
from digitink.train import recipe as recipes

if TYPE_CHECKING:
    from digitink.evaluate.history import Epoch
    from digitink.train.device import Device
    from digitink.train.reporting import Reported
    from digitink.train.run import Event, Report, Result, Second

PACKAGES = ("torch", "onnx", "onnxscript", "safetensors", "rich")
FIXED_BY_RUN = ("recipe", "data", "seed", "epochs", "out", "threads")


@click.command("train")
@click.option(
    "--recipe",
    default="standard",
    show_default=True,
    metavar="NAME",
    help=f"How to train: {', '.join(recipes.RECIPES)}.",
)
@click.option(
    "--data",
    multiple=True,
    metavar="NAME|PATH",
    help="Train on this in the place of the recipe's data: a set by name, or your own by path (a"
    " folder of pictures by digit, Kaggle's CSV, IDX, .npz, ink JSON); may be given again.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--epochs", type=click.IntRange(min=1), help="Other than the recipe's.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("runs"),
    show_default=True,
    metavar="DIR",
    help="Where the run's folder is made.",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Go on with the run in this folder, as if it had never stopped.",
)
@click.option(
    "--threads", type=click.IntRange(min=1), help="Of the processor.  [default: all cores]"
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_context
def command(
    context: click.Context,
    *,
    recipe: str,
    data: tuple[str, ...],
    seed: int,
    epochs: int | None,
    out: Path,
    resume: Path | None,
    threads: int | None,
    as_json: bool,
) -> None:
    """Train a network on MNIST, keep the best epoch, test it once and export it.

    The best epoch is chosen on training images that are held back. Ctrl-C ends the training with
    the best so far; what was interrupted or killed goes on with --resume. The recipe everyday is
    trained on other sets too: `digitink data show pendigits.tra` says where they are to be had.
    """
    chosen = recipes.find(recipe)
    if missing := [package for package in PACKAGES if find_spec(package) is None]:
        raise MissingExtra("train", f"training (without {', '.join(missing)})")
    from digitink.train import folder, run
    from digitink.train.device import best_device

    begun: list[Path] = []
    with _stopping() as stop:
        if resume is None:
            chosen = replace(chosen, data=tuple(map(_absolute, data)))
            if epochs is not None:
                chosen = replace(chosen, epochs=epochs)
            device = best_device(threads)
            _say(f"recipe {chosen.name}, seed {seed}, on {_words(device)}")
            with _progress(chosen.epochs) as report:
                noting = _noting(begun, report)
                result = run.start(chosen, seed, device, out, report=noting, stop=stop)
        else:
            for name in FIXED_BY_RUN:
                if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
                    raise UsageError(f"--{name} cannot be given with --resume: the run's own holds")
            found = folder.find(resume)
            result = run.finished(found)
            if result is not None:
                _say(f"the run in {resume} has ended; there is nothing to resume")
            else:
                _say(f"going on in {resume}, on {_words(found.device)}")
                with _progress(found.recipe.epochs) as report:
                    result = run.resume(found, report=report, stop=stop)

    if result is None:
        if resume is None:
            kept = f"to go on: digitink train --resume {begun[0]}" if begun else "nothing was kept"
            _say(f"interrupted before the first epoch ended; {kept}")
        else:
            _say(f"interrupted; {resume} is as it was")
        context.exit(130)
    echo(json.dumps(asdict(result)) if as_json else _summary(result))
    if result.ending == "interrupted":
        _say(f"interrupted; to go on: digitink train --resume {result.run}")
        context.exit(130)


def _absolute(name_or_path: str) -> str:
    """A data set's name as it is, a path from the root: --resume may come from elsewhere."""
    from digitink.data import catalogue

    known = name_or_path in catalogue.names()
    return name_or_path if known else str(Path(name_or_path).absolute())


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """While it lasts, a first Ctrl-C only makes the given function say True."""
    asked = False

    def ask(*_: object) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _say("stopping after this step; Ctrl-C again to leave at once")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


def _noting(begun: list[Path], report: "Report") -> "Report":
    """A report that also notes the folder of the run."""
    from digitink.train.folder import Run

    def noting(event: "Event") -> None:
        if isinstance(event, Run):
            begun.append(event.folder)
        report(event)

    return noting


def _progress(epochs: int) -> "AbstractContextManager[Report]":
    """What tells the user how it goes: a bar on a terminal, a line an epoch elsewhere."""
    return _bar(epochs) if sys.stderr.isatty() else _lines(epochs)


@contextmanager
def _lines(epochs: int) -> "Iterator[Report]":
    from digitink.evaluate.history import Epoch
    from digitink.train.corpus import Making
    from digitink.train.reporting import Reported
    from digitink.train.run import Second

    def report(event: "Event") -> None:
        if isinstance(event, Epoch):
            _say(_line(event, epochs))
        elif isinstance(event, Second):
            _say(_begun(event))
        elif isinstance(event, Reported):
            _say(_reported(event))
        elif isinstance(event, Making) and event.done == event.frames:
            _say(f"made {event.frames:,} frames")

    yield report


@contextmanager
def _bar(epochs: int) -> "Iterator[Report]":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from digitink.evaluate.history import Epoch
    from digitink.train.corpus import Making
    from digitink.train.fit import Step
    from digitink.train.reporting import Reported
    from digitink.train.run import Second

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[now]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        making = progress.add_task("making frames", visible=False, now="")
        training = progress.add_task("", visible=False, now="")

        def report(event: "Event") -> None:
            if isinstance(event, Making):
                progress.update(
                    making,
                    visible=event.done < event.frames,
                    total=event.frames,
                    completed=event.done,
                    now=f"{event.done:,} of {event.frames:,}",
                )
            elif isinstance(event, Epoch):
                progress.console.print(_line(event, epochs), highlight=False)
            elif isinstance(event, Second):
                progress.console.print(_begun(event), highlight=False)
            elif isinstance(event, Reported):
                progress.console.print(_reported(event), highlight=False, markup=False)
            elif isinstance(event, Step):
                progress.update(
                    training,
                    visible=True,
                    description=f"epoch {event.epoch}/{epochs}",
                    total=epochs * event.steps,
                    completed=(event.epoch - 1) * event.steps + event.step,
                    now=f"loss {event.loss:.4f}  accuracy {event.accuracy:.2%}",
                )

        yield report


def _line(epoch: "Epoch", epochs: int) -> str:
    return (
        f"epoch {epoch.epoch}/{epochs}"
        f"  loss {epoch.train_loss:.4f}  accuracy {epoch.train_accuracy:.2%}"
        f"  validation loss {epoch.validation_loss:.4f}  accuracy {epoch.validation_accuracy:.2%}"
        f"  {epoch.seconds:.1f} s"
    )


def _begun(second: "Second") -> str:
    return f"the second network: recipe {second.recipe.name}"


def _reported(event: "Reported") -> str:
    said = f"no report: {event.problem}" if event.problem else f"report {event.path}"
    return printable(said)


def _summary(result: "Result") -> str:
    if result.test_accuracy is None:
        tested = (
            f"validation accuracy {result.validation_accuracy:.2%},"
            f" loss {result.validation_loss:.4f}; not tested yet"
        )
    else:
        tested = f"test accuracy {result.test_accuracy:.2%}, loss {result.test_loss:.4f}"
    return (
        f"{tested}"
        f" (best epoch {result.best_epoch} of {result.epochs},"
        f" {result.training_seconds:.1f} s of training, {result.seconds:.1f} s in all)\n"
        f"model {result.model}"
    )


def _words(device: "Device") -> str:
    precision = "bfloat16" if device.bfloat16 else "float32"
    threads = "1 thread" if device.threads == 1 else f"{device.threads} threads"
    return f"{device.kind}, {threads}, {precision}"


def _say(text: str) -> None:
    echo(text, err=True)
