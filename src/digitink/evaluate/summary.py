"""A measurement as one row of a table, and the mean of several measurements."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from digitink.evaluate.measure import Doubt, Measurement

HEAD = ("n", "right, %", "95 % interval", "loss", "calibration", "unsure, %")
NONE = "-"


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of measurements, each counting the same however many samples it has.

    `accuracy`, `calibration_error`, `unsure_share`: 0..1; `loss`: nats. `of`: how many there were.
    """

    of: int
    accuracy: float
    loss: float
    calibration_error: float
    unsure_share: float

    @classmethod
    def over(cls, measurements: Sequence[Measurement]) -> Self:
        """The mean of at least one measurement."""
        n = len(measurements)
        return cls(
            of=n,
            accuracy=sum(m.accuracy for m in measurements) / n,
            loss=sum(m.loss for m in measurements) / n,
            calibration_error=sum(m.calibration_error for m in measurements) / n,
            unsure_share=sum(m.unsure_share for m in measurements) / n,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)


def cells(row: Measurement | Doubt | Mean) -> list[str]:
    """The row's cells under HEAD; `-` where a figure has no meaning."""
    unsure = _percent(row.unsure_share)
    if isinstance(row, Doubt):
        return [f"{row.n:,}", NONE, NONE, NONE, NONE, unsure]
    figures = [f"{row.loss:.4f}", f"{row.calibration_error:.4f}", unsure]
    if isinstance(row, Mean):
        return [NONE, _percent(row.accuracy), NONE, *figures]
    low, high = map(_percent, row.interval)
    return [f"{row.n:,}", _percent(row.accuracy), f"{low} to {high}", *figures]


def _percent(share: float) -> str:
    return f"{100 * share:.2f}"
