"""Digits of other people, drawn on the page: at least 98 of 100 read right, with each pointer.

The strokes of pendigits.tes (14 writers that no model was trained on) go as pointer events of
mouse, touch and pen into `digitink draw` in a headless Chromium, and what the page then shows is
compared with what was written. The 100 digits, ten of each, are the same each time.
"""

import asyncio
import sys
from collections.abc import Sequence

import numpy as np

from claims import Target, conclude, machine, parser, table
from page import POINTERS, Page, chromium, drawing

DATA = "pendigits.tes"
SHARE = 98  # percent


def chosen(n: int, seed: int = 0) -> list[tuple[Sequence[np.ndarray], str]]:
    """`n` digits and what they are, as many of each as can be, in an order of their own."""
    from digitink.data import load

    samples = load(DATA)
    random = np.random.default_rng(seed)
    order = random.permutation(len(samples))
    each = [order[samples.labels[order] == digit] for digit in range(10)]
    picked = [each[i % 10][i // 10] for i in range(n)]
    return [(samples.sources[i].strokes, str(samples.labels[i])) for i in picked]


async def replay(
    page: Page, digits: Sequence[tuple[Sequence[np.ndarray], str]], pointer: str
) -> list[tuple[str, str]]:
    """Write each digit alone on the page: what it is, and what the page made of it."""
    found = []
    for strokes, label in digits:
        await page.write(page.placed(strokes), pointer)
        found.append((label, await page.text()))
        await page.clear()
    return found


async def measured(n: int) -> dict[str, list[tuple[str, str]]]:
    digits = chosen(n)
    with drawing() as address:
        async with chromium() as browser:
            found = {}
            for pointer in POINTERS:  # a page each: after a pen, touch draws no more
                page = await Page.opened(browser, address)
                found[pointer] = await replay(page, digits, pointer)
            return found


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--digits", type=int, default=100, metavar="N", help="with each pointer")
    given = options.parse_args()
    print(f"{DATA}, written on the page; {machine('playwright')}", end="\n\n")
    rows, targets = [], []
    for pointer, found in asyncio.run(measured(given.digits)).items():
        wrong = [f"{label} as {text or 'nothing'}" for label, text in found if label != text]
        right = len(found) - len(wrong)
        rows.append([pointer, str(len(found)), str(right), ", ".join(wrong) or "none"])
        share = 100 * right / len(found)
        targets.append(Target(f"read right, by {pointer}", share, SHARE, " %"))
    print(table(["pointer", "n", "right", "misread"], rows), end="\n\n")
    conclude(targets)


if __name__ == "__main__":
    sys.exit(main())
