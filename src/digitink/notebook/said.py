"""What the digits on a pad are, as the one who wrote them said."""

from collections.abc import Callable
from typing import Any

from digitink.ink import Ink
from digitink.reading import Reading


class Said:
    """A digit is known by its ink, so that what was said stays with it when others come and go."""

    def __init__(self) -> None:
        self._by_ink: dict[str, tuple[int, int]] = {}  # its label, Taught.id

    def note(self, ink: Ink, label: int, number: int) -> None:
        """Remember that this ink is a `label`, taught under this number."""
        self._by_ink[ink.to_json()] = (label, number)

    def forget(self, number: int) -> None:
        """Forget what was taught under this number."""
        self._by_ink = {ink: said for ink, said in self._by_ink.items() if said[1] != number}

    def added_to(self, reading: Reading, ink_of: Callable[[int], Ink]) -> dict[str, Any]:
        """A reading as plain values, `yours` at each digit of which something was said.

        `ink_of` gives the ink of a digit by its index.
        """
        values = reading.to_dict()
        digits = [digit for line in values["lines"] for digit in line["digits"]]
        for i, digit in enumerate(digits if self._by_ink else ()):
            said = self._by_ink.get(ink_of(i).to_json())
            if said is not None:
                digit["yours"], _ = said
        return values
