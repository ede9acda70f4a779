"""Open Keras files with `keras.models.load_model` and have each answer MNIST's test images.

    python answer.py FILE.keras FILE.h5 ...

Writes the probabilities (10,000, 10) beside each file, as FILE.keras.npy.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
from classic import mnist


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()

    images, _ = mnist("t10k")
    for file in options.files:
        model = keras.models.load_model(file)
        np.save(f"{file}.npy", model.predict(images, batch_size=256, verbose=0))


if __name__ == "__main__":
    main()
