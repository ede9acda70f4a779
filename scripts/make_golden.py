"""Draw the pictures of tests/golden and write down what they must be read as.

    python scripts/make_golden.py

The digits are curves written by hand below; the pictures differ in what pictures of digits differ
in: pen, size, slant, colours, light, transparency, format, orientation. Run it to add a picture or
to change one, and look at what comes out before it is committed.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "tests" / "golden"

Floats = npt.NDArray[np.float64]
Points = Sequence[tuple[float, float]]

# Points on the strokes of each digit, x to the right and y down, the digit 1 high.
GLYPHS: dict[str, list[Points]] = {
    "0": [[(0.34, 0.02), (0.1, 0.2), (0.02, 0.55), (0.14, 0.9), (0.36, 0.98), (0.58, 0.8),
           (0.66, 0.45), (0.56, 0.12), (0.34, 0.02)]],
    "1": [[(0.0, 0.28), (0.12, 0.18), (0.24, 0.0)], [(0.24, 0.0), (0.23, 0.5), (0.22, 1.0)]],
    "2": [[(0.04, 0.24), (0.14, 0.06), (0.36, 0.0), (0.56, 0.12), (0.56, 0.34), (0.36, 0.64),
           (0.02, 0.98)], [(0.02, 0.98), (0.3, 0.96), (0.64, 0.97)]],
    "3": [[(0.06, 0.12), (0.24, 0.01), (0.46, 0.05), (0.53, 0.22), (0.42, 0.4), (0.22, 0.47)],
          [(0.22, 0.47), (0.46, 0.53), (0.58, 0.72), (0.48, 0.92), (0.24, 0.99), (0.0, 0.9)]],
    "4": [[(0.36, 0.0), (0.2, 0.32), (0.0, 0.64)], [(0.0, 0.64), (0.34, 0.63), (0.7, 0.61)],
          [(0.5, 0.3), (0.48, 0.64), (0.45, 1.0)]],
    "5": [[(0.56, 0.02), (0.34, 0.02), (0.12, 0.03)], [(0.12, 0.03), (0.1, 0.22), (0.07, 0.44)],
          [(0.07, 0.44), (0.3, 0.36), (0.53, 0.48), (0.58, 0.7), (0.44, 0.92), (0.2, 0.99),
           (0.0, 0.9)]],
    "6": [[(0.46, 0.0), (0.2, 0.24), (0.04, 0.58), (0.08, 0.86), (0.28, 0.99), (0.5, 0.9),
           (0.55, 0.68), (0.4, 0.53), (0.2, 0.58), (0.07, 0.76)]],
    "7": [[(0.0, 0.05), (0.3, 0.03), (0.6, 0.03)], [(0.6, 0.03), (0.42, 0.42), (0.24, 1.0)]],
    "8": [[(0.32, 0.47), (0.12, 0.32), (0.12, 0.12), (0.32, 0.01), (0.52, 0.12), (0.5, 0.31),
           (0.32, 0.47), (0.1, 0.64), (0.05, 0.85), (0.3, 0.99), (0.56, 0.86), (0.53, 0.64),
           (0.32, 0.47)]],
    "9": [[(0.52, 0.2), (0.36, 0.02), (0.12, 0.08), (0.02, 0.28), (0.14, 0.48), (0.36, 0.46),
           (0.52, 0.2)], [(0.52, 0.2), (0.5, 0.6), (0.4, 1.0)]],
}  # fmt: skip


@dataclass(frozen=True)
class Hand:
    """How a number is written: sizes in pixels; `gap` and `pen` in parts of the height."""

    height: int = 56
    pen: float = 0.1
    slant: float = 0.0
    gap: float = 0.4
    margin: float = 0.35
    wobble: float = 0.015
    seed: int = 0


def curve(points: Points, steps: int = 12) -> Floats:
    """A Catmull-Rom spline (n, 2) through the points."""
    p = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, 1, steps)[:, None]
    pieces = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.concatenate(pieces)


def written(text: str, hand: Hand) -> Floats:
    """The lines of `text` as ink (H, W), 0 paper to 1 ink, with soft edges."""
    rng = np.random.default_rng(hand.seed)
    strokes = []
    for row, line in enumerate(text.split("\n")):
        x = 0.0
        for digit in line:
            for points in GLYPHS[digit]:
                moved = np.array(points) + rng.normal(0, hand.wobble, (len(points), 2))
                # Strokes that meet still meet: the ends of a stroke stay where they are.
                moved[[0, -1]] = np.array(points)[[0, -1]]
                course = curve([tuple(point) for point in moved]) + np.array([x, row * 1.7])
                course[:, 0] -= hand.slant * (course[:, 1] - 0.5)
                strokes.append(course)
            x += max(px for points in GLYPHS[digit] for px, _ in points) + hand.gap
    everything = np.concatenate(strokes)
    low = everything.min(axis=0) - hand.pen / 2 - hand.margin
    size = np.ceil((everything.max(axis=0) + hand.pen / 2 + hand.margin - low) * hand.height)
    fine = 4
    image = Image.new("L", (int(size[0]) * fine, int(size[1]) * fine))
    draw = ImageDraw.Draw(image)
    radius = hand.pen * hand.height * fine / 2
    for course in strokes:
        at = (course - low) * hand.height * fine
        for (x0, y0), (x1, y1) in pairwise(at):
            for share in np.linspace(0, 1, 6):
                x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(image.reduce(fine), float) / 255


def grey(ink: Floats, *, dark: float = 20, light: float = 245) -> Image.Image:
    return Image.fromarray(np.uint8(np.rint(light + (dark - light) * ink)))


def coloured(ink: Floats, colour: tuple[int, ...], paper: tuple[int, ...]) -> Image.Image:
    tones = np.array(paper) + (np.array(colour) - np.array(paper)) * ink[..., None]
    return Image.fromarray(np.uint8(np.rint(tones)))


def alone(ink: Floats, colour: tuple[int, int, int]) -> Image.Image:
    """Ink on nothing: the alpha is the ink."""
    whole = np.empty((*ink.shape, 4), np.uint8)
    whole[..., :3], whole[..., 3] = colour, np.rint(255 * ink)
    return Image.fromarray(whole)


def photographed(
    ink: Floats, light: Callable[[Floats, Floats], Floats], noise: float
) -> Image.Image:
    """Ink on paper under uneven light (0..1 of x and y in 0..1), with noise."""
    y, x = np.mgrid[0 : 1 : ink.shape[0] * 1j, 0 : 1 : ink.shape[1] * 1j]
    tones = (235 - 180 * ink) * light(x, y)
    tones += np.random.default_rng(1).normal(0, noise, ink.shape)
    return Image.fromarray(np.uint8(np.clip(np.rint(tones), 0, 255)))


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera stores it that notes how it was held."""
    back = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }
    stored = image.transpose(back[orientation])
    stored.getexif()[0x0112] = orientation
    return stored


