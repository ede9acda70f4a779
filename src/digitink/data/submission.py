"""Kaggle's digit-recognizer: its test.csv read, its answer file written."""

from pathlib import Path

from digitink.data import csv_files
from digitink.model import Model


def submit(model: Model, source: Path, target: Path) -> int:
    """Read every row of the CSV `source` as one digit; write `target`, and say how many they were.

    A label column, where there is one, is not looked at. Raises DataError on a file that is none,
    OutputError where the answers cannot be written; `target` is then as it was.
    """
    images = csv_files.read_frames(source)
    csv_files.write_answers(target, model.probabilities(images).argmax(axis=1).tolist())
    return len(images)
