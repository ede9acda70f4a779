"""The training loop: epochs of shuffled, distorted batches, each followed by validation.

All that is random in an epoch comes from the run's seed and the epoch's number, so a run that goes
on from its last checkpoint computes what it would have computed without the break.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from digitink.data import NO_DIGIT
from digitink.evaluate import metrics
from digitink.evaluate.history import Epoch
from digitink.train import calibrate
from digitink.train.augment import augment
from digitink.train.device import Device
from digitink.train.network import build
from digitink.train.recipe import Recipe
from digitink.train.spoil import spoil

REPORT_STEPS = 20  # between two looks at the loss: each look makes a GPU wait
VALIDATION_BATCH = 500

Ending = Literal["complete", "early", "interrupted", "diverged"]


@dataclass(frozen=True, slots=True)
class Data:
    """Images uint8 (N, 1, 28, 28) and labels int64 (N,), on the device that trains.

    Labels are 0..9; those of training may be `NO_DIGIT` too.
    """

    train_images: Tensor
    train_labels: Tensor
    validation_images: Tensor
    validation_labels: Tensor


@dataclass(frozen=True, slots=True)
class Step:
    """How an epoch is going; loss and accuracy (0..1, of digits) are means since its beginning."""

    epoch: int
    step: int
    steps: int
    loss: float
    accuracy: float


@dataclass(slots=True)
class State:
    """All that changes while a network is trained; the rest is the recipe, the seed, the data.

    `epoch`: how many are done. `best_epoch`: the one of the lowest validation loss, 0 for none yet.
    """

    network: nn.Module
    optimiser: torch.optim.Optimizer
    epoch: int = 0
    best_epoch: int = 0
    best_loss: float = math.inf


def begin(recipe: Recipe, seed: int, device: Device) -> State:
    """A network with its first random weights, and an optimiser for it."""
    torch.manual_seed(_seed(seed, 0))
    network: nn.Module = build(recipe.network).to(device.torch)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    groups: list[dict[str, Any]] = [
        {"params": [p for p in network.parameters() if p.ndim > 1], "weight_decay": recipe.decay},
        {"params": [p for p in network.parameters() if p.ndim == 1]},
    ]
    optimiser = torch.optim.SGD(
        groups,
        lr=recipe.rate,
        momentum=recipe.momentum,
        nesterov=recipe.momentum > 0,
        fused=True,
    )
    return State(network, optimiser)


def fit(
    state: State,
    recipe: Recipe,
    seed: int,
    data: Data,
    device: Device,
    *,
    keep: Callable[[Epoch, bool], None],
    report: Callable[[Step | Epoch], None],
    stop: Callable[[], bool],
) -> Ending:
    """Train `state` on from where it stands to the recipe's end; says why it ended.

    `keep(epoch, better)` is called after each epoch, `better` for the lowest validation loss so
    far. `stop` is asked after each step. Training ends early without a better loss for
    `recipe.patience` epochs, and as "diverged" once the loss is no finite number.
    """
    n = len(data.train_labels)
    # A batch of one has no spread for batch norm: a last frame alone waits for the next epoch.
    steps = math.ceil((n - (n % recipe.batch == 1)) / recipe.batch)
    answers = targets(recipe.smoothing).to(device.torch)
    while state.epoch < recipe.epochs:
        if state.epoch - state.best_epoch >= recipe.patience:
            return "early"
        start = perf_counter()
        number = state.epoch + 1
        torch.manual_seed(_seed(seed, number))
        order = torch.randperm(n, device=device.torch)
        loss_sum = torch.zeros((), device=device.torch)
        right = torch.zeros((), device=device.torch)
        digits = torch.zeros((), device=device.torch)
        seen = 0
        state.network.train()
        for step in range(steps):
            rate = recipe.rate_at((state.epoch + (step + 0.5) / steps) / recipe.epochs)
            for group in state.optimiser.param_groups:
                group["lr"] = rate
            chosen = order[step * recipe.batch : (step + 1) * recipe.batch]
            labels = data.train_labels[chosen]
            frames = _distorted(as_frames(data.train_images[chosen]), recipe)
            with device.precision():
                logits, _ = state.network(frames)
            loss = F.cross_entropy(logits.float(), answers[labels])
            state.optimiser.zero_grad()
            loss.backward()
            state.optimiser.step()

            seen += len(labels)
            loss_sum += loss.detach() * len(labels)
            right += (logits.detach().argmax(dim=1) == labels).sum()
            digits += (labels != NO_DIGIT).sum()
            if step % REPORT_STEPS == 0 or step == steps - 1:
                train_loss = loss_sum.item() / seen
                if not math.isfinite(train_loss):
                    return "diverged"
                train_accuracy = (right / digits).item()
                report(Step(number, step + 1, steps, train_loss, train_accuracy))
            if stop():
                return "interrupted"

        logits = predict(state.network, data.validation_images, device)
        held_loss = _calibrated_loss(logits, data.validation_labels)
        held_accuracy = (logits.argmax(dim=1) == data.validation_labels).float().mean().item()
        if not math.isfinite(held_loss):
            return "diverged"
        state.epoch = number
        better = held_loss < state.best_loss
        if better:
            state.best_epoch, state.best_loss = number, held_loss
        seconds = perf_counter() - start
        done = Epoch(number, train_loss, train_accuracy, held_loss, held_accuracy, rate, seconds)
        keep(done, better)
        report(done)
    return "complete"


def targets(smoothing: float) -> Tensor:
    """The chances (11, 10) that training aims at: a row a digit, the last one for `NO_DIGIT`.

    A digit's own chance gives up `smoothing`, which all ten share. What is no digit is any of them
    (Hendrycks et al., 2019, arXiv 1812.04606); its label, -1, is the index of the last row.
    """
    digits = (1 - smoothing) * torch.eye(10) + smoothing / 10
    return torch.cat([digits, torch.full((1, 10), 0.1)])


@torch.inference_mode()
def predict(network: nn.Module, images: Tensor, device: Device) -> Tensor:
    """Images uint8 (N, 1, 28, 28) to logits float32 (N, 10), in the device's precision."""
    network.eval()
    parts = []
    for batch in images.split(VALIDATION_BATCH):
        with device.precision():
            logits, _ = network(as_frames(batch))
        parts.append(logits.float())
    return torch.cat(parts)


def as_frames(images: Tensor) -> Tensor:
    """Images uint8 (N, 1, 28, 28) to frames float32 in 0..1, of the same shape."""
    return images.float().div_(255)


def _calibrated_loss(logits: Tensor, labels: Tensor) -> float:
    """The mean cross-entropy under the temperature that suits it best, as the model will have one.

    Without it an epoch would be liked for how sure it is: label smoothing and what is no digit
    both sway that, and the temperature takes it back.
    """
    given, truth = logits.cpu().numpy(), labels.cpu().numpy()
    return metrics.nll(given / calibrate.temperature(given, truth), truth)


def _distorted(frames: Tensor, recipe: Recipe) -> Tensor:
    if recipe.augmentation is not None:
        frames = augment(frames, recipe.augmentation)
    return spoil(frames, recipe.spoilt) if recipe.spoilt else frames


def _seed(seed: int, epoch: int) -> int:
    """One seed for torch out of the run's and the epoch's; epoch 0 is the first weights."""
    return int(np.random.SeedSequence([seed, epoch]).generate_state(1, np.uint64)[0])