def card(ink: Floats) -> Image.Image:
    """Ink on paper with nothing around the paper."""
    page = grey(ink).convert("RGBA")
    whole = Image.new("RGBA", (page.width + 40, page.height + 40))
    whole.paste(page, (20, 20))
    return whole


def cut_tight(ink: Floats) -> Floats:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def tilted_light(x: Floats, y: Floats) -> Floats:
    return 1 - 0.45 * (0.7 * x + 0.3 * y)


def shadow(x: Floats, y: Floats) -> Floats:
    return 1 - 0.42 / (1 + np.exp(-60 * (x + 0.4 * y - 0.65)))


def lamp(x: Floats, y: Floats) -> Floats:
    return 1 - 0.8 * ((x - 0.4) ** 2 + (y - 0.5) ** 2)


THIN, THICK = Hand(pen=0.05), Hand(pen=0.17, gap=0.5)
SMALL, LARGE = Hand(height=22, pen=0.11), Hand(height=300, pen=0.09)
LEANING, UPRIGHT = Hand(slant=0.28, seed=3), Hand(seed=4)
SHAKY = Hand(wobble=0.03, seed=5)


def pictures() -> dict[str, tuple[str, Image.Image]]:
    """File name to what is written and the picture of it."""

    def page(text: str, hand: Hand, make: Callable[[Floats], Image.Image] = grey):
        return text, make(written(text, hand))

    single = {
        f"{digit}.png": page(digit, Hand(seed=10 + int(digit), slant=0.02 * int(digit)))
        for digit in GLYPHS
    }
    return single | {
        "number.png": page("31415", UPRIGHT),
        "leaning.png": page("2718", LEANING),
        "shaky.png": page("6093", SHAKY),
        "thin pen.png": page("6201", THIN),
        "thick pen.png": page("345", THICK),
        "small.png": page("5790", SMALL),
        "large, one bit.png": page("82", LARGE, lambda ink: grey(ink).convert("1", dither=0)),
        "cut tight.png": page("3", UPRIGHT, lambda ink: grey(cut_tight(ink))),
        "light on dark.png": page("270", UPRIGHT, lambda ink: grey(ink, dark=240, light=12)),
        "faint.png": page("640", UPRIGHT, lambda ink: grey(ink, dark=195, light=240)),
        "16 bits.png": page(
            "62", UPRIGHT, lambda ink: Image.fromarray(np.uint16(60_000 - 50_000 * ink))
        ),
        "black on nothing.png": page("408", UPRIGHT, lambda ink: alone(ink, (0, 0, 0))),
        "white on nothing.png": page("715", UPRIGHT, lambda ink: alone(ink, (255, 255, 255))),
        "card on nothing.png": page("93", UPRIGHT, card),
        "blue on yellow.png": page(
            "507", UPRIGHT, lambda ink: coloured(ink, (20, 40, 160), (250, 240, 150)).quantize(32)
        ),
        "red on green.png": page(
            "841", UPRIGHT, lambda ink: coloured(ink, (200, 60, 60), (70, 140, 70))
        ),
        "two lines.png": page("123\n4567", UPRIGHT),
        "held sideways.jpg": page("742", UPRIGHT, lambda ink: turned(grey(ink), 6)),
        "held the other way.jpg": page("36", UPRIGHT, lambda ink: turned(grey(ink), 8)),
        "held upside down.jpg": page("1290", UPRIGHT, lambda ink: turned(grey(ink), 3)),
        "for print.jpg": page("97", UPRIGHT, lambda ink: grey(ink).convert("CMYK")),
        "light from one side.jpg": page(
            "3145", LEANING, lambda ink: photographed(ink, tilted_light, 5)
        ),
        "shadow.jpg": page("4096", UPRIGHT, lambda ink: photographed(ink, shadow, 4)),
        "lamp.jpg": page("1825", THIN, lambda ink: photographed(ink, lamp, 4)),
        "noise.jpg": page("586", THICK, lambda ink: photographed(ink, lambda x, _: x * 0 + 1, 14)),
        "blank.jpg": ("", photographed(np.zeros((90, 160)), tilted_light, 5)),
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    readings = {}
    for name, (text, image) in pictures().items():
        options = {"quality": 80, "exif": image.getexif()} if name.endswith(".jpg") else {}
        image.save(FOLDER / name, **options)
        readings[name] = text
    lines = json.dumps(readings, indent=2) + "\n"
    (FOLDER / "readings.json").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
