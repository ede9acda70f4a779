"""Where a run computes, and in which precision."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from digitink.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Device:
    """`kind`: "cpu", "cuda" or "mps". `bfloat16`: in training and validation, else float32.

    `threads`: of the processor. The same three give the same numbers again, on "cpu" to the bit.
    """

    kind: str
    bfloat16: bool
    threads: int

    @property
    def torch(self) -> torch.device:
        """The same for torch."""
        return torch.device(self.kind)

    @contextlib.contextmanager
    def precision(self) -> Iterator[None]:
        """Within it torch computes in bfloat16 what bears it, where this device gains by that."""
        with torch.autocast(self.kind, torch.bfloat16, enabled=self.bfloat16):
            yield


def best_device(threads: int | None = None) -> Device:
    """The fastest device of this machine; `threads`: all cores unless given."""
    threads = threads or torch.get_num_threads()
    if torch.cuda.is_available():
        return Device("cuda", torch.cuda.is_bf16_supported(including_emulation=False), threads)
    if torch.backends.mps.is_available():
        return Device("mps", False, threads)
    can = torch.cpu.get_capabilities()
    return Device("cpu", bool(can.get("avx512_bf16") or can.get("amx_bf16")), threads)


def prepare(device: Device) -> None:
    """Set torch up for `device`; raises TrainingError where this machine has no such device."""
    if device.kind not in ("cpu", best_device().kind):
        raise TrainingError(
            f"the run was computed on {device.kind!r}, which this machine lacks",
            hint="resume it where it began, or start a new run",
        )
    torch.set_num_threads(device.threads)
