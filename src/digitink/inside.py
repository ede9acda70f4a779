"""Look inside a reading: which ink spoke for its answer, and what each convolution made of it."""

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from digitink.errors import InputError, ModelError
from digitink.maps import maps
from digitink.model import FRAME, Floats, Frames, Model, as_inputs, load_model
from digitink.occlusion import attribution

if TYPE_CHECKING:
    import os

    ModelLike = Model | str | os.PathLike[str] | None

LEVELS = 255  # of a map on the screen
STRENGTHS = 127  # of an attribution on the screen, on each side of 0


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What there is to see of one frame.

    `frame`: (28, 28) float32 in 0..1. `digit`: the answer that is looked into, `probability` how
    likely it is. `attribution`: (28, 28) float32, above 0 ink that speaks for the answer, below it
    ink that speaks against it, in log-odds (digitink.occlusion). `maps`: of each convolution, in
    their order, what it makes of the frame, (maps, height, width) float32. `without_maps`: why
    there are none, "" where there are.
    """

    frame: Floats
    digit: int
    probability: float
    attribution: Floats
    maps: tuple[Floats, ...]
    without_maps: str = ""

    def __repr__(self) -> str:
        shapes = ", ".join("x".join(map(str, each.shape)) for each in self.maps)
        return f"Look(digit={self.digit}, probability={self.probability:.3f}, maps=[{shapes}])"

    def to_dict(self) -> dict[str, Any]:
        """For a screen: numbers as bytes in base64, in the order of their pixels.

        `attribution`: 784 signed bytes, 127 for `strongest`. Of each of the `convolutions` how many
        maps there are, their size, and a byte a pixel, 0 for `lowest` to 255 for `highest`.
        """
        strongest = float(np.abs(self.attribution).max())
        shares = self.attribution / (strongest or 1) * STRENGTHS
        return {
            "digit": self.digit,
            "probability": self.probability,
            "attribution": _text_of(np.rint(shares).astype(np.int8)),
            "strongest": strongest,
            "convolutions": [_levels_of(each) for each in self.maps],
            "without_maps": self.without_maps,
        }


def look(frame: Frames, *, digit: int | None = None, model: "ModelLike" = None) -> Look:
    """Look at what a model makes of one frame.

    `frame`: (28, 28), uint8 0..255 or float 0..1, as `normalise` makes it and `DigitPad.frames`
    holds it; in one without ink nothing speaks for anything. `digit`: the answer to look into; None
    for the likeliest. `model`: a name, the path of an `.onnx`, a Model; None for the default.
    Raises InputError on another frame or digit, ModelError on a model that cannot be opened.
    """
    opened = model if isinstance(model, Model) else load_model(model)
    pixels = np.asarray(frame)
    if pixels.shape != FRAME:
        raise InputError(
            f"a frame must have the shape (28, 28), not {pixels.shape}",
            hint="look at one digit at a time, as normalise() makes it",
        )
    probabilities = opened.probabilities(pixels[None])[0]
    if digit is None:
        digit = int(probabilities.argmax())
    elif digit not in range(10):
        raise InputError(f"{digit!r} is no digit", hint="expected 0 to 9")
    found, why = _maps_of(pixels, opened)
    return Look(
        frame=as_inputs(pixels[None])[0, 0],
        digit=int(digit),
        probability=float(probabilities[digit]),
        attribution=attribution(opened, pixels, int(digit)),
        maps=found,
        without_maps=why,
    )


def _maps_of(pixels: Frames, model: Model) -> tuple[tuple[Floats, ...], str]:
    """The maps of one frame, or none and why."""
    try:
        found = tuple(each[0] for each in maps(model, pixels[None]))
    except ModelError as error:
        return (), str(error)
    return found, "" if found else f"the model {model.name} has no convolutions to be shown"


def _levels_of(maps: Floats) -> dict[str, Any]:
    count, height, width = maps.shape
    lowest, highest = float(maps.min()), float(maps.max())
    levels = (maps - lowest) / (highest - lowest or 1) * LEVELS
    return {
        "maps": count,
        "height": height,
        "width": width,
        "lowest": lowest,
        "highest": highest,
        "levels": _text_of(np.rint(levels).astype(np.uint8)),
    }


def _text_of(numbers: np.ndarray[Any, Any]) -> str:
    return base64.b64encode(numbers.tobytes()).decode("ascii")
