"""The window of `digitink draw`, which writes down when it showed what: benchmarks/window.py.

    python benchmarks/recorded_window.py FILE.json

A row for each frame: when it was on the screen, by `time.perf_counter`; the points of ink that it
showed; and the points of ink that the reading was of which it showed.
"""

import json
import os
import sys
import time
from pathlib import Path

from digitink import desktop


def points(strokes) -> int:
    return sum(map(len, strokes))


def record() -> None:
    os.environ.update(desktop.SETTINGS)
    from digitink.desktop.screen import Screen
    from digitink.desktop.window import Window

    screen = Screen.open(dark=False)
    window = Window(screen, None, None)
    frames = []
    flip = screen.flip

    def recorded(title: str) -> None:
        flip(title)
        answer = window.session.shown.answer
        read = points(answer.strokes) if answer else 0
        frames.append((time.perf_counter(), points(window.session.pad.strokes), read))

    screen.flip = recorded
    try:
        window.run()
    finally:
        screen.close()
    Path(sys.argv[1]).write_text(json.dumps(frames))


if __name__ == "__main__":
    record()
