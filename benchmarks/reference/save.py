"""Train the textbook network on a part of MNIST's training images and save it in both formats.

    python save.py FOLDER [--images 20000] [--seed 0]

One epoch with Adam: enough that it reads digits. Writes textbook.h5 and textbook.keras.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
from classic import mnist, network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    keras.utils.set_random_seed(options.seed)
    images, labels = mnist("train")
    model = network()
    model.compile("adam", "categorical_crossentropy")
    model.fit(images[: options.images], labels[: options.images], batch_size=128, verbose=0)
    for suffix in ("h5", "keras"):
        model.save(options.folder / f"textbook.{suffix}")


if __name__ == "__main__":
    main()
