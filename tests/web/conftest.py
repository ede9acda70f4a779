"""A real Chromium in front of the real `digitink draw`, and a hand that writes on its page."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

DRAW = [sys.executable, "-m", "digitink", "draw", "--no-browser"]

Stroke = Sequence[tuple[float, float]]

# Strokes of points in a square, y down; and what is no digit.
DIGITS: dict[str, list[Stroke]] = {
    "0": [[(0.5, 0), (0.1, 0.4), (0.3, 0.96), (0.75, 0.9), (0.85, 0.4), (0.5, 0)]],
    "1": [[(0.35, 0.14), (0.55, 0), (0.52, 1)]],
    "3": [[(0.15, 0.15), (0.4, 0), (0.75, 0.2), (0.4, 0.46), (0.8, 0.72), (0.45, 1), (0.1, 0.86)]],
    "4": [[(0.5, 0), (0.1, 0.62), (0.95, 0.6)], [(0.68, 0.34), (0.62, 1.04)]],
    "star": [[(0.5, 0), (0.8, 1), (0, 0.35), (1, 0.35), (0.2, 1), (0.5, 0)]],
}

SHOWN = "() => [...document.querySelectorAll('#figures > div')].map(e => e.textContent).join('\\n')"


class Writer:
    """Writes on the pad of a page with the mouse; a digit is named by its key in DIGITS."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.box = page.locator("#pad").bounding_box()

    def at(self, x: float, y: float, place: float = 0) -> tuple[float, float]:
        """A point of a digit as a point of the page; `place` counts digits from the left."""
        height = 0.56 * self.box["height"]
        left = self.box["x"] + 0.12 * self.box["width"] + 0.75 * place * height
        return left + 0.6 * height * x, self.box["y"] + 0.22 * self.box["height"] + height * y

    def way(self, stroke: str | Stroke, place: float = 0, steps: int = 8) -> Stroke:
        """The points of a stroke, or of a digit's first one, with some more between them."""
        if isinstance(stroke, str):
            stroke = DIGITS[stroke][0]
        way = [
            self.at(x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps, place)
            for (x0, y0), (x1, y1) in pairwise(stroke)
            for k in range(steps)
        ]
        return [*way, self.at(*stroke[-1], place)]

    def begin(self, stroke: str | Stroke, place: float = 0) -> None:
        """Draw one stroke, and leave the button down."""
        points = self.way(stroke, place)
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point)

    def write(self, digit: str, place: float = 0) -> None:
        for stroke in DIGITS[digit]:
            self.begin(stroke, place)
            self.page.mouse.up()

    def touch(self, kind: str, *points: tuple[int, float, float]) -> None:
        """A touch event with the fingers (number, x, y) that are down."""
        touches = [{"id": i, "x": x, "y": y} for i, x, y in points]
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    @cached_property
    def devtools(self) -> Any:
        """Chromium's own protocol, for events that Playwright does not make."""
        return self.page.context.new_cdp_session(self.page)

    def reads(self, text: str) -> None:
        """Wait until the page shows this number."""
        from playwright.sync_api import TimeoutError as PlaywrightTimeout

        try:
            self.page.wait_for_function(f"text => ({SHOWN})() === text", arg=text)
        except PlaywrightTimeout:
            pytest.fail(f"{text!r} was read as {self.page.evaluate(SHOWN)!r}")

    def inked(self, selector: str) -> int:
        """How many pixels of the canvases there hold ink."""
        found: int = self.page.evaluate(
            """selector => [...document.querySelectorAll(selector)].map(canvas => canvas
                .getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
                .filter((value, i) => i % 4 === 3 && value > 0).length)
                .reduce((a, b) => a + b, 0)""",
            selector,
        )
        return found


class Server:
    """`digitink draw` in a process of its own, on one port however often it is started.

    `hand`: the file that keeps what is taught, however often it is started.
    """

    def __init__(self, hand: Path) -> None:
        self.port = 0
        self.hand = hand
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*DRAW, "--port", str(self.port)],
            env=os.environ | {"DIGITINK_HAND": str(self.hand)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout
        self.address = self._process.stdout.readline().strip()
        assert self.address, "the server did not start"
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def forget(self) -> None:
        """Forget what earlier tests taught."""
        httpx.delete(f"{self.address}api/hand").raise_for_status()

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=10)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("hand") / "hand.db")
    yield started
    started.stop()


@pytest.fixture
def opened(browser: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Open the page; at the end of the test nothing must have gone wrong in it, or gone out."""
    server.forget()
    contexts, complaints = [], []

    def open_page(**options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # a busy machine is no failure
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error"
                and "WebSocket" not in said.text
                and "/api/" not in said.location["url"]  # Chromium's own word on a refusal
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(server.address)
                else complaints.append(f"a request to {request.url}")
            ),
        )
        # Chromium lets requests by while Playwright begins to intercept them, which a test's own
        # `page.route` would do too late: it begins here, with an address that nobody asks for.
        page.route("**/nothing", lambda route: route.abort())
        page.goto(server.address)
        page.get_by_text("reading as you write").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # of what the page asked for at the very end
        context.close()
    assert complaints == []


@pytest.fixture
def writer() -> type[Writer]:
    """`writer(page)` writes on it."""
    return Writer


@pytest.fixture
def written(opened: Callable[..., Any], writer: type[Writer]) -> tuple[Any, Writer]:
    """A page with a number on it, and the hand that wrote it."""
    page = opened()
    hand = writer(page)
    hand.write("3", 0)
    hand.write("1", 1)
    hand.reads("31")
    return page, hand
