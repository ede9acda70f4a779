"""A measurement as one row of a table, and the mean of several measurements."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from digitink.evaluate.measure import Doubt, Measurement
from digitink.evaluate.metrics import wilson_interval
from digitink.model import Card

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


@dataclass(frozen=True, slots=True)
class Row:
    """The figures for one set; None where one has no meaning or is not known."""

    name: str
    n: int | None = None
    accuracy: float | None = None
    interval: tuple[float, float] | None = None
    loss: float | None = None
    calibration_error: float | None = None
    unsure_share: float | None = None

    def cells(self) -> list[str]:
        """The cells under HEAD; `-` for None."""
        return [
            NONE if self.n is None else f"{self.n:,}",
            _percent(self.accuracy),
            NONE if self.interval is None else " to ".join(map(_percent, self.interval)),
            NONE if self.loss is None else f"{self.loss:.4f}",
            NONE if self.calibration_error is None else f"{self.calibration_error:.4f}",
            _percent(self.unsure_share),
        ]


def row(name: str, found: Measurement | Doubt | Mean) -> Row:
    """What was found, as a row of that name."""
    if isinstance(found, Doubt):
        return Row(name, n=found.n, unsure_share=found.unsure_share)
    n, interval = (found.n, found.interval) if isinstance(found, Measurement) else (None, None)
    return Row(
        name,
        n=n,
        accuracy=found.accuracy,
        interval=interval,
        loss=found.loss,
        calibration_error=found.calibration_error,
        unsure_share=found.unsure_share,
    )


def cells(found: Measurement | Doubt | Mean) -> list[str]:
    """What was found, as the cells under HEAD."""
    return row("", found).cells()


def card_rows(card: Card) -> list[Row]:
    """The figures that stand on a card, with their intervals."""
    return [
        Row(
            figure["data"],
            n=figure["n"],
            accuracy=figure["accuracy"],
            interval=wilson_interval(round(figure["accuracy"] * figure["n"]), figure["n"]),
            loss=figure.get("loss"),
            calibration_error=figure.get("calibration_error"),
            unsure_share=figure.get("unsure"),
        )
        for figure in card.figures
    ]


def _percent(share: float | None) -> str:
    return NONE if share is None else f"{100 * share:.2f}"
