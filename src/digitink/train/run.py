"""A whole run: train on a corpus, keep the best, test it once, export and check it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter

import torch
from torch import Tensor

import digitink
from digitink import durable
from digitink.data import Frames
from digitink.errors import TrainingError
from digitink.evaluate.history import Epoch
from digitink.model import Card, Model, load_model, open_session
from digitink.train import checkpoint, corpora, folder, pair
from digitink.train import recipe as recipes
from digitink.train.corpus import Corpus, Making, joined
from digitink.train.device import Device, prepare
from digitink.train.examine import Examination, examine
from digitink.train.export import check, to_onnx, write_model
from digitink.train.fit import Data, Ending, Step, begin, fit, predict
from digitink.train.folder import Run
from digitink.train.network import build
from digitink.train.quantise import quantise
from digitink.train.recipe import Recipe
from digitink.train.reporting import Reported, write_report


@dataclass(frozen=True, slots=True)
class Second:
    """From here on it is the second network that is trained, by this recipe."""

    recipe: Recipe


Event = Making | Run | Second | Step | Epoch | Reported
Report = Callable[[Event], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended. Accuracies 0..1; losses in nats, with the temperature.

    `epochs`: how many were done; `best_epoch`: the one that was kept and exported. It is tested
    only once training is over: after an interruption the two figures of the test are None. Where
    there is a second network, epochs and validation are the first's, and the test is of both.
    `training_seconds`: of all epochs, validation among them. `seconds`: of this call, all in all.
    """

    run: str
    model: str
    recipe: str
    seed: int
    ending: Ending
    epochs: int
    best_epoch: int
    validation_accuracy: float
    validation_loss: float
    test_accuracy: float | None
    test_loss: float | None
    training_seconds: float
    seconds: float


def start(
    recipe: Recipe,
    seed: int,
    device: Device,
    out: Path,
    *,
    report: Report = lambda _: None,
    stop: Stop = lambda: False,
) -> Result | None:
    """Build the recipe's corpus, begin a run in a new folder within `out`, and carry it out.

    `report` hears of the making of the corpus, of the run, of each epoch, now and then of its
    steps, and of the page that the run leaves; training ends after the step at which `stop` says
    so. None where it was stopped before there was anything to keep. Raises TrainingError, and
    DataError where the corpus cannot be built.
    """
    began = perf_counter()
    folder.check_place(out)  # a corpus may take minutes: what is in the way of a run is said before
    corpus = corpora.build(recipe.corpus, recipe.data, report=report, stop=stop)
    if corpus is None:
        return None
    run = folder.create(out, recipe, seed, device, corpus.facts())
    report(run)
    return _carry_out(run, corpus, report=report, stop=stop, began=began)


def resume(
    run: Run, *, report: Report = lambda _: None, stop: Stop = lambda: False
) -> Result | None:
    """Go on with a run as if it had never stopped; otherwise as `start`.

    Raises TrainingError where its training data are others by now.
    """
    began = perf_counter()
    corpus = corpora.build(run.recipe.corpus, run.recipe.data, report=report, stop=stop)
    if corpus is None:
        return None
    if corpus.facts()["sha256"] != run.data.get("sha256"):
        raise TrainingError(
            f"the run in {run.folder} was begun on other training data", hint="start a new run"
        )
    return _carry_out(run, corpus, report=report, stop=stop, began=began)


def _without_folders(recipe: Recipe) -> Recipe:
    """The recipe as a card has it: models are passed on, the folders of this machine are not."""
    return replace(recipe, data=tuple(Path(each).name for each in recipe.data))


