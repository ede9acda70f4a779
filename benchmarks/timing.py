"""Timing of calls and of whole processes, fair to all sides of a comparison."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Spread:
    """How measured values lie: all in their own unit, `p99` the nearest rank."""

    n: int
    median: float
    mean: float
    deviation: float
    low: float
    high: float
    p99: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """The spread of at least one value; the deviation of a single one is 0."""
        ordered = sorted(values)
        n = len(ordered)
        return cls(
            n=n,
            median=statistics.median(ordered),
            mean=statistics.fmean(ordered),
            deviation=statistics.stdev(ordered) if n > 1 else 0.0,
            low=ordered[0],
            high=ordered[-1],
            p99=ordered[-(-99 * n // 100) - 1],
        )

    def cells(self, form: str = ".1f") -> list[str]:
        """n, median, lowest and highest, for a row of a table."""
        return [str(self.n), *(format(value, form) for value in (self.median, self.low, self.high))]


def timed(call: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Make one call: the seconds it took, and what it gave."""
    began = time.perf_counter()
    given = call(*arguments)
    return time.perf_counter() - began, given


def alternate(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each call, made in turn for `rounds` rounds after one that does not count.

    In turn, so that a slow spell of the machine meets all of them alike.
    """
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(timed(call)[0])
    return times


def process(command: Sequence[str | Path]) -> tuple[float, str]:
    """Run a command to its end: wall seconds from its start, and what it wrote on stdout.

    Ends the benchmark with the command's own complaint where it fails.
    """
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    duration = time.perf_counter() - began
    if done.returncode:
        shown = " ".join(map(str, command))
        sys.exit(f"{shown} ended with {done.returncode}:\n{done.stderr[-2_000:]}")
    return duration, done.stdout


def digitink_command() -> Path:
    """The `digitink` command of the Python that runs the benchmark."""
    return Path(sys.executable).with_name("digitink")


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, threads and all, on one core where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
