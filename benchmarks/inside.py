"""Look inside follows the pen: at least 20 looks a second on two cores, and reading stays as fast.

Digits are written in `digitink draw` in a headless Chromium with real mouse events, one each 8 ms
and 0.8 s a digit, while Look inside is open. Counted is what the page draws while the pen is down:
each time new ink was read, patches of it were taken away and read once more, the maps of all
convolutions were found, sent and drawn. Beside it: one look from Python; and reading in a process
in which somebody looked inside, which takes at most 1.05 times as long as before.
"""

import asyncio
import statistics
import sys

import numpy as np

import digitink
from claims import Target, conclude, machine, parser, table
from digitink import Ink, load_model, maps
from digitink.inside import look
from digitink.reader import inspect
from page import Page, chromium, drawing
from strokes import made_up
from timing import Spread, timed

LOOKS_A_SECOND = 20
SLOWER = 1.05
PACE = 0.008  # s: a mouse at 125 Hz
LIFT = 0.1  # s between digits
EVENTS = 100  # a digit
READS = 100  # at a time, before and after a look

# When the pen was down, in ms, and when the page drew what it found inside.
COUNTING = """
window.strokes = [];
window.looks = [];
addEventListener("pointerdown", () => strokes.push([performance.now(), 0]), {capture: true});
addEventListener("pointerup", () => { strokes.at(-1)[1] = performance.now(); }, {capture: true});
{
    const draw = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...given) {
        if (this.canvas.className === "evidence") looks.push(performance.now());
        draw.apply(this, given);
    };
}"""


def unhurried(strokes: list[list[list[float]]]) -> list[np.ndarray]:
    """The same strokes of EVENTS points in all, each at an even pace."""
    n = EVENTS // len(strokes)
    ways = [np.array(stroke) for stroke in strokes]
    return [
        np.stack(
            [np.interp(np.linspace(0, len(way) - 1, n), range(len(way)), axis) for axis in way.T]
        ).T
        for way in ways
    ]


async def following(digits: int) -> list[tuple[float, int]]:
    """Of each digit that is written the seconds with the pen down, and the looks in them."""
    written = []
    with drawing() as address:
        async with chromium() as browser:
            page = await Page.opened(browser, address, COUNTING)
            await page.page.keyboard.press("i")
            await page.page.evaluate("scrollTo(0, 0)")
            inks = made_up(digits + 1)
            for number in range(digits + 1):
                await page.page.evaluate("() => { strokes.length = looks.length = 0; }")
                strokes, _ = next(inks)
                await page.write(page.placed(unhurried(strokes)), pace=PACE)
                await asyncio.sleep(LIFT)
                spans, looks = await page.page.evaluate("[strokes, looks]")
                await page.clear()
                seen = sum(start <= look <= end for look in looks for start, end in spans)
                if number:  # the first opens the network
                    written.append((sum(end - start for start, end in spans) / 1000, seen))
    return written


def reading(rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds of a reading where nobody looked, of one where somebody did, and of a look."""
    model = load_model()
    inks = [Ink(strokes) for strokes, _ in made_up(READS)]
    frames = [inspect(ink, single=True, model=model).frames[0] for ink in inks]
    never, once, looks = [], [], []
    for i in range(rounds):
        maps._opened.cache_clear()
        never += [timed(digitink.read, ink)[0] for ink in inks]
        look(frames[i % READS])
        once += [timed(digitink.read, ink)[0] for ink in inks]
        looks += [timed(look, frame)[0] for frame in frames[:20]]
    return never, once, looks


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--digits", type=int, default=60, help="to write")
    options.add_argument("--rounds", type=int, default=20, help="of readings and looks")
    given = options.parse_args()
    print(machine("onnxruntime", "playwright"), end="\n\n")
    never, once, looks = reading(given.rounds)
    written = asyncio.run(following(given.digits))
    rates = [seen / seconds for seconds, seen in written]
    rows = [
        ["looks a second while a digit is written", *Spread.of(rates).cells()],
        ["one look from Python, ms", *Spread.of([1000 * each for each in looks]).cells()],
        ["ink to reading, nobody looked, ms", *Spread.of([1000 * t for t in never]).cells(".2f")],
        ["ink to reading, somebody did, ms", *Spread.of([1000 * t for t in once]).cells(".2f")],
    ]
    print(table(["", "n", "median", "lowest", "highest"], rows), end="\n\n")
    mean = sum(seen for _, seen in written) / sum(seconds for seconds, _ in written)
    slower = statistics.median(once) / statistics.median(never)
    conclude(
        [
            Target("looks a second, the pen down", mean, LOOKS_A_SECOND),
            Target("reading after a look, times before", slower, SLOWER, at_most=True),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
