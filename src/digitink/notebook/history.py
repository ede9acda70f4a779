"""What was written before, for undo."""

from collections import deque

from digitink.ink import Ink

DEEPEST = 100  # steps that can be taken back


class History:
    """The inks that were there, each the result of one step."""

    def __init__(self) -> None:
        self._now = Ink([])
        self._past: deque[Ink] = deque(maxlen=DEEPEST)

    def before(self, ink: Ink) -> Ink | None:
        """What was there before this ink; None where nothing is left to take back."""
        if ink != self._now:  # a stroke that is being drawn
            return self._now
        return self._past[-1] if self._past else None

    def step(self, ink: Ink) -> None:
        """Remember what is there now. What was there before takes the last step back."""
        if self._past and ink == self._past[-1]:
            self._past.pop()
        elif ink != self._now:
            self._past.append(self._now)
        self._now = ink