def finished(run: Run) -> Result | None:
    """How a run ended; None where it has not, or was interrupted.

    Raises TrainingError where the file that says so was damaged.
    """
    path = run.folder / "result.json"
    try:
        result = Result(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(f"{path} was damaged: {error}", hint="start a new run") from error
    if result.ending == "interrupted":
        return None
    return replace(result, run=str(run.folder), model=str(run.model))  # which may have been moved


def _carry_out(
    run: Run, corpus: Corpus, *, report: Report, stop: Stop, began: float
) -> Result | None:
    prepare(run.device)
    data = Data(*_tensors(corpus.training, run.device), *_tensors(corpus.validation, run.device))
    state = begin(run.recipe, run.seed, run.device)
    if run.last.exists():
        checkpoint.load_state(run.last, state)
    run.forget_after(state.epoch)

    def keep(epoch: Epoch, better: bool) -> None:
        # In this order: whatever `last` relies on is there before it.
        if better:
            facts = {
                "network": run.recipe.network,
                "epoch": epoch.epoch,
                "accuracy": epoch.validation_accuracy,
                "loss": epoch.validation_loss,
            }
            checkpoint.save_weights(run.best, state.network, facts)
        run.add_epoch(epoch)
        checkpoint.save_state(run.last, state)

    ending = fit(state, run.recipe, run.seed, data, run.device, keep=keep, report=report, stop=stop)
    if not state.best_epoch:
        if ending == "interrupted":
            return None
        raise TrainingError(
            f"the loss is no finite number in epoch {state.epoch + 1}; nothing was kept",
            hint="try another seed",
        )
    second, failed = None, None
    if run.recipe.second and ending in ("complete", "early"):
        try:
            second = _second(run, report=report, stop=stop)
        except TrainingError as error:
            failed = error
        ending = "interrupted" if second is None else ending
    result, found = _finish(run, ending, state.epoch, corpus, second, began=began)
    report(write_report(run, found))
    if failed is not None:
        raise TrainingError(
            f"the second network: {failed}; the first alone was exported to {result.model},"
            " untested",
            hint="start a new run with another seed",
        )
    if ending == "diverged":
        raise TrainingError(
            f"the loss is no finite number in epoch {state.epoch + 1}; the best, of epoch"
            f" {state.best_epoch}, was kept, tested and exported to {result.model}"
        )
    return result


def _second(run: Run, *, report: Report, stop: Stop) -> Model | None:
    """The second network, trained in a run within the run's folder; None where that was stopped.

    Of as many epochs, and of the same data where they are the user's own. Raises TrainingError
    where it came to no end.
    """
    recipe = replace(
        recipes.find(run.recipe.second), epochs=run.recipe.epochs, data=run.recipe.data
    )
    within = [folder.find(path.parent) for path in sorted(run.folder.glob("*/run.json"))]
    begun = [one for one in within if (one.recipe, one.seed) == (recipe, run.seed)]
    result = finished(begun[0]) if begun else None
    if result is None:
        report(Second(recipe))
        if begun:
            result = resume(begun[0], report=report, stop=stop)
        else:
            result = start(recipe, run.seed, run.device, run.folder, report=report, stop=stop)
    if result is None or result.ending == "interrupted":
        return None
    if result.ending == "diverged":
        raise TrainingError(f"the loss became no finite number, as {result.run} tells")
    return load_model(result.model)


def _tensors(parts: tuple[Frames, ...], device: Device) -> tuple[Tensor, Tensor]:
    """Images (N, 1, 28, 28) uint8 and labels (N,) int64 of all parts, on the device."""
    frames = joined(parts)
    images, labels = torch.from_numpy(frames.images), torch.from_numpy(frames.labels)
    return images.unsqueeze(1).to(device.torch), labels.to(device.torch)


def _finish(
    run: Run, ending: Ending, epochs: int, corpus: Corpus, second: Model | None, *, began: float
) -> tuple[Result, Examination]:
    """Examine the best weights, export them, with those of a second network, write the result."""
    network = build(run.recipe.network)
    best = checkpoint.load_weights(run.best, network)
    over = ending != "interrupted"
    seconds = sum(epoch.seconds for epoch in run.epochs())
    data = to_onnx(network)
    if run.recipe.quantised:
        data = quantise(data, joined(corpus.training).images)
    card = Card(
        name=run.folder.resolve().name,
        sha256="",  # write_model knows it
        temperature=1.0,  # this, the threshold and the figures are found below
        unsure_below=0.0,
        recipe=run.recipe.name,
        seed=run.seed,
        parameters=sum(p.numel() for p in network.parameters()),
        digitink=digitink.__version__,
        training={
            **run.data,
            "recipe": asdict(_without_folders(run.recipe)),
            "epochs": epochs,
            "best_epoch": best["epoch"],
            "seconds": round(seconds, 1),
            "device": asdict(run.device),
            "versions": folder.versions(),
        },
    )
    # The model itself is examined, as readers will run it, and not what it was made from.
    model = Model(card, run.model, open_session(data, run.model))
    held = joined(corpus.validation)
    here = Device("cpu", False, run.device.threads)
    expected = predict(network, _tensors(corpus.validation, here)[0], here).numpy()
    check(model.run(held.images)[0], expected, exact=not run.recipe.quantised)
    if second is not None:
        data, card = pair.together(model, data, second, held.images)
        model = Model(card, run.model, open_session(data, run.model))
    found = examine(lambda images: model.run(images)[0], corpus, test=over)
    card = replace(
        card,
        temperature=found.temperature,
        unsure_below=found.unsure_below,
        training={**card.training, "unsure_below": found.doubt},
        figures=found.figures,
    )
    write_model(run.model, data, card)
    result = Result(
        run=str(run.folder),
        model=str(run.model),
        recipe=run.recipe.name,
        seed=run.seed,
        ending=ending,
        epochs=epochs,
        best_epoch=best["epoch"],
        validation_accuracy=best["accuracy"],
        validation_loss=best["loss"],
        test_accuracy=found.figures[-1]["accuracy"] if over else None,
        test_loss=found.loss if over else None,
        training_seconds=seconds + (second.card.training["seconds"] if second else 0),
        seconds=perf_counter() - began,
    )
    text = json.dumps(asdict(result), indent=2) + "\n"
    durable.write(run.folder / "result.json", text.encode())
    return result, found
