"""Make the pictures of the page in docs/images, of numbers written by hand.

    python scripts/make_screenshots.py [--model NAME|FILE.onnx]

Starts `digitink draw` itself and writes on its page in a headless Chromium (the one on the PATH,
or $DIGITINK_CHROMIUM), with a pen that slows down in the bends as a hand does.
"""

import argparse
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps
from playwright.sync_api import CDPSession, Page, sync_playwright

import make_golden

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from browser import options

IMAGES = Path(__file__).parents[1] / "docs" / "images"
COLOURS = 256  # of a picture: enough for a page of few colours, and a third of the bytes
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 2}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

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
    "odd 1": (30, ["0,14 15,8 30,2 26,30 20,64 12,100"]),  # or a 7
    "odd 4": (48, ["30,6 17,18 10,34 5,48 20,53 36,50 46,28 48,2 46,40 44,70 40,104"]),  # or a 9
    "odd 5": (50, ["50,4 30,4 12,8 12,40 10,60 14,80 28,98 48,84 46,60 34,50 22,62"]),  # or a 6
    "9": (52, ["48,14 38,2 21,1 6,14 4,32 15,44 31,40 44,25 48,12 47,34 42,66 33,104"]),
}
SAMPLE_MS = 8  # of a pen
QUICK = 1.5  # CSS px a millisecond: on a straight way; in a bend less


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", metavar="NAME|FILE.onnx", help="the model that reads")
    model = parser.parse_args().model
    IMAGES.mkdir(parents=True, exist_ok=True)
    with drawing(*(["--model", model] if model else [])) as address, sync_playwright() as play:
        browser = play.chromium.launch(**options())
        for name, number, act, context in SCENES:
            page = browser.new_context(**context).new_page()
            page.goto(address)
            act(page)
            page.wait_for_timeout(1500)  # for whatever fades in
            read = page.locator("#figures").inner_text()
            if read != number:
                sys.exit(f"{name}: {number} was read as {read}")
            keep(page.screenshot(), IMAGES / f"{name}.png")
        browser.close()


def keep(png: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, 1, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def doubting(page: Page) -> None:
    """A number with a digit that could be two, and a look at that one."""
    write(page, ["2", "odd 5", "7", "9"])
    page.locator("#figures .unsure").click()


def looking_inside(page: Page) -> None:
    """The doubtful digit again, and which of its ink speaks for the answer."""
    doubting(page)
    page.locator("#open-inside").click()
    page.locator(".convolutions canvas").last.wait_for()
    page.set_viewport_size({"width": 1280, "height": 920})
    page.mouse.move(0, 0)
    page.locator("#pad").evaluate("pad => pad.scrollIntoView()")


def photograph(page: Page) -> None:
    """A number on paper in the light of a lamp, read in place."""
    hand = make_golden.Hand(height=150, pen=0.07, slant=0.12, margin=0.9, wobble=0.02, seed=6)
    ink = make_golden.written("27182\n8459", hand)
    grey = make_golden.photographed(ink, make_golden.lamp, noise=0)
    file = io.BytesIO()
    ImageOps.colorize(grey, black=(24, 30, 62), white=(255, 246, 226)).save(file, "PNG")
    payload = {"name": "photo.png", "mimeType": "image/png", "buffer": file.getvalue()}
    page.locator("#file").set_input_files(payload)
    page.wait_for_function("() => document.querySelectorAll('#figures button').length > 1")
    page.locator("#figures button").nth(4).click()


def teaching(page: Page) -> None:
    """Odd digits that were read wrongly, or hardly, are read right; what is kept of them."""
    for digit, label in (("odd 4", "4"), ("odd 5", "5"), ("odd 1", "1")):
        write(page, [digit])
        page.wait_for_function("() => document.querySelectorAll('#figures button').length === 1")
        with page.expect_response("**/api/teach"):
            page.keyboard.press(label)
        page.keyboard.press("Delete")
    write(page, ["odd 1", "odd 4", "odd 5", "9"])
    page.locator("#notice > div").wait_for(state="hidden")
    page.keyboard.press("h")


@contextmanager
def drawing(*arguments: str) -> Iterator[str]:
    """Run `digitink draw` on a free port, with nothing taught; gives its address."""
    command = [sys.executable, "-m", "digitink", "draw", "--no-browser", "--port", "0", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DIGITINK_HAND": str(Path(folder) / "hand.db")}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def write(page: Page, *lines: Sequence[str], on: str = "#pad") -> None:
    """Write lines of digits, named as in HAND, in the middle; a single one between the rules."""
    pad = page.locator(on).bounding_box()
    assert pad
    height = (0.56 if len(lines) == 1 else 0.64 / len(lines)) * pad["height"]
    gap = 0.28 * height
    top = pad["y"] + (pad["height"] - height * len(lines) - gap * (len(lines) - 1)) / 2
    pen = page.context.new_cdp_session(page)
    clock = time.time()
    for line in lines:
        widths = [HAND[digit][0] / 100 * height for digit in line]
        left = pad["x"] + (pad["width"] - sum(widths) - gap * (len(line) - 1)) / 2
        for digit, width in zip(line, widths, strict=True):
            for knots in HAND[digit][1]:
                way = smooth(points(knots)) * height + (left, top)
                clock = stroke(pen, paced(way), clock) + 0.2
            left += width + gap
        top += height + gap


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


# Name, number, what is done on the page, and in what kind of browser.
SCENES: list[tuple[str, str, Callable[[Page], None], dict[str, Any]]] = [
    ("draw-light", "1729", lambda page: write(page, "1729"), DESKTOP),
    (
        "draw-dark",
        "271\n592",
        lambda page: write(page, "271", "592"),
        {**DESKTOP, "color_scheme": "dark"},
    ),
    ("draw-phone", "5", lambda page: write(page, "5"), PHONE),
    ("draw-unsure", "2679", doubting, DESKTOP),
    ("inside", "2679", looking_inside, DESKTOP),
    ("draw-picture", "27182\n8459", photograph, DESKTOP),
    ("draw-hand", "1459", teaching, DESKTOP),
]

if __name__ == "__main__":
    main()
