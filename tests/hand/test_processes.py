"""Two processes write at once and are killed: all that was confirmed is there."""

import signal
import sqlite3
import subprocess
import sys

import pytest

from digitink.hand.store import Store
from digitink.ink import Ink

WRITER = """
import sys, time
from digitink.hand.store import Store
from digitink.ink import Ink
store = Store(__import__("pathlib").Path(sys.argv[1]))
for i in range(10_000):
    number = store.add(Ink([[(float(sys.argv[2]), 0), (i, 40)] * 200]), i % 10)
    print(number, i % 10, flush=True)
    time.sleep(0.002)  # lets the other one in: people pause as well
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_kill_while_two_are_writing(tmp_path):
    path = tmp_path / "hand.db"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(n)], stdout=subprocess.PIPE, text=True
        )
        for n in range(2)
    ]
    try:
        first = [[writer.stdout.readline() for _ in range(8)] for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
    confirmed = {}
    for writer, begun in zip(writers, first, strict=True):
        with writer.stdout:
            lines = [*begun, *writer.stdout]
        assert writer.wait(10) == -signal.SIGKILL
        found = [tuple(map(int, line.split())) for line in lines if line.endswith("\n")]
        assert not confirmed.keys() & dict(found).keys()  # no number was given twice
        confirmed |= dict(found)
    kept = {one.id: one.label for one in Store(path).kept().corrections}
    assert len(confirmed) >= 16
    assert confirmed.items() <= kept.items()
    assert len(kept) <= len(confirmed) + 2  # and of each at most the one it was at
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    assert Store(path).add(Ink([[(0, 0), (3, 40)]]), 1) > max(confirmed)  # and it goes on
