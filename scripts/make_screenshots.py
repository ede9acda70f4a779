"""Make the pictures of the page in docs/images: a number written by hand, light, dark, on a phone.

    python scripts/make_screenshots.py [--model NAME|FILE.onnx]

Starts `digitink draw` itself and writes on its page in a headless Chromium (the one on the PATH,
or $DIGITINK_CHROMIUM), with a pen that slows down in the bends as a hand does.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 2}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
PICTURES: list[tuple[str, str, dict[str, Any]]] = [
    ("draw-light", "1729", DESKTOP),
    ("draw-dark", "1729", {**DESKTOP, "color_scheme": "dark"}),
    ("draw-phone", "5", PHONE),
]

# The width of a digit and the knots of its strokes, in hundredths of its height, y down.
HAND: dict[str, tuple[int, list[str]]] = {
    "1": (24, ["4,17 13,11 22,0 19,32 14,66 8,100"]),
    "2": (56, ["4,24 12,8 28,0 44,6 50,23 42,46 25,70 3,97 16,93 34,97 58,92"]),
    "5": (
        62,
        [
            "16,5 14,20 10,43 13,45 28,37 46,42 57,60 52,82 35,98 16,99 2,88",
            "16,5 30,6 46,3 63,0",
        ],
    ),
    "7": (56, ["0,5 12,7 30,6 47,4 56,4 53,12 41,36 30,66 22,102"]),
    "9": (52, ["48,14 38,2 21,1 6,14 4,32 15,44 31,40 44,25 48,12 47,34 42,66 33,104"]),
}
SAMPLE_MS = 8  # of a pen
QUICK = 1.5  # CSS px a millisecond: on a straight way; in a bend less


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", metavar="NAME|FILE.onnx", help="the model that reads")
    model = parser.parse_args().model
    chromium = os.environ.get("DIGITINK_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium found; install one or set DIGITINK_CHROMIUM to its path")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with drawing(*(["--model", model] if model else [])) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=QUIET)
        for name, number, context in PICTURES:
            page = browser.new_context(**context).new_page()
            page.goto(address)
            write(page, number)
            page.wait_for_timeout(1000)
            read = page.locator("#figures").inner_text()
            if read != number:
                sys.exit(f"{name}: {number} was read as {read}")
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


@contextmanager
def drawing(*arguments: str) -> Iterator[str]:
    """Run `digitink draw` on a free port; gives its address."""
    command = [sys.executable, "-m", "digitink", "draw", "--no-browser", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def write(page: Page, number: str) -> None:
    """Write the number between the lines of the pad, in the middle."""
    pad = page.locator("#pad").bounding_box()
    assert pad
    height = 0.56 * pad["height"]
    gap = 0.28 * height
    widths = [HAND[digit][0] / 100 * height for digit in number]
    left = pad["x"] + (pad["width"] - sum(widths) - gap * (len(number) - 1)) / 2
    pen = page.context.new_cdp_session(page)
    clock = time.time()
    for digit, width in zip(number, widths, strict=True):
        for knots in HAND[digit][1]:
            way = smooth(points(knots)) * height + (left, pad["y"] + 0.22 * pad["height"])
            clock = stroke(pen, paced(way), clock) + 0.2
        left += width + gap


def stroke(pen: CDPSession, way: np.ndarray, clock: float) -> float:
    """Draw one stroke with the mouse, an event each SAMPLE_MS; returns the time it ends."""
    kinds = ["mousePressed", *["mouseMoved"] * (len(way) - 1), "mouseReleased"]
    for kind, (x, y) in zip(kinds, [*way, way[-1]], strict=True):
        event = {"type": kind, "x": x, "y": y, "timestamp": clock}
        pen.send("Input.dispatchMouseEvent", {**event, "button": "left", "clickCount": 1})
        clock += SAMPLE_MS / 1000
    return clock


def points(knots: str) -> np.ndarray:
    """Knots as in HAND to an array (n, 2), the height of the digit being 1."""
    return np.array([knot.split(",") for knot in knots.split()], float) / 100


def smooth(knots: np.ndarray) -> np.ndarray:
    """Many points of a smooth curve through (n, 2) knots: cubic Hermite, Bessel's tangents."""
    steps = np.diff(knots, axis=0)
    spans = np.sqrt(np.hypot(*steps.T))[:, None]  # centripetal: no loops in tight bends
    slopes = steps / spans
    inner = (slopes[1:] * spans[:-1] + slopes[:-1] * spans[1:]) / (spans[1:] + spans[:-1])
    tangents = np.vstack([slopes[:1], inner, slopes[-1:]])
    t = np.linspace(0, 1, 60, endpoint=False)[:, None]
    pieces = [
        knots[i] * (2 * t**3 - 3 * t**2 + 1)
        + knots[i + 1] * (3 * t**2 - 2 * t**3)
        + tangents[i] * span * (t**3 - 2 * t**2 + t)
        + tangents[i + 1] * span * (t**3 - t**2)
        for i, span in enumerate(spans)
    ]
    return np.vstack([*pieces, knots[-1:]])


def paced(way: np.ndarray) -> np.ndarray:
    """The way (n, 2) in CSS px as a pen goes it: a point each SAMPLE_MS, closer in bends.

    The speed follows the radius of the bend to the power of one third (Lacquaniti et al., 1983).
    """
    steps = np.diff(way, axis=0)
    lengths = np.maximum(np.hypot(*steps.T), 1e-9)
    headings = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    bends = np.convolve(np.abs(np.gradient(headings)) / lengths, np.ones(25) / 25, "same")
    speeds = QUICK / (1 + 60 * bends) ** (1 / 3)
    rim = np.minimum(np.arange(1, len(speeds) + 1), np.arange(len(speeds), 0, -1))
    speeds *= np.minimum(1, 0.35 + rim / 60)  # it starts and stops slowly
    times = np.concatenate([[0], np.cumsum(lengths / speeds)])
    ticks = np.append(np.arange(0, times[-1], SAMPLE_MS), times[-1])
    return np.column_stack([np.interp(ticks, times, way[:, axis]) for axis in (0, 1)])


if __name__ == "__main__":
    main()
