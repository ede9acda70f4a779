"""What reading gives back: Reading -> Line -> Digit, frozen, with a stated frame of reference."""

from dataclasses import dataclass
from typing import Any, Self

Box = tuple[float, float, float, float]
"""(x0, y0, x1, y1), x1 and y1 exclusive, y down, in the units of the source: pixels of a picture
or array, the units of the points of an Ink."""


def enclosing(boxes: list[Box]) -> Box:
    """The smallest box around one or more boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return (min(x0), min(y0), max(x1), max(y1))


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit as it was read.

    `value`: 0..9, the likeliest. `probability`: of that value, 0..1, calibrated by the model's
    temperature. `probabilities`: of 0..9, summing to 1. `unsure`: probably no digit, or not surely
    this one. `box`: where its ink is.
    """

    value: int
    probability: float
    probabilities: tuple[float, ...]
    unsure: bool
    box: Box

    def __repr__(self) -> str:
        doubt = ", unsure" if self.unsure else ""
        return f"Digit({self.value}, {self.probability:.3f}{doubt})"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "value": self.value,
            "probability": self.probability,
            "probabilities": list(self.probabilities),
            "unsure": self.unsure,
            "box": list(self.box),
        }

    @classmethod
    def from_dict(cls, d: dict[str, Any]) -> Self:
        """The inverse of `to_dict`. Raises KeyError, TypeError or ValueError on anything else."""
        x0, y0, x1, y1 = map(float, d["box"])
        return cls(
            value=int(d["value"]),
            probability=float(d["probability"]),
            probabilities=tuple(map(float, d["probabilities"])),
            unsure=bool(d["unsure"]),
            box=(x0, y0, x1, y1),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of digits, from left to right; at least one digit."""

    digits: tuple[Digit, ...]

    @property
    def text(self) -> str:
        """The digits as they are written, such as "3141"."""
        return "".join(str(digit.value) for digit in self.digits)

    @property
    def box(self) -> Box:
        """The box around all its digits, in the units of the source."""
        return enclosing([digit.box for digit in self.digits])

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "text": self.text,
            "box": list(self.box),
            "digits": [digit.to_dict() for digit in self.digits],
        }

    @classmethod
    def from_dict(cls, d: dict[str, Any]) -> Self:
        """The inverse of `to_dict`; `text` and `box` follow from the digits. Raises the same."""
        digits = tuple(map(Digit.from_dict, d["digits"]))
        if not digits:
            raise ValueError("a line has no digits; leave such lines out")
        return cls(digits)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one source, lines from top to bottom; no lines where there is no ink."""

    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        r"""The lines joined by "\n", "" where there is no ink."""
        return "\n".join(line.text for line in self.lines)

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits, in reading order."""
        return tuple(digit for line in self.lines for digit in line.digits)

    @property
    def unsure(self) -> bool:
        """Whether any of its digits is."""
        return any(digit.unsure for digit in self.digits)

    def __repr__(self) -> str:
        doubt = ", unsure" if self.unsure else ""
        return f"Reading({self.text!r}{doubt})"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {"text": self.text, "lines": [line.to_dict() for line in self.lines]}

    @classmethod
    def from_dict(cls, d: dict[str, Any]) -> Self:
        """The inverse of `to_dict`. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(lines=tuple(map(Line.from_dict, d["lines"])))
