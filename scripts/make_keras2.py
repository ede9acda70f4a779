"""Make the small Keras 2 files that the tests open, with the answers that Keras 2 gives.

    python scripts/make_keras2.py

Keras 2 needs a Python environment of its own: pip install "tensorflow-cpu==2.15.*". Each network
is trained for a minute or less on MNIST from the package, and saved in both of Keras 2's formats.
"""

import gzip
import json
from pathlib import Path

import keras
import numpy as np

ROOT = Path(__file__).parent.parent
MNIST = ROOT / "src" / "digitink" / "data" / "mnist"
TARGET = ROOT / "tests" / "exchange" / "keras2"
ANSWERED = 20  # of MNIST's test images
layers = keras.layers


def idx(name: str, header: int) -> np.ndarray:
    return np.frombuffer(gzip.decompress((MNIST / name).read_bytes()), np.uint8, offset=header)


def textbook() -> keras.Model:
    """The textbook network, made small: its first layer says what it takes, as tutorials do."""
    return keras.Sequential(
        [
            layers.Conv2D(4, 3, activation="relu", input_shape=(28, 28, 1)),
            layers.MaxPooling2D(),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.1),
            layers.Flatten(),
            layers.Dense(16, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def functional() -> keras.Model:
    """Branches, batch norm, a separable convolution and a network within the network."""
    frames = keras.Input((28, 28))
    maps = layers.Reshape((28, 28, 1))(frames)
    maps = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(maps)
    maps = layers.BatchNormalization()(maps)
    maps = layers.Activation("relu")(maps)
    side = layers.LeakyReLU()(layers.SeparableConv2D(8, 3, padding="same")(maps))
    maps = layers.Add()([maps, side])
    maps = layers.Concatenate()([layers.AveragePooling2D()(maps), layers.MaxPooling2D()(maps)])
    head = keras.Sequential(
        [layers.Flatten(input_shape=(7, 7, 16)), layers.Dense(10), layers.Softmax()]
    )
    return keras.Model(frames, head(maps))


def main() -> None:
    images = idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28) / np.float32(255)
    labels = idx("train-labels-idx1-ubyte.gz", 8)
    shown = idx("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:ANSWERED] / np.float32(255)
    keras.utils.set_random_seed(0)
    TARGET.mkdir(exist_ok=True)
    answers = {"keras": keras.__version__}
    for make in (textbook, functional):
        model = make()
        model.compile("adam", "sparse_categorical_crossentropy")
        taken = (-1, *model.input_shape[1:])
        model.fit(images.reshape(taken), labels, batch_size=128, epochs=2, verbose=2)
        answers[make.__name__] = model.predict(shown.reshape(taken), verbose=0).tolist()
        plain = keras.models.clone_model(model)  # without the optimiser, which is most of a file
        plain.set_weights(model.get_weights())
        for suffix in ("h5", "keras"):
            plain.save(TARGET / f"{make.__name__}.{suffix}")
    (TARGET / "answers.json").write_text(json.dumps(answers) + "\n")


if __name__ == "__main__":
    main()
