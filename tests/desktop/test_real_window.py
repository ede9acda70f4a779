"""The real window on a real X server, with a real mouse and real keys."""

import importlib
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from digitink import read
from digitink.hand import Hand

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SEVEN = [np.array([(0, 0), (30, 0), (60, 1), (62, 5), (50, 40), (40, 70), (35, 100)], float)]
FOUR = [
    np.array([(30, 0), (20, 30), (5, 60), (30, 62), (60, 60)], float),
    np.array([(45, 35), (42, 70), (40, 105)], float),
]
ONE = [np.array([(10, 15), (25, 0), (24, 50), (22, 100)], float)]
SCRIBBLE = [np.array([(0, 0), (90, 60), (5, 90), (80, 5), (40, 100), (95, 30), (0, 45)] * 2, float)]
EACH = 2  # of the ten digits, by people that no model was trained on


@pytest.fixture(scope="module")
def virtual():
    """The module that has a screen of its own; skips where its programs are missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        module = importlib.import_module("virtual_screen")
        if missing := module.missing_tools():
            reason = f"needs {' and '.join(missing)}"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
        yield module


@pytest.fixture(scope="module")
def server(virtual):
    with virtual.x_server() as environment:
        yield environment


@pytest.fixture
def opened(virtual, server, tmp_path):
    """Opens the window in a folder of its own, with a hand of its own."""
    environment = server | {"DIGITINK_HAND": str(tmp_path / "hand.db")}

    def opened(*arguments, **more):
        return virtual.Desk.open(environment | more, *arguments, folder=tmp_path)

    return opened


def ends(desk):
    """How the program ended, and what it said."""
    _, said = desk.process.communicate(timeout=10)
    return desk.process.returncode, said


def test_a_number_is_read_while_it_is_written(opened, tmp_path):
    with opened("--light") as desk:
        for place, strokes, text in ((0.2, ONE, "1"), (0.45, FOUR, "14"), (0.75, SEVEN, "147")):
            desk.mouse.write(desk.on_sheet(strokes, place))
            assert desk.shows(text), desk.text
        desk.mouse.do("key ctrl+z")
        assert desk.shows("14"), desk.text
        desk.mouse.do("key ctrl+shift+z")
        assert desk.shows("147"), desk.text
        desk.mouse.do("key ctrl+s")
        desk.mouse.do("key c")
        assert desk.shows(""), desk.text
        desk.mouse.do("key q")
        assert ends(desk) == (0, "")
    assert read(tmp_path / "digitink-1.png").text == "147"
    assert read(tmp_path / "digitink-1.json").text == "147"


def test_buttons_and_a_correction(opened, tmp_path):
    from digitink.desktop.layout import arrange

    with opened("--light") as desk:
        desk.mouse.write(desk.on_sheet(SEVEN))
        assert desk.shows("7"), desk.text
        desk.mouse.do("key 2")
        assert desk.shows("2"), desk.text
        left, top, right, bottom = desk.box
        tools = arrange(right - left, bottom - top).tools
        desk.mouse.click(left + tools.left + 140 + 20, top + tools.centery)  # the second: Undo
        assert desk.shows(""), desk.text
        desk.mouse.do("key Escape")
        assert ends(desk) == (0, "")
    (kept,) = Hand(tmp_path / "hand.db").corrections()
    assert kept.label == 2


def test_the_stroke_that_wakes_the_window_is_ink_as_well(opened):
    with opened("--light") as desk:
        (way,) = desk.on_sheet(SEVEN)
        desk.mouse.move(1, 1)
        desk.mouse.do("windowfocus 1 sleep 0.3")  # to whatever the pointer is on: nothing
        desk.mouse.move(*way[0])
        desk.mouse.do(f"windowfocus {desk.window} mousedown 1 sleep 0.05")
        for place in way[1:]:
            desk.mouse.move(*place)
        desk.mouse.do("mouseup 1")
        assert desk.shows("7"), desk.text


def test_a_scribble_is_no_digit(opened):
    with opened("--light") as desk:
        desk.mouse.write(desk.on_sheet(SCRIBBLE))
        assert desk.shows("?"), desk.text


def test_a_resized_window_keeps_the_ink(opened):
    with opened("--light") as desk:
        desk.mouse.write(desk.on_sheet(FOUR, 0.8))
        assert desk.shows("4"), desk.text
        desk.resize(520, 640)
        assert desk.shows("4"), desk.text
        desk.mouse.write(desk.on_sheet(ONE, 0.2))
        assert desk.shows("14"), desk.text
        ink = np.array(desk.grab().convert("RGB")).astype(int)
        assert (np.abs(ink - (31, 42, 107)).sum(axis=2) < 30).sum() > 300


def test_a_finer_screen_is_drawn_with_more_pixels(opened):
    with opened("--light") as desk:
        usual = desk.box
    with opened("--dark", GDK_SCALE="1.25") as desk:
        fine = desk.box
        desk.mouse.write(desk.on_sheet(SEVEN, zoom=1.25))
        assert desk.shows("7"), desk.text
        paper = desk.grab().convert("RGB").getpixel((4, 4))
    assert paper == (15, 20, 30)
    assert fine[2] - fine[0] > usual[2] - usual[0]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_while_it_reads(opened, sent):
    with opened("--light") as desk:
        desk.mouse.write(desk.on_sheet(SEVEN))
        desk.process.send_signal(sent)
        code, said = ends(desk)
    assert code == (130 if sent == signal.SIGINT else 0)  # SDL takes SIGTERM for a wish to close
    assert said.strip() == ""


@pytest.mark.skipif(
    not os.environ.get("DIGITINK_DATA"), reason="needs pendigits.tes; set DIGITINK_DATA"
)
def test_digits_of_other_people_are_read_right(opened, virtual):
    digits = importlib.import_module("replay").chosen(10 * EACH)
    wrong = []
    with opened("--light") as desk:
        for strokes, label in digits:
            desk.mouse.write(desk.on_sheet(strokes), pace=0.001)
            desk.mouse.do("key p")
            if not desk.shows(label):
                wrong.append((label, desk.text))
            desk.mouse.do("key c")
            assert desk.shows("")
    assert len(wrong) <= 1, wrong
