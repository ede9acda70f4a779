"""Time the textbook network's `model.predict` on MNIST's test images and print it, as JSON.

    python predict.py [--runs 51]

`single_ms`: one digit a call, the median of `--runs` calls. `images_per_second`: all 10,000 test
images in one call, by batch size (Keras's own default is 32), each the median of seven calls after
a warm-up. The weights are fresh: speed does not depend on them.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow
from classic import mnist, network

BATCH_SIZES = (32, 128, 256, 1024)
BATCH_RUNS = 7


def seconds(call: Callable[[], object], runs: int) -> float:
    """The median duration of a call, after one that does not count."""
    call()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=51)
    options = parser.parse_args()

    images, _ = mnist("t10k")
    model = network()
    single = seconds(lambda: model.predict(images[:1], verbose=0), options.runs)
    rates = {
        size: len(images)
        / seconds(lambda size=size: model.predict(images, batch_size=size, verbose=0), BATCH_RUNS)
        for size in BATCH_SIZES
    }
    result = {
        "tensorflow": tensorflow.__version__,
        "keras": keras.__version__,
        "runs": BATCH_RUNS,
        "single_ms": 1_000 * single,
        "images_per_second": rates,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
