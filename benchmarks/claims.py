"""How a benchmark speaks: the machine it ran on, its tables, and whether it met its targets."""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Target:
    """A measured number and the bound that it has to keep; `unit` is written after both."""

    what: str
    measured: float
    bound: float
    unit: str = ""
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the bound is kept; never by a number that is not one."""
        if self.at_most:
            return self.measured <= self.bound
        return self.measured >= self.bound


def parser(claim: str) -> argparse.ArgumentParser:
    """Options of a benchmark whose docstring, its claim, becomes the help."""
    return argparse.ArgumentParser(
        description=claim, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def machine(*packages: str) -> str:
    """What the figures hold for: processor, cores, load, Python and the packages' versions."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    versions = [f"Python {platform.python_version()}"]
    versions += [f"{package} {_version(package)}" for package in ("digitink", *packages)]
    return f"{_processor()}, {os.cpu_count()} cores{load}; {', '.join(versions)}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """An aligned Markdown table: the first column to the left, all others to the right."""
    widths = [max(2, *map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for first, *others in (head, rule, *rows):
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def conclude(targets: Sequence[Target]) -> None:
    """Print every target and what was measured; leave with 1 where one was missed."""
    rows = [
        [
            target.what,
            f"{target.measured:.4g}{target.unit}",
            f"{'at most' if target.at_most else 'at least'} {target.bound:g}{target.unit}",
            "met" if target.met else "MISSED",
        ]
        for target in targets
    ]
    print(table(["target", "measured", "bound", ""], rows))
    if not all(target.met for target in targets):
        sys.exit(1)


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"
