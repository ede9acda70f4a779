"""What was written before, for undo."""

from collections import deque

from digitink.ink import Ink

DEEPEST = 100  # steps that can be taken back


class History:
    """The inks that were there, each the result of one step."""

    def __init__(self) -> None:
        self._now = Ink([])
        self._past: deque[Ink] = deque(maxlen=DEEPEST)

    def back(self, ink: Ink) -> Ink | None:
        """Take the last step back from this ink: what was there; None where nothing is left."""
        if ink == self._now:  # else a stroke is being drawn, and that is taken back
            if not self._past:
                return None
            self._now = self._past.pop()
        return self._now

    def step(self, ink: Ink, *, by_view: bool = False) -> None:
        """Remember what is there now.

        Views take steps back themselves, and do not say so: where ink comes from one that was there
        before, it did. Not so without ink, which may as well be a clear, and that can be undone.
        """
        if by_view and ink.strokes and self._past and ink == self._past[-1]:
            self._past.pop()
        elif ink != self._now:
            self._past.append(self._now)
        self._now = ink
