"""The mistakes of a model, the hardest first, as a page shows them."""

import base64
import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitink.evaluate.answers import Answers
from digitink.evaluate.doubtful import doubtful_labels

LIKELIEST = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """A digit that was read as another.

    `index`: its place in the data set. `likeliest`: the likeliest answers and their probabilities.
    `unsure`: whether a reading would say so. `doubtful`: whether the label is probably wrong.
    `picture`: a PNG as a data URI, the ink on nothing.
    """

    index: int
    label: int
    likeliest: tuple[tuple[int, float], ...]
    unsure: bool
    doubtful: bool
    picture: str


def hardest(answers: Answers, most: int | None = None) -> list[Mistake]:
    """The mistakes that gave the label the lowest probability, lowest first; all without `most`."""
    labels, probabilities = answers.frames.labels, answers.probabilities
    wrong = np.flatnonzero(~answers.right)
    order = wrong[np.argsort(probabilities[wrong, labels[wrong]], kind="stable")][:most]
    doubtful, unsure = doubtful_labels(probabilities, labels), answers.unsure
    return [
        Mistake(
            index=int(i),
            label=int(labels[i]),
            likeliest=tuple(
                (int(value), float(probabilities[i, value]))
                for value in np.argsort(-probabilities[i], kind="stable")[:LIKELIEST]
            ),
            unsure=bool(unsure[i]),
            doubtful=bool(doubtful[i]),
            picture=data_uri(answers.frames.images[i]),
        )
        for i in order
    ]


def data_uri(frame: npt.NDArray[np.uint8]) -> str:
    """A frame (H, W) uint8, 255 ink, as a PNG in a data URI: black ink, where there is any."""
    from PIL import Image

    pixels = np.stack([np.zeros_like(frame), frame], axis=-1)
    buffer = io.BytesIO()
    Image.fromarray(pixels, "LA").save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
