"""MNIST's own record, told honestly: one network averages at least 99.70 %, an ensemble 99.79 %.

Five seeds of the recipe `record`, which is trained on MNIST alone: the epoch is chosen by the
validation loss, and the test images are looked at once a seed. The ensembles are the mean
probabilities of all five, and of each four of them: no member is chosen.

The second column is how most published records are made: the same runs, but for each seed the
epoch that the test set likes best, and of all ensembles the best on the test set. It is there to be
compared with those, not to be believed.
"""

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations, repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt

from claims import Target, conclude, machine, parser, table
from timing import Spread

SINGLE, ENSEMBLE = 99.70, 99.79  # %

Probabilities = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


def probabilities_by_epoch(seed: int, folder: Path) -> tuple[int, Probabilities]:
    """Train one seed, or go on with it; its best epoch by validation, and every epoch's answers.

    These are (epochs, 10000, 10). What the test set says is written down for the second column,
    and chooses nothing.
    """
    import torch
    from safetensors.torch import load_file

    from digitink.data import mnist
    from digitink.evaluate.history import Epoch
    from digitink.train import folder as folders
    from digitink.train import recipe, run
    from digitink.train.device import best_device
    from digitink.train.fit import predict
    from digitink.train.network import build

    record = recipe.find("record")
    device = best_device(threads=1)
    images = torch.from_numpy(mnist("test").images).unsqueeze(1).to(device.torch)
    network = build(record.network).to(device.torch)
    own = folder / f"{record.name}-seed{seed}"
    last, kept = own / "last.safetensors", own / "answers.npy"
    answers = list(np.load(kept)) if kept.exists() else []

    def answer(epoch: int) -> None:
        tensors = load_file(last)
        weights = {name.removeprefix("network."): tensor for name, tensor in tensors.items()}
        network.load_state_dict(weights, strict=False)  # the file holds the momentum as well
        answers[epoch - 1 :] = [predict(network, images, device).softmax(dim=1).cpu().numpy()]
        np.save(kept, np.stack(answers))

    def listen(event: object) -> None:
        if isinstance(event, Epoch):
            answer(event.epoch)
            print(f"seed {seed}: {event.epoch} of {record.epochs} epochs", file=sys.stderr)

    if own.exists():
        begun = folders.find(own)
        if begun.recipe != record:
            raise SystemExit(f"{own} holds a run of another recipe; remove it, or --keep elsewhere")
        if last.exists():  # and with it all but perhaps the last epoch's answers
            answer(len(begun.epochs()))
        result = run.finished(begun) or run.resume(begun, report=listen)
    else:
        result = run.start(record, seed, device, folder, report=listen)
    assert result is not None
    return result.best_epoch, np.stack(answers)


def right(probabilities: Probabilities, labels: Labels) -> float:
    """The share read right, in percent."""
    return 100 * float((probabilities.argmax(axis=-1) == labels).mean())


def ensembles(members: list[Probabilities], labels: Labels, size: int) -> list[float]:
    """What each ensemble of so many of the members reads right, in percent."""
    return [right(np.mean(some, axis=0), labels) for some in combinations(members, size)]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--jobs", type=int, default=2, help="seeds at once, a thread each")
    options.add_argument(
        "--keep", type=Path, metavar="DIR", help="the run folders, here; what is there goes on"
    )
    given = options.parse_args()
    if given.seeds < 2:
        raise SystemExit("an ensemble needs at least 2 seeds")
    with tempfile.TemporaryDirectory() as folder:
        measure(given, given.keep or Path(folder))


def measure(given: argparse.Namespace, folder: Path) -> None:
    from digitink.data import mnist

    print(machine("torch"), end="\n\n")
    labels = mnist("test").labels
    ours, theirs = [], []
    fresh = get_context("spawn")  # torch must not be forked
    with ProcessPoolExecutor(given.jobs, mp_context=fresh) as pool:
        trained = list(pool.map(probabilities_by_epoch, range(given.seeds), repeat(folder)))
    for best, by_epoch in trained:
        ours.append(by_epoch[best - 1])
        theirs.append(max(by_epoch, key=lambda answers: right(answers, labels)))
    single = Spread.of([right(member, labels) for member in ours])
    chosen = Spread.of([right(member, labels) for member in theirs])
    fewer = ensembles(ours, labels, given.seeds - 1)
    together = ensembles(ours, labels, given.seeds)
    best_found = max(max(ensembles(theirs, labels, size)) for size in range(2, given.seeds + 1))
    mean, bounds = "{0.mean:.3f} ± {0.deviation:.3f}", "{0.low:.2f} to {0.high:.2f}"
    rows = [
        ["one network, mean ± deviation", mean.format(single), mean.format(chosen)],
        ["one network, lowest to highest", bounds.format(single), bounds.format(chosen)],
        [f"ensembles of {given.seeds - 1}, mean", f"{np.mean(fewer):.3f}", ""],
        [f"ensemble of {given.seeds}", f"{together[0]:.2f}", ""],
        ["best ensemble found", "", f"{best_found:.2f}"],
    ]
    head = [f"right of 10,000, %; {given.seeds} seeds", "chosen by validation", "chosen by test"]
    print(table(head, rows), end="\n\n")
    conclude(
        [
            Target("one network, mean", single.mean, SINGLE, " %"),
            Target("ensemble, mean", float(np.mean([*fewer, *together])), ENSEMBLE, " %"),
        ]
    )


if __name__ == "__main__":
    main()
