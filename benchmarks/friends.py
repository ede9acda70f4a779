"""What Keras saved answers here as it does in Keras, and what is exported answers there as here.

The textbook program (conv 32, pool, conv 64, pool, dropout, dense 128, dropout, dense 10) is
trained by Keras on 20,000 images and saved as .h5 and .keras. Each file is imported by the command
`digitink models import` and asked for MNIST's 10,000 test images: all answers are those of Keras.
Then the models that come with digitink, and the imported one, are exported by the command
`digitink models export --to keras` and opened by `keras.models.load_model`, in a process without
digitink: no probability of the 10,000 images differs by more than 1e-4.

Keras runs on torch, unless --reference gives it to another Python, where it runs on TensorFlow.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from claims import Target, conclude, machine, parser, table
from timing import digitink_command, process

REFERENCE = Path(__file__).parent / "reference"
SUFFIXES = ("h5", "keras")
SHIPPED = ("everyday", "mnist")
TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two sides answered to the same images: accuracies in percent, how far they differ."""

    n: int
    same: int
    difference: float
    keras: float
    digitink: float

    @classmethod
    def of(cls, keras: Any, digitink: Any, labels: Any) -> Self:
        """Two sides' probabilities (N, 10) and the labels (N,) compared."""
        answers = [side.argmax(axis=1) for side in (keras, digitink)]
        right = [100 * float((answer == labels).mean()) for answer in answers]
        same = int((answers[0] == answers[1]).sum())
        return cls(len(labels), same, float(abs(keras - digitink).max()), *right)

    def row(self, name: str) -> list[str]:
        """A row of the table."""
        right = [f"{share:.2f}" for share in (self.keras, self.digitink)]
        return [name, *right, f"{self.same:,} of {self.n:,}", f"{self.difference:.1e}"]


def compared(file: Path, model: str | Path) -> Agreement:
    """What Keras answered to a file, beside what digitink answers with a model."""
    import numpy as np

    from digitink import classify
    from digitink.data import mnist

    test = mnist("test")
    return Agreement.of(np.load(f"{file}.npy"), classify(test.images, model=model), test.labels)


def imported(python: str, folder: Path) -> dict[str, Path]:
    """Have the textbook program save its network, and import both files: each and its model."""
    process([python, REFERENCE / "save.py", folder])
    files = {f"textbook.{suffix}": folder / f"textbook.{suffix}" for suffix in SUFFIXES}
    models = folder / "models"
    for suffix, file in zip(SUFFIXES, files.values(), strict=True):
        command = [digitink_command(), "models", "import", file]
        process([*command, "--name", f"textbook-{suffix}", "--out", models])
    return {name: models / f"textbook-{name.partition('.')[2]}.onnx" for name in files}


def exported(models: tuple[str | Path, ...], folder: Path) -> list[Path]:
    """Export models to Keras: their files."""
    files = [folder / f"export-{Path(model).stem}.keras" for model in models]
    for model, file in zip(models, files, strict=True):
        command = [digitink_command(), "models", "export", str(model)]
        process([*command, "--to", "keras", "--out", file])
    return files


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--reference", metavar="PYTHON", help="with TensorFlow: see reference/")
    given = options.parse_args()
    os.environ["KERAS_BACKEND"] = "tensorflow" if given.reference else "torch"
    python = given.reference or sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = imported(python, folder)
        back = (*SHIPPED, files["textbook.keras"])
        written = exported(back, folder)
        process([python, REFERENCE / "answer.py", *(folder / file for file in files), *written])
        read = {file: compared(folder / file, model) for file, model in files.items()}
        opened = {
            Path(model).stem: compared(file, model)
            for model, file in zip(back, written, strict=True)
        }
    print(machine("keras", "torch", "onnxruntime"), end="\n\n")
    head = ["", "right in Keras, %", "right here, %", "same answer", "largest difference"]
    rows = [each.row(f"{name}, imported") for name, each in read.items()]
    rows += [each.row(f"{name}, exported") for name, each in opened.items()]
    print(table(head, rows), end="\n\n")
    conclude(
        [
            *(
                Target(f"{name}, imported: other answers", each.n - each.same, 0, at_most=True)
                for name, each in read.items()
            ),
            *(
                Target(f"{name}, exported: difference", each.difference, TOLERANCE, at_most=True)
                for name, each in opened.items()
            ),
        ]
    )


if __name__ == "__main__":
    main()
