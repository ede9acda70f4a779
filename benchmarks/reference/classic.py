"""The textbook digit network in Keras, and MNIST as it lies in the digitink package.

The same system as digitink's recipe `classic`, written the way that tutorials write it. Nothing
here imports digitink: the two sides of a comparison share their data files and no code.
"""

import gzip
from pathlib import Path

import keras
import numpy as np

MNIST = Path(__file__).parents[2] / "src" / "digitink" / "data" / "mnist"


def mnist(split: str) -> tuple[np.ndarray, np.ndarray]:
    """Images (N, 28, 28, 1) float32 0..1 and one-hot labels (N, 10); `split`: "train" or "t10k"."""
    images = _idx(next(MNIST.glob(f"{split}-images*.gz")), header=16)
    labels = _idx(next(MNIST.glob(f"{split}-labels*.gz")), header=8)
    frames = images.reshape(-1, 28, 28, 1).astype(np.float32) / 255
    return frames, keras.utils.to_categorical(labels, 10)


def _idx(path: Path, header: int) -> np.ndarray:
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header)


def network() -> keras.Model:
    """The compiled network, freshly initialised: 421,642 parameters."""
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(0.01),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model
