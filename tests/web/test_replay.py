"""Digits of other people, replayed on the page as real pointer events."""

import asyncio
import importlib
import os
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not os.environ.get("DIGITINK_DATA"), reason="needs pendigits.tes; set DIGITINK_DATA"
    ),
]

EACH = 34  # digits with each pointer: as many as the time allows
WRONG = 2


def test_digits_of_other_people_are_read_right(server, chromium, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "benchmarks")
    page, replay = map(importlib.import_module, ("page", "replay"))
    digits = replay.chosen(EACH * len(page.POINTERS))

    async def replayed():
        found = []
        async with page.chromium(chromium) as browser:
            for i, pointer in enumerate(page.POINTERS):
                opened = await page.Page.opened(browser, server.address)
                found += await replay.replay(opened, digits[EACH * i : EACH * (i + 1)], pointer)
        return found

    found = asyncio.run(replayed())
    assert len(found) >= 100
    wrong = [each for each in found if each[0] != each[1]]
    assert len(wrong) <= WRONG, wrong
