"""One digit, from ink to its reading: median at most 0.5 ms, 99th percentile at most 2 ms.

In process, on one core, over 2,000 different inks and more. Beside it: `digitink read one.png` as
a whole process takes at most 0.6 s, and `digitink.classify(frames)` reads at least 15,000 frames a
second on two cores, and at least twice as many as `model.predict(images)` of the textbook network
in Keras on TensorFlow (benchmarks/reference). The table holds Keras at other batch sizes than its
own 32 too. Without --reference the frames are left out.
"""

import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

import digitink
from claims import Target, conclude, machine, parser, table
from strokes import made_up
from timing import Spread, digitink_command, one_core, process, timed

REFERENCE = Path(__file__).parent / "reference"
MEDIAN_MS = 0.5
P99_MS = 2
PROCESS_S = 0.6
BATCH_RATE = 15_000
BATCH_RATIO = 2
FRAMES = 10_000


def inks(data: str | None, n: int) -> tuple[list[digitink.Ink], list[int]]:
    """Ink and labels: made up, or those of a data set of strokes, at most `n` of them."""
    if data is None:
        strokes, labels = zip(*made_up(n), strict=True)
        return [digitink.Ink(each) for each in strokes], list(labels)
    from digitink.data import load

    samples = load(data)
    return list(samples.sources[:n]), samples.labels[:n].tolist()


def stages(model: digitink.Model) -> dict[str, Callable]:
    """What `read` does with a digit's strokes; each takes what the one before it gave."""
    from digitink.frame import normalise

    return {
        "raster": digitink.Ink.raster,
        "normalise": lambda raster: normalise(raster.pixels)[None],
        "network": model.probabilities,
    }


def latencies(given: list[digitink.Ink], model: digitink.Model) -> dict[str, list[float]]:
    """Milliseconds of each ink: the whole of `read`, its stages, and `read` of its JSON."""
    read = partial(digitink.read, model=model)
    steps = stages(model)
    times: dict[str, list[float]] = {name: [] for name in ("read", *steps, "read JSON")}
    for ink in given[-50:]:
        read(ink)  # warms every path up, and is forgotten again when it is their turn
    for ink in given:
        times["read"].append(1_000 * timed(read, ink)[0])
        value = ink
        for name, step in steps.items():
            duration, value = timed(step, value)
            times[name].append(1_000 * duration)
    for ink in given:
        text = json.dumps(ink.to_dict()).encode()
        times["read JSON"].append(1_000 * timed(read, text)[0])
    return times


def latency_table(times: dict[str, list[float]]) -> tuple[str, Spread]:
    """The table of the stages, each with its share of the whole's median, and that whole."""
    parts = {name: Spread.of(values) for name, values in times.items()}
    whole, from_json = parts.pop("read"), parts.pop("read JSON")
    rest = whole.median - sum(part.median for part in parts.values())

    def row(name: str, part: Spread) -> list[str]:
        values = (part.median, part.p99, part.high)
        share = f"{part.median / whole.median:.0%}"
        return [name, str(part.n), *(f"{value:.3f}" for value in values), share]

    rows = [row(name, part) for name, part in parts.items()]
    rows.append(["rest", "", f"{rest:.3f}", "", "", f"{rest / whole.median:.0%}"])
    rows.append(row("ink to reading", whole))
    rows.append(row("ink JSON to reading", from_json))
    return table(["stage, ms", "n", "median", "p99", "highest", "share"], rows), whole


def whole_process(runs: int, model: digitink.Model) -> Spread:
    """Seconds of `digitink read one.png`, from its start to its end."""
    import cv2

    ink = digitink.Ink(next(strokes for strokes, label in made_up(10) if label == 3))
    picture = np.uint8(255) - np.rint(255 * ink.raster().pixels).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.png"
        cv2.imwrite(str(file), np.pad(picture, 20, constant_values=255))
        command = [digitink_command(), "read", "--model", model.path, file]
        process(command)
        return Spread.of([process(command)[0] for _ in range(runs)])


def batches(reference: Path, runs: int, model: digitink.Model) -> tuple[str, float, float]:
    """Images a second of both sides, ours, their ratio; half of ours before and half after."""
    from digitink.data import mnist

    frames = mnist("test").images[:FRAMES]
    classify = partial(digitink.classify, frames, model=model)
    classify()  # warms up

    def ours() -> list[float]:
        return [len(frames) / timed(classify)[0] for _ in range(runs)]

    before = ours()
    _, output = process([reference, REFERENCE / "predict.py"])
    theirs = json.loads(output)
    mine = Spread.of(before + ours())
    rates = theirs["images_per_second"]
    rows = [["digitink.classify", *mine.cells(",.0f"), ""]]
    for size, rate in rates.items():
        name = f"Keras {theirs['keras']}, batches of {size}"
        rows.append(
            [name, str(theirs["runs"]), f"{rate:,.0f}", "", "", f"{mine.median / rate:.1f}"]
        )
    text = table(["images a second", "n", "median", "lowest", "highest", "ratio"], rows)
    single = f"one digit through Keras's model.predict: {theirs['single_ms']:.1f} ms"
    return f"{text}\n\n{single}", mine.median, mine.median / rates["32"]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--inks", type=int, default=3_000, help="at least 2,000")
    options.add_argument("--data", help="a data set of strokes, such as pendigits.tes")
    options.add_argument("--runs", type=int, default=21, help="of the whole process")
    options.add_argument("--reference", type=Path, metavar="PYTHON", help="with TensorFlow")
    options.add_argument("--model", help="a name or an .onnx file; the default model if not given")
    given = options.parse_args()

    model = digitink.load_model(given.model)
    print(f"model {model.name}; {machine('numpy', 'onnxruntime', 'opencv-python-headless')}")
    print()
    with one_core():
        drawn, labels = inks(given.data, max(2_000, given.inks))
        text, whole = latency_table(latencies(drawn, model))
        right = sum(
            digitink.read(ink, model=model).text == str(label)
            for ink, label in zip(drawn, labels, strict=True)
        )
    print(text, end="\n\n")
    print(f"{right / len(drawn):.1%} of these were read right", end="\n\n")
    started = whole_process(max(11, given.runs), model)
    head = ["whole process, s", "n", "median", "lowest", "highest"]
    print(table(head, [["digitink read one.png", *started.cells(".2f")]]), end="\n\n")

    targets = [
        Target("ink to reading, median", whole.median, MEDIAN_MS, " ms", at_most=True),
        Target("ink to reading, p99", whole.p99, P99_MS, " ms", at_most=True),
        Target("digitink read one.png", started.median, PROCESS_S, " s", at_most=True),
    ]
    if given.reference:
        text, rate, ratio = batches(given.reference, 5, model)
        print(text, end="\n\n")
        targets.append(Target("batches: images a second", rate, BATCH_RATE))
        targets.append(Target("batches: times Keras's images a second", ratio, BATCH_RATIO))
    conclude(targets)


if __name__ == "__main__":
    main()
