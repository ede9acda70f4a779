"""The window: first frame within 0.7 s of the command, 60 frames a second while drawing.

`digitink draw --window` on an X server of its own (Xvfb), used with a real mouse (xdotool). Timed
from the start of the command, after one warm run, until a picture of the screen has the window on
it. Then six-digit numbers are written with an event each 8 ms: while a stroke grows at least 60
frames a second show more of it, and from an event to the frame that shows a reading with its ink
it takes 16 ms in the median and 50 ms in 95 of 100 cases at most. A window that is left alone
takes at most 0.5 % of a core.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from claims import Target, conclude, machine, parser, table
from strokes import made_up
from virtual_screen import DRAW, PATIENCE, Desk, grab, x_server

FIRST_FRAME_S = 0.7
FRAMES_A_SECOND = 60
MEDIAN_MS, P95_MS = 16, 50
IDLE_SHARE = 0.5  # percent of a core
IDLE_S = 10
DIGITS = 6  # in a number
PACE = 0.008  # s: a mouse at 125 Hz
LIFT = 0.12  # s between digits
SCREEN = (1280, 880)
MIDDLE = (640, 440, 641, 441)  # of the screen: the sheet is there
SHEET = (253, 251, 245)  # its colour
RECORDED = [sys.executable, Path(__file__).with_name("recorded_window.py")]


class Frame(NamedTuple):
    """When a frame was on the screen, and how many points of ink it showed, and showed read."""

    at: float
    drawn: int
    read: int


@dataclass(frozen=True)
class Number:
    """When each point of its strokes was drawn, by stroke, and the frames that followed."""

    sent: list[list[float]]
    frames: list[Frame]

    def waits(self, what: Literal["drawn", "read"]) -> list[float]:
        """Of each point the ms until a frame showed it drawn, or read."""
        points = [at for stroke in self.sent for at in stroke]
        if max(frame.drawn for frame in self.frames) != len(points):
            sys.exit("the window drew other points than were sent")
        waits, frames = [], iter(self.frames)
        frame = next(frames)
        for i, at in enumerate(points):
            while getattr(frame, what) <= i:
                frame = next(frames)
            waits.append(1000 * (frame.at - at))
        return waits

    def gaps(self) -> list[float]:
        """Seconds from each frame that shows more of a stroke to the next that does."""
        gaps, end = [], 0
        for stroke in self.sent:
            begin, end = end, end + len(stroke)
            inside = [frame for frame in self.frames if begin < frame.drawn <= end]
            more = [next(group).at for _, group in groupby(inside, key=lambda f: f.drawn)]
            gaps += [after - before for before, after in pairwise(more)]
        return gaps


def first_frame(environment: dict[str, str]) -> float:
    """Seconds from the start of the command until its window is seen on the screen."""
    began = time.perf_counter()
    process = subprocess.Popen([*DRAW, "--light"], env=environment)
    try:
        while grab(environment, MIDDLE).getpixel((0, 0)) != SHEET:
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                sys.exit("no window came")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        process.kill()
        process.wait()


def write_numbers(environment: dict[str, str], n: int) -> tuple[list[Number], float]:
    """Write `n` numbers; what was drawn and shown of each, and the share of a core when idle."""
    digits = (strokes for strokes, _ in made_up(n * DIGITS + 1))
    sent = []
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "frames.json"
        with Desk.open(environment, str(record), command=RECORDED) as desk:
            desk.mouse.write(desk.on_sheet([np.array(stroke) for stroke in next(digits)]))
            time.sleep(3)  # the model is open, and what is needed to learn is prepared
            desk.mouse.do("key c")
            time.sleep(0.5)
            for _ in range(n):
                times: list[list[float]] = []
                for i in range(DIGITS):
                    strokes = [np.array(stroke) for stroke in next(digits)]
                    placed = desk.on_sheet(strokes, (i + 0.5) / DIGITS, 0.8 / DIGITS)
                    times += [desk.mouse.write([stroke], PACE) for stroke in placed]
                    time.sleep(LIFT)
                sent.append(times)
                desk.mouse.do("key c")
                time.sleep(0.5)
            idle = _idle_share(desk.process.pid)
            desk.mouse.do("key q")
            desk.process.wait(PATIENCE)
        frames = [Frame(*row) for row in json.loads(record.read_text())]
    shown = [list(group) for some, group in groupby(frames, key=lambda f: f.drawn > 0) if some][1:]
    return [Number(*pair) for pair in zip(sent, shown, strict=True)], idle


def _idle_share(pid: int) -> float:
    """Percent of a core that a process takes that nobody has used for as long as it is measured."""
    time.sleep(IDLE_S)
    before = _processor_seconds(pid)
    time.sleep(IDLE_S)
    return 100 * (_processor_seconds(pid) - before) / IDLE_S


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--starts", type=int, default=10, metavar="N")
    options.add_argument("--numbers", type=int, default=10, metavar="N")
    given = options.parse_args()
    with x_server(*SCREEN) as environment:
        first_frame(environment)
        starts = [first_frame(environment) for _ in range(given.starts)]
        numbers, idle = write_numbers(environment, given.numbers)
    gaps = [gap for number in numbers for gap in number.gaps()]
    inked = [ms for number in numbers for ms in number.waits("drawn")]
    read = [ms for number in numbers for ms in number.waits("read")]
    print(machine("pygame-ce"), end="\n\n")
    rows = [
        _row("command to first frame, ms", [1000 * start for start in starts]),
        _row("from one frame to the next while drawing, ms", [1000 * gap for gap in gaps]),
        _row("pen to ink, ms", inked),
        _row("pen to reading, ms", read),
    ]
    print(table(["", "n", "median", "p95", "highest"], rows), end="\n\n")
    conclude(
        [
            Target("command to first frame", statistics.median(starts), FIRST_FRAME_S, " s", True),
            Target("frames a second while drawing", len(gaps) / sum(gaps), FRAMES_A_SECOND),
            Target("pen to reading, median", statistics.median(read), MEDIAN_MS, " ms", True),
            Target("pen to reading, p95", _p95(read), P95_MS, " ms", True),
            Target("a core, left alone", idle, IDLE_SHARE, " %", True),
        ]
    )


def _row(what: str, values: Sequence[float]) -> list[str]:
    numbers = (statistics.median(values), _p95(values), max(values))
    return [what, f"{len(values):,}", *(f"{number:.1f}" for number in numbers)]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[-(-95 * len(values) // 100) - 1]


if __name__ == "__main__":
    main()
