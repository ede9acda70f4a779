"""Train the textbook network on MNIST's 60,000 training images and print what it took, as JSON.

    python train.py [--epochs 10] [--seed 0]

`start_seconds`: from this file's first line to the first step, imports and data included.
`training_seconds`: from the first step to the last; no validation in between, which is the
quickest that this system can be. `test_accuracy`: on the 10,000 test images, once, at the end.
"""

import time

STARTED = time.perf_counter()  # before the imports: they are part of what a user waits for

import argparse  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras  # noqa: E402
import tensorflow  # noqa: E402
from classic import mnist, network  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    keras.utils.set_random_seed(options.seed)
    images, labels = mnist("train")
    model, moments = network(), []

    def progress(epoch: int, logs: dict[str, float]) -> None:
        seconds = time.perf_counter() - moments[0]
        print(f"epoch {epoch + 1}: {seconds:.1f} s, {logs['accuracy']:.4f}", file=sys.stderr)

    watch = keras.callbacks.LambdaCallback(
        on_train_begin=lambda _: moments.append(time.perf_counter()),
        on_epoch_end=progress,
        on_train_end=lambda _: moments.append(time.perf_counter()),
    )
    model.fit(images, labels, batch_size=32, epochs=options.epochs, verbose=0, callbacks=[watch])
    began, ended = moments
    _, accuracy = model.evaluate(*mnist("t10k"), batch_size=256, verbose=0)
    result = {
        "tensorflow": tensorflow.__version__,
        "keras": keras.__version__,
        "epochs": options.epochs,
        "seed": options.seed,
        "parameters": model.count_params(),
        "start_seconds": began - STARTED,
        "training_seconds": ended - began,
        "total_seconds": time.perf_counter() - STARTED,
        "test_accuracy": accuracy,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
