"""The window of `digitink draw` on an X server of its own, used with a real mouse and real keys.

Xvfb is the server, xdotool the hand; pictures of the screen are Pillow's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
from PIL import Image, ImageGrab

DRAW = [sys.executable, "-m", "digitink", "draw", "--window"]
CLASS = "digitink"  # of the window, by which it is found
PATIENCE = 20  # seconds
TOOLS = ("Xvfb", "xdotool")

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

Box = tuple[int, int, int, int]


def missing_tools() -> list[str]:
    """Which of the programs that are needed here are not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


@contextmanager
def x_server(width: int = 1400, height: int = 950) -> Iterator[dict[str, str]]:
    """Run an X server that nobody sees, with no one's settings; gives the environment to use it."""
    if missing_tools():
        sys.exit(f"{' and '.join(missing_tools())} not found; install them")
    reading, writing = os.pipe()
    screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *screen],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told, tempfile.TemporaryDirectory() as home:
            number = told.readline().strip()
            if not number:
                sys.exit("Xvfb did not start")
            environment = os.environ | {"DISPLAY": f":{number}", "HOME": home}
            environment["DIGITINK_HAND"] = str(Path(home) / "hand.db")
            for name in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "GDK_SCALE"):
                environment.pop(name, None)
            yield environment
    finally:
        server.terminate()
        server.wait()


def grab(environment: dict[str, str], box: Box | None = None) -> Image.Image:
    """A picture of the screen, or of a box (x0, y0, x1, y1) of it."""
    return ImageGrab.grab(bbox=box, xdisplay=environment["DISPLAY"])


class Mouse:
    """The pointer and the keys of an X server; places are pixels of its screen."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._tool = subprocess.Popen(
            ["xdotool", "-"], env=environment, stdin=subprocess.PIPE, text=True, bufsize=1
        )

    def do(self, command: str) -> float:
        """Have xdotool do something now; when that was, by `time.perf_counter`."""
        assert self._tool.stdin
        self._tool.stdin.write(f"{command}\n")
        return time.perf_counter()

    def move(self, x: float, y: float) -> float:
        """Put the pointer somewhere."""
        return self.do(f"mousemove {round(x)} {round(y)}")

    def click(self, x: float, y: float) -> None:
        """Press and let go the left button somewhere."""
        self.move(x, y)
        self.do("click 1")

    def write(self, strokes: Sequence[np.ndarray], pace: float = 0.002) -> list[float]:
        """Draw strokes (n, 2) of screen pixels, an event each `pace` seconds.

        When each point was drawn, as `do` says; a point on the pixel of that before is left out.
        """
        times = []
        due = time.perf_counter()
        for stroke in strokes:
            whole = np.rint(stroke[:, :2]).astype(int)
            moved = np.append(True, np.abs(np.diff(whole, axis=0)).any(axis=1))
            for i, place in enumerate(whole[moved]):
                at = self.move(*place)
                times.append(at if i else self.do("mousedown 1"))
                due += pace
                time.sleep(max(due - time.perf_counter(), 0))
            self.do("mouseup 1")
        return times

    def close(self) -> None:
        """End xdotool, once it has done all of it."""
        assert self._tool.stdin
        self._tool.stdin.close()
        self._tool.wait(PATIENCE)


class Desk:
    """An open window and the mouse that is used on it."""

    def __init__(
        self, environment: dict[str, str], process: subprocess.Popen[str], window: str
    ) -> None:
        self.process = process
        self.mouse = Mouse(environment)
        self._environment = environment
        self.window = window

    @classmethod
    @contextmanager
    def open(
        cls,
        environment: dict[str, str],
        *arguments: str,
        command: Sequence[str] = DRAW,
        folder: Path | None = None,
    ) -> Iterator[Self]:
        """Start the program in a folder and wait until it reads; end it if it still runs."""
        process = subprocess.Popen(
            [*command, *arguments],
            env=environment,
            cwd=folder or environment["HOME"],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            desk = cls(environment, process, _found(environment))
            try:
                yield desk
            finally:
                desk.mouse.close()
        finally:
            process.kill()
            process.communicate()

    @property
    def box(self) -> Box:
        """Where the window is on the screen."""
        found = _xdotool(self._environment, "getwindowgeometry", "--shell", self.window)
        side = dict(line.split("=") for line in found.split())
        x, y, width, height = (int(side[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        return (x, y, x + width, y + height)

    @property
    def text(self) -> str:
        """The number that the title shows."""
        title = _xdotool(self._environment, "getwindowname", self.window).strip()
        return title.removesuffix(CLASS).removesuffix(" · ")

    def resize(self, width: int, height: int) -> None:
        """Make the window as large as this."""
        _xdotool(self._environment, "windowsize", "--sync", self.window, str(width), str(height))

    def grab(self) -> Image.Image:
        """A picture of the window."""
        return grab(self._environment, self.box)

    def on_sheet(
        self, strokes: Sequence[np.ndarray], place: float = 0.5, width: float = 0.3, zoom: float = 1
    ) -> list[np.ndarray]:
        """Strokes (n, 2..4) as strokes (n, 2) of the screen, as high as between the sheet's lines.

        `place` of their middle, and the most `width` that they take, as shares of the sheet's.
        """
        from digitink.desktop.layout import arrange

        left, top, right, bottom = self.box
        sheet = arrange(round((right - left) / zoom), round((bottom - top) / zoom)).sheet
        points = np.concatenate([stroke[:, :2] for stroke in strokes])
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        room = zoom * np.array([width * sheet.width, 0.56 * sheet.height])
        scale = min(room / np.maximum(size, 1e-9))
        middle = zoom * np.array([sheet.left + place * sheet.width, sheet.centery])
        corner = np.array([left, top]) + middle - scale * size / 2
        return [corner + scale * (stroke[:, :2] - low) for stroke in strokes]

    def shows(self, text: str) -> bool:
        """Whether the title shows this number, now or soon."""
        end = time.monotonic() + PATIENCE
        while self.text != text:
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True


def _found(environment: dict[str, str]) -> str:
    """The id of the window, once it is there."""
    search = ("search", "--sync", "--onlyvisible", "--class", f"^{CLASS}$")
    return _xdotool(environment, *search).split()[0]


def _xdotool(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        ["xdotool", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout
