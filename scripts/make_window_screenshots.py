"""Make the pictures of the window in docs/images: a number written by hand, light and dark.

    python scripts/make_window_screenshots.py [--model NAME|FILE.onnx]

Starts `digitink draw --window` itself, twice as fine as usual, on an X server that nobody sees
(needs Xvfb and xdotool), and writes with the hand that writes on the page's pictures.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

from make_screenshots import HAND, IMAGES, SAMPLE_MS, paced, points, smooth

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from virtual_screen import Desk, x_server

SCALE = 2
NUMBER = "1729"
GAP = 0.3  # between digits, of their height
PICTURES = {"window.png": "--light", "window-dark.png": "--dark"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", metavar="NAME|FILE.onnx", help="the model that reads")
    model = parser.parse_args().model
    options = ["--model", model] if model else []
    for name, colours in PICTURES.items():
        with x_server(1280 * SCALE, 900 * SCALE) as environment:
            environment["GDK_SCALE"] = str(SCALE)
            with Desk.open(environment, colours, *options) as desk:
                for stroke in desk.on_sheet(written(NUMBER), width=0.9, zoom=SCALE):
                    way = paced(stroke / SCALE) * SCALE
                    desk.mouse.write([way], SAMPLE_MS / 1000)
                if not desk.shows(NUMBER):
                    sys.exit(f"{name}: {NUMBER} was read as {desk.text}")
                time.sleep(1)
                desk.grab().save(IMAGES / name, optimize=True)


def written(number: str) -> list[np.ndarray]:
    """The strokes of a number, smooth and side by side, the height of a digit being 1."""
    strokes, left = [], 0.0
    for digit in number:
        width, knots = HAND[digit]
        strokes += [np.add(smooth(points(each)), (left, 0)) for each in knots]
        left += width / 100 + GAP
    return strokes


if __name__ == "__main__":
    main()
