"""A whole run: split the data, train, keep the best, test it once, export and check it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import numpy as np
import torch

import digitink
from digitink.data import Frames, mnist
from digitink.errors import TrainingError
from digitink.evaluate import metrics
from digitink.model import Card
from digitink.train import calibrate, checkpoint, durable, folder
from digitink.train.device import Device, prepare
from digitink.train.export import write_model
from digitink.train.fit import Data, Ending, Epoch, Step, begin, fit, predict
from digitink.train.folder import Run
from digitink.train.network import build
from digitink.train.recipe import Recipe
from digitink.train.split import A_CLASS, stratified

Source = Callable[[Literal["train", "test"]], Frames]
Report = Callable[[Step | Epoch], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended. Accuracies 0..1; losses in nats, without temperature.

    `epochs`: how many were done; `best_epoch`: the one that was kept, tested and exported.
    `training_seconds`: of its epochs, validation among them. `seconds`: of this call, all in all.
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
    test_accuracy: float
    test_loss: float
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
    source: Source = mnist,
    held_back: int = A_CLASS,
) -> Result | None:
    """Begin a run in a new folder within `out`, and carry it out.

    `report` hears of each epoch and now and then of its steps; training ends after the step at
    which `stop` says so. `source` gives the training images and, once at the end, the test images;
    `held_back` of each class are kept for validation. None where it was stopped before there was
    anything to keep. Raises TrainingError.
    """
    began = perf_counter()
    frames = source("train")
    data = {"train": fingerprint(frames), "held_back": held_back}
    run = folder.create(out, recipe, seed, device, data)
    return _carry_out(run, frames, source, report=report, stop=stop, began=began)


def resume(
    run: Run,
    *,
    report: Report = lambda _: None,
    stop: Stop = lambda: False,
    source: Source = mnist,
) -> Result | None:
    """Go on with a run as if it had never stopped; otherwise as `start`."""
    began = perf_counter()
    frames = source("train")
    if fingerprint(frames) != run.data.get("train"):
        raise TrainingError(
            f"the run in {run.folder} was begun on other training data", hint="start a new run"
        )
    return _carry_out(run, frames, source, report=report, stop=stop, began=began)


def finished(run: Run) -> Result | None:
    """How a run ended; None where it has not, or was interrupted."""
    path = run.folder / "result.json"
    try:
        result = Result(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(f"{path} was damaged: {error}", hint="start a new run") from error
    return None if result.ending == "interrupted" else result


def _carry_out(
    run: Run, frames: Frames, source: Source, *, report: Report, stop: Stop, began: float
) -> Result | None:
    prepare(run.device)
    training, held = stratified(frames.labels, run.data["held_back"])
    images = torch.from_numpy(frames.images).unsqueeze(1).to(run.device.torch)
    labels = torch.from_numpy(frames.labels).to(run.device.torch)
    data = Data(images[training], labels[training], images[held], labels[held])
    state = begin(run.recipe, run.seed, run.device)
    if run.last.exists():
        checkpoint.load_state(run.last, state)
    run.forget_after(state.epoch)

    def keep(epoch: Epoch, better: bool) -> None:
        # In this order: whatever `last` relies on is there before it.
        if better:
            facts = {
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
            hint="a lower learning rate may help",
        )
    validation = Frames(f"{frames.name}, held back", frames.images[held], frames.labels[held])
    result = _finish(run, ending, state.epoch, validation, source("test"), began=began)
    if ending == "diverged":
        raise TrainingError(
            f"the loss is no finite number in epoch {state.epoch + 1}; the best, of epoch"
            f" {state.best_epoch}, was kept, tested ({result.test_accuracy:.2%}) and exported to"
            f" {result.model}"
        )
    return result


def _finish(
    run: Run, ending: Ending, epochs: int, validation: Frames, test: Frames, *, began: float
) -> Result:
    """Test the best weights, once, in float32 on the processor; export them; write the result."""
    network = build(run.recipe.network)
    best = checkpoint.load_weights(run.best, network)
    exact = Device("cpu", False, run.device.threads)
    held_logits, test_logits = (
        predict(network, torch.from_numpy(frames.images).unsqueeze(1), exact).numpy()
        for frames in (validation, test)
    )
    temperature = calibrate.temperature(held_logits, validation.labels)
    figures = tuple(
        calibrate.figures(frames.name, logits, frames.labels, temperature)
        for frames, logits in ((validation, held_logits), (test, test_logits))
    )
    seconds = sum(epoch.seconds for epoch in run.epochs())
    card = Card(
        name=run.folder.resolve().name,
        sha256="",  # write_model knows it
        temperature=temperature,
        unsure_below=calibrate.unsure_below(held_logits, validation.labels, temperature),
        recipe=run.recipe.name,
        seed=run.seed,
        parameters=sum(p.numel() for p in network.parameters()),
        digitink=digitink.__version__,
        training={
            "data": [run.data["train"]],
            "held_back": f"{run.data['held_back']} of each class, to choose the epoch,"
            " the temperature and unsure_below by",
            "unsure_below": "the lowest probability from which on the digits held back are"
            f" {calibrate.ACCEPTED_ACCURACY:.1%} right",
            "recipe": asdict(run.recipe),
            "epochs": epochs,
            "best_epoch": best["epoch"],
            "seconds": round(seconds, 1),
            "device": asdict(run.device),
            "versions": folder.versions(),
        },
        figures=figures,
    )
    write_model(run.model, network, card, test.images, test_logits)
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
        test_accuracy=figures[1]["accuracy"],
        test_loss=metrics.nll(test_logits, test.labels),
        training_seconds=seconds,
        seconds=perf_counter() - began,
    )
    text = json.dumps(asdict(result), indent=2) + "\n"
    durable.write(run.folder / "result.json", text.encode())
    return result


def fingerprint(frames: Frames) -> dict[str, Any]:
    """Name, number and hashes of a data set, plain JSON.

    The hashes are those of the IDX files that hold these arrays, so anyone can compare MNIST's.
    """
    images = b"\0\0\x08\x03" + np.array(frames.images.shape, ">u4").tobytes()
    labels = b"\0\0\x08\x01" + np.array(frames.labels.shape, ">u4").tobytes()
    return {
        "name": frames.name,
        "n": len(frames.labels),
        "images_sha256": hashlib.sha256(images + frames.images.tobytes()).hexdigest(),
        "labels_sha256": hashlib.sha256(
            labels + frames.labels.astype(np.uint8).tobytes()
        ).hexdigest(),
    }
