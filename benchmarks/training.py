"""`fast` reaches 99.0 % in a fortieth of the time, `standard` 99.5 % in half the time, of Keras.

`digitink train --recipe fast`: the mean test accuracy of 10 seeds is at least 99.0 %; its training
is at least 40 times, and the whole command (start, data, training, test, export, check) at least
17 times faster than ten epochs of the textbook network in Keras on TensorFlow
(benchmarks/reference). `--recipe standard`: the mean of 5 seeds is at least 99.5 %, and the whole
command takes at most half the time of those ten epochs.

Half of the seeds run before the reference and half after it. Times are medians.
"""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims import Target, conclude, machine, parser, table
from timing import Spread, digitink_command, process

REFERENCE = Path(__file__).parent / "reference" / "train.py"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a recipe promises: so many percent, so many times faster than the ten epochs."""

    seeds: int
    accuracy: float
    whole: float
    training: float | None = None


CLAIMS = {
    "fast": Claim(seeds=10, accuracy=99.0, whole=17, training=40),
    "standard": Claim(seeds=5, accuracy=99.5, whole=2),
}


@dataclass(frozen=True, slots=True)
class Run:
    """One training run: accuracy in percent, the training and the whole command in seconds."""

    accuracy: float
    training: float
    whole: float


def train(recipe: str, seed: int, runs: Path) -> Run:
    """Run the real command in a process of its own, its run folder in `runs`."""
    command = [digitink_command(), "train", "--recipe", recipe, "--seed", str(seed)]
    whole, output = process([*command, "--out", runs, "--json"])
    result = json.loads(output)
    return Run(100 * result["test_accuracy"], result["training_seconds"], whole)


def train_all(seeds: dict[str, range], runs: dict[str, list[Run]], folder: Path) -> None:
    """Train each recipe's seeds in turn and add each run to `runs`."""
    for recipe, numbers in seeds.items():
        for seed in numbers:
            run = train(recipe, seed, folder)
            runs[recipe].append(run)
            line = f"{recipe} {seed}: {run.accuracy:.2f} %, {run.training:.1f} of {run.whole:.1f} s"
            print(line, file=sys.stderr)


def reference(python: Path | None, saved: Path | None) -> dict[str, Any]:
    """Train the reference, or take what it printed earlier."""
    output = saved.read_text() if saved else process([python, REFERENCE])[1]
    result: dict[str, Any] = json.loads(output)
    if result["epochs"] != 10:
        raise SystemExit(f"the reference ran {result['epochs']} epochs; the claims are about 10")
    return result


def report(runs: dict[str, list[Run]], theirs: dict[str, Any]) -> str:
    """A row a recipe and measure, and those of the reference."""
    rows = []
    for recipe, done in runs.items():
        for what, form, values in (
            ("test accuracy, %", ".3f", [run.accuracy for run in done]),
            ("training, s", ".2f", [run.training for run in done]),
            ("whole command, s", ".2f", [run.whole for run in done]),
        ):
            spread = Spread.of(values)
            mean = f"{spread.mean:{form}} ± {spread.deviation:{form}}"
            rows.append([f"{recipe}: {what}", *spread.cells(form), mean])
    name = f"Keras {theirs['keras']}"
    for what, value in (
        ("test accuracy, %", f"{100 * theirs['test_accuracy']:.2f}"),
        ("start to first step, s", f"{theirs['start_seconds']:.2f}"),
        ("training, s", f"{theirs['training_seconds']:.2f}"),
        ("whole program, s", f"{theirs['total_seconds']:.2f}"),
    ):
        rows.append([f"{name}: {what}", "1", value, "", "", ""])
    return table(["", "n", "median", "lowest", "highest", "mean ± deviation"], rows)


def targets(runs: dict[str, list[Run]], theirs: dict[str, Any]) -> list[Target]:
    """What the claims demand of these runs."""
    result = []
    for recipe, done in runs.items():
        claim, ten_epochs = CLAIMS[recipe], theirs["training_seconds"]
        accuracy = Spread.of([run.accuracy for run in done]).mean
        result.append(Target(f"{recipe}: mean test accuracy", accuracy, claim.accuracy, " %"))
        if claim.training:
            times = ten_epochs / Spread.of([run.training for run in done]).median
            result.append(Target(f"{recipe}: training, times faster", times, claim.training))
        times = ten_epochs / Spread.of([run.whole for run in done]).median
        result.append(Target(f"{recipe}: whole command, times faster", times, claim.whole))
    return result


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--recipe", choices=CLAIMS, action="append", help="default: both")
    options.add_argument("--seeds", type=int, help="fewer or more than the claim's own number")
    source = options.add_mutually_exclusive_group(required=True)
    source.add_argument("--reference", type=Path, metavar="PYTHON", help="with TensorFlow")
    source.add_argument(
        "--reference-json", type=Path, metavar="FILE", help="what reference/train.py printed"
    )
    options.add_argument("--keep", type=Path, metavar="DIR", help="the run folders, here")
    given = options.parse_args()

    print(machine("torch", "onnxruntime"), end="\n\n")
    counts = {name: given.seeds or CLAIMS[name].seeds for name in given.recipe or CLAIMS}
    runs: dict[str, list[Run]] = {name: [] for name in counts}
    with tempfile.TemporaryDirectory() as folder:
        kept = given.keep or Path(folder)
        train_all({name: range(n // 2) for name, n in counts.items()}, runs, kept)
        theirs = reference(given.reference, given.reference_json)
        train_all({name: range(n // 2, n) for name, n in counts.items()}, runs, kept)
    print(report(runs, theirs), end="\n\n")
    conclude(targets(runs, theirs))


if __name__ == "__main__":
    main()
