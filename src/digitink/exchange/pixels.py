"""How networks want their pixels: found out by asking them digits whose labels are known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pixels:
    """One way to write a frame: what stands in it for a pixel of `ink`, 0 paper to 1 ink.

    It is `scale * ink + offset`; `words` name it for people.
    """

    words: str
    scale: float
    offset: float


MEAN, DEVIATION = 0.1307, 0.3081  # of MNIST's training pixels, as PyTorch's tutorials have them

WAYS = (
    Pixels("0..1, light ink", 1, 0),
    Pixels("0..255, light ink", 255, 0),
    Pixels("0..1, dark ink", -1, 1),
    Pixels("0..255, dark ink", -255, 255),
    Pixels("-1..1, light ink", 2, -1),
    Pixels("-1..1, dark ink", -2, 1),
    Pixels("standardised (0.1307, 0.3081), light ink", 1 / DEVIATION, -MEAN / DEVIATION),
)
"""The usual ones, the most usual first."""
