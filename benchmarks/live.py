"""The page keeps up with the pen: event to shown reading, median at most 16 ms, p95 50 ms.

Six-digit numbers are written in `digitink draw` in a headless Chromium with real mouse events, one
each 8 ms. Timed is every event, also those that Chromium gathers into one, from its own time stamp
until the page shows a reading with that event's ink in it; the screen follows with its next frame.
Beside it: one reading over the WebSocket, there and back, p95 at most 10 ms; the page with all that
belongs to it weighs at most 100 kB on the wire; 0.3 s after the request (the median of first
visits) one can draw on its pad.
"""

import asyncio
import statistics
import sys

import numpy as np

from claims import Target, conclude, machine, parser, table
from page import Page, chromium, drawing
from strokes import made_up

DIGITS = 6  # in a number
PACE = 0.008  # s: a mouse at 125 Hz
LIFT = 0.12  # s between digits
MEDIAN_MS, P95_MS = 16, 50
TRIP_P95_MS = 10
WEIGHT_KB = 100
VISIBLE_S = 0.3

# In ms: `shown` and `painted` of pointer events, `trips` of messages, `busy` of the page's own
# work on one event. `ready` is the time when the pad can be drawn on and was painted.
TIMING = """
window.timed = {shown: [], painted: [], trips: [], busy: []};
{
    let fresh = [], asked = [], sent = 0, began = 0;
    const types = ["pointerdown", "pointermove", "pointerup"];
    for (const type of types) {
        addEventListener(type, (event) => {
            began = performance.now();
            if (!event.buttons && type === "pointermove") return;
            const all = event.getCoalescedEvents();
            fresh.push(...(all.length ? all : [event]).map(({timeStamp}) => timeStamp));
        }, {capture: true});
        addEventListener(type, () => timed.busy.push(performance.now() - began));
    }
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", () => timed.trips.push(performance.now() - sent));
            queueMicrotask(() => this.addEventListener("message", () => { // after the page's own
                const times = asked;
                const note = (list) => {
                    const now = performance.now();
                    list.push(...times.map((time) => now - time));
                };
                asked = [];
                note(timed.shown);
                requestAnimationFrame(() => setTimeout(note, 0, timed.painted));
            }));
        }
        send(message) {
            [asked, fresh] = [asked.concat(fresh), []];
            sent = performance.now();
            super.send(message);
        }
    };
    window.ready = new Promise((resolve) => {
        const look = () => {
            const drawable = document.querySelector("#pad canvas")?.width > 300;
            if (drawable) setTimeout(() => resolve(performance.now()));
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    });
}"""


def percentile(values: list[float], share: int) -> float:
    """The nearest rank: `share` percent of the values are at most this one."""
    return float(np.percentile(values, share, method="inverted_cdf"))


async def loads(browser, address: str, n: int) -> tuple[list[float], float, float]:
    """Seconds to a pad to draw on, of `n` first visits; kB of one, on the wire and unpacked."""
    times = []
    for _ in range(n):
        page = await Page.opened(browser, address, TIMING)
        times.append(await page.page.evaluate("ready") / 1000)
        sizes = await page.page.evaluate(
            """[...performance.getEntriesByType("navigation"),
                ...performance.getEntriesByType("resource")]
                .map((entry) => [entry.transferSize, entry.decodedBodySize])"""
        )
        await page.page.context.close()
    wire, unpacked = (sum(column) / 1000 for column in zip(*sizes, strict=True))
    return times, wire, unpacked


async def writing(browser, address: str, numbers: int) -> tuple[dict[str, list[float]], int]:
    """The times of TIMING while `numbers` numbers are written, and how many were read right."""
    page = await Page.opened(browser, address, TIMING)
    inks = made_up(DIGITS * numbers)
    right = 0
    await one_number(page, made_up(DIGITS, seed=1))  # warms all up
    await page.page.evaluate("for (const list of Object.values(timed)) list.length = 0")
    for _ in range(numbers):
        right += await one_number(page, inks)
    times = await page.page.evaluate("timed")
    await page.page.context.close()
    return times, right


async def one_number(page: Page, inks) -> bool:
    """Write the next digits as one number; whether it was read right."""
    text = ""
    for i in range(DIGITS):
        strokes, label = next(inks)
        place = (i + 0.5) / DIGITS
        placed = page.placed(list(map(np.array, strokes)), place, width=0.6 / DIGITS)
        await page.write(placed, pace=PACE)
        await asyncio.sleep(LIFT)
        text += str(label)
    read = await page.text()
    await page.clear()
    return read == text


async def measured(numbers: int, visits: int):
    with drawing() as address:
        async with chromium() as browser:
            times, right = await writing(browser, address, numbers)
            return times, right, await loads(browser, address, visits)


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--numbers", type=int, default=12, help="to write")
    options.add_argument("--visits", type=int, default=20, help="of the page")
    given = options.parse_args()
    print(machine("playwright"), end="\n\n")
    times, right, (ready, wire, unpacked) = asyncio.run(measured(given.numbers, given.visits))

    def row(name: str, values: list[float]) -> list[str]:
        spread = [statistics.median(values), percentile(values, 95), max(values)]
        return [name, str(len(values)), *(f"{value:.1f}" for value in spread)]

    rows = [
        row("pointer event to shown reading", times["shown"]),
        row("pointer event to the next frame", times["painted"]),
        row("reading over the WebSocket, there and back", times["trips"]),
        row("the page's own work on an event", times["busy"]),
        row("request to a pad to draw on", [1000 * each for each in ready]),
    ]
    print(table(["ms", "n", "median", "p95", "highest"], rows), end="\n\n")
    print(f"{right} of {given.numbers} numbers read right; {unpacked:.0f} kB unpacked", end="\n\n")
    median, p95 = statistics.median(times["shown"]), percentile(times["shown"], 95)
    conclude(
        [
            Target("event to shown reading, median", median, MEDIAN_MS, " ms", at_most=True),
            Target("event to shown reading, p95", p95, P95_MS, " ms", at_most=True),
            Target(
                "WebSocket, p95", percentile(times["trips"], 95), TRIP_P95_MS, " ms", at_most=True
            ),
            Target("page on the wire", wire, WEIGHT_KB, " kB", at_most=True),
            Target("request to pad, median", statistics.median(ready), VISIBLE_S, " s", True),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
