"""The page of `digitink draw` in a real Chromium, written on with real pointer events."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np

from browser import options

POINTERS = ("mouse", "touch", "pen")

# Counts the messages to the reader that have no answer yet.
COUNTING = """
window.unanswered = 0;
window.WebSocket = class extends WebSocket {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", () => unanswered--);
    }
    send(message) {
        unanswered++;
        super.send(message);
    }
};"""
# Two frames after the last event the page has asked all that it will ask.
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    do {
        await frame();
        await frame();
    } while (unanswered);
    return [...document.querySelectorAll("#figures > div")].map((line) => line.textContent)
        .join("\\n");
}"""


@contextmanager
def drawing(*arguments: str) -> Iterator[str]:
    """Run `digitink draw` on a free port, with nothing taught; gives its address."""
    command = [sys.executable, "-m", "digitink", "draw", "--no-browser", "--port", "0", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DIGITINK_HAND": str(Path(folder) / "hand.db")}
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)


@asynccontextmanager
async def chromium(executable: str | None = None) -> AsyncIterator[Any]:
    """A Chromium without a window: this one, $DIGITINK_CHROMIUM or the one on the PATH."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**options(executable))
        yield browser
        await browser.close()


class Page:
    """A page with a pad to write on; lengths are in CSS pixels of the page."""

    def __init__(self, page: Any, devtools: Any, pad: dict[str, float]) -> None:
        self.page = page
        self.pad = pad
        self._devtools = devtools

    @classmethod
    async def opened(cls, browser: Any, address: str, *scripts: str) -> Self:
        """Open the page, `scripts` run before its own, and wait until it is ready to read."""
        context = await browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
        page = await context.new_page()
        for script in (COUNTING, *scripts):
            await page.add_init_script(script)
        await page.goto(address)
        await page.get_by_text("reading as you write").wait_for(state="attached")
        pad = await page.locator("#pad").bounding_box()
        return cls(page, await context.new_cdp_session(page), pad)

    def placed(
        self, strokes: Sequence[np.ndarray], place: float = 0.5, width: float = 0.4
    ) -> list[np.ndarray]:
        """Strokes (n, 2..4) as strokes (n, 2) on the page, as high as between the pad's lines.

        `place` of their middle, and the most `width` that they take, as shares of the pad's width.
        """
        points = np.concatenate([stroke[:, :2] for stroke in strokes])
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        room = np.array([width * self.pad["width"], 0.56 * self.pad["height"]])
        scale = min(room / np.maximum(size, 1e-9))
        middle = np.array(
            [self.pad["x"] + place * self.pad["width"], self.pad["y"] + self.pad["height"] / 2]
        )
        corner = middle - scale * size / 2
        return [corner + scale * (stroke[:, :2] - low) for stroke in strokes]

    async def write(
        self, strokes: Sequence[np.ndarray], pointer: str = "mouse", pace: float = 0.0
    ) -> None:
        """Draw strokes of this page, an event each `pace` seconds; 0: as fast as can be."""
        sent = []
        due = time.perf_counter()
        for method, event in (each for stroke in strokes for each in _events(stroke, pointer)):
            sent.append(asyncio.ensure_future(self._devtools.send(method, event)))
            due += pace
            await asyncio.sleep(max(due - time.perf_counter(), 0))
        await asyncio.gather(*sent)

    async def text(self) -> str:
        """What the page shows of all that was written, once it is read."""
        shown: str = await self.page.evaluate(SETTLED)
        return shown

    async def clear(self) -> None:
        """Take all ink away."""
        await self.page.keyboard.press("Delete")


def _events(stroke: np.ndarray, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Commands of Chromium's protocol that draw a stroke (n, 2)."""
    points = [{"x": float(x), "y": float(y)} for x, y in stroke]
    if pointer == "touch":
        for i, point in enumerate(points):
            kind = "touchMove" if i else "touchStart"
            yield "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]}
        yield "Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []}
        return
    kinds = ["mousePressed", *["mouseMoved"] * (len(points) - 1), "mouseReleased"]
    for kind, point in zip(kinds, [*points, points[-1]], strict=True):
        event = {"type": kind, **point, "button": "left", "clickCount": 1, "pointerType": pointer}
        pressed = kind != "mouseReleased"
        yield "Input.dispatchMouseEvent", {**event, "buttons": int(pressed), "force": 0.5 * pressed}
