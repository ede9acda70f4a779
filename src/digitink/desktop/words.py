"""Readings in words, as the page says them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from digitink.reading import Digit

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
EVEN_ODDS = 0.5  # an unsure digit below these is more likely anything else


class Standing(Enum):
    """How far a digit is to be trusted."""

    YOURS = auto()  # the one who wrote it said so
    SURE = auto()
    UNSURE = auto()
    NONE = auto()  # probably no digit at all


@dataclass(frozen=True, slots=True)
class Figure:
    """A digit as it was read, and what the one who wrote it said that it is."""

    digit: Digit
    yours: int | None = None

    @property
    def value(self) -> int:
        """What it is taken for."""
        return self.digit.value if self.yours is None else self.yours

    @property
    def standing(self) -> Standing:
        """How far it is to be trusted."""
        if self.yours is not None:
            return Standing.YOURS
        if not self.digit.unsure:
            return Standing.SURE
        return Standing.NONE if self.digit.probability < EVEN_ODDS else Standing.UNSURE

    @property
    def doubtful(self) -> bool:
        """Whether it is unsure, or probably none."""
        return self.standing in (Standing.UNSURE, Standing.NONE)

    @property
    def text(self) -> str:
        """The one character that stands for it."""
        return "?" if self.standing is Standing.NONE else str(self.value)

    @property
    def trust(self) -> str:
        """How far it is to be trusted, in a word or two."""
        likely = percent(self.digit.probability)
        return {
            Standing.YOURS: "as you said",
            Standing.SURE: likely,
            Standing.UNSURE: f"{self.value}? {likely}",
            Standing.NONE: "no digit",
        }[self.standing]


Lines = tuple[tuple[Figure, ...], ...]
"""All figures of a number, line by line."""


def percent(probability: float) -> str:
    """99.8 %: rounded down, so that nothing but certainty is called 100."""
    return f"{int(probability * 1000) / 10:.1f} %"


def text_of(lines: Lines) -> str:
    """The number, as it is copied."""
    return "\n".join("".join(figure.text for figure in line) for line in lines)


def spelled(lines: Lines) -> str:
    """The number figure by figure, "three one four", lines parted by a comma."""
    none = "no digit" if sum(map(len, lines)) == 1 else "(no digit)"
    return ", ".join(
        " ".join(none if each.standing is Standing.NONE else NAMES[each.value] for each in line)
        for line in lines
    )


def certainty(figures: Sequence[Figure]) -> str:
    """How sure a reading of at least one digit is."""
    if len(figures) == 1:
        return _alone(figures[0])
    doubtful = [i for i, figure in enumerate(figures) if figure.doubtful]
    if not doubtful:
        return "sure of every digit"
    if len(doubtful) > 2:
        return f"not sure of {len(doubtful)} of the {len(figures)} digits"
    return f"not sure of {' and '.join(map(_nth, doubtful))}"


def _alone(figure: Figure) -> str:
    runner_up = sorted(range(10), key=figure.digit.probabilities.__getitem__)[-2]
    return {
        Standing.YOURS: "as you said",
        Standing.SURE: f"{percent(figure.digit.probability)} sure",
        Standing.UNSURE: f"not sure; perhaps {NAMES[runner_up]}, perhaps no digit",
        Standing.NONE: "it looks like none of the ten",
    }[figure.standing]


def _nth(i: int) -> str:
    return f"the {ORDINALS[i]} digit" if i < len(ORDINALS) else f"digit {i + 1}"
