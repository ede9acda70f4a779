"""The page that asks for digits, in a real Chromium in front of the real `digitink collect`."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from digitink import data

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mine"


@pytest.fixture
def collecting(folder, tmp_path):
    """Starts `digitink collect`; a function that gives the address of its page."""
    processes = []

    def start(times=1):
        command = [sys.executable, "-m", "digitink", "collect", "--no-browser", "--port", "0"]
        process = subprocess.Popen(
            [*command, "--out", str(folder), "--times", str(times)],
            env=os.environ | {"DIGITINK_HAND": str(tmp_path / "hand.db")},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        processes.append(process)
        return process.stdout.readline().strip(), process

    yield start
    for process in processes:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)


@pytest.fixture
def visit(browser):
    """Opens a page; nothing may go wrong in it."""
    contexts, complaints = [], []

    def open_page(address, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def asked(page, before=None):
    """The digit that is asked for, once it is another than before."""
    page.wait_for_function(
        "before => { const b = document.querySelector('#asked b');"
        " return b && (before === null || b.textContent !== before); }",
        arg=before,
    )
    return page.locator("#asked b").inner_text()


def count(page, expected):
    page.wait_for_function(
        "text => document.getElementById('progress').textContent === text", arg=expected
    )


def test_all_digits_are_asked_for_and_kept(collecting, visit, writer, folder):
    address, _ = collecting()
    page = visit(address)
    hand = writer(page)
    seen, digit = [], None
    for i in range(10):
        digit = asked(page, digit)
        seen.append(int(digit))
        hand.write("3" if i % 2 else "1")
        page.keyboard.press("Enter")
        count(page, f"{i + 1} of 10")
    assert sorted(seen) == list(range(10))
    page.get_by_text("That is all").wait_for()
    assert page.locator("#keep").is_disabled()
    page.locator("#done").click()
    page.get_by_text("10 digits in").wait_for()
    for name in ("digits.jsonl", "digits.csv", "digits-images-idx3-ubyte"):
        assert data.load(folder / name).labels.tolist() == seen
    assert sorted(data.load(folder).labels.tolist()) == sorted(seen)


def test_skip_take_back_and_undo(collecting, visit, writer, folder):
    address, _ = collecting(times=2)
    page = visit(address)
    hand = writer(page)
    first = asked(page)
    page.keyboard.press("s")
    second = asked(page, first)
    hand.write("3")
    page.keyboard.press("Control+z")
    assert page.locator("#keep").is_disabled()
    page.keyboard.press("Enter")  # nothing is written, nothing is kept
    hand.write("1")
    page.locator("#keep").click()
    count(page, "1 of 20")
    third = asked(page, second)
    page.keyboard.press("Control+z")  # the digit that was kept does not come back
    assert page.locator("#undo").is_disabled()
    page.keyboard.press("b")
    count(page, "0 of 20")
    assert asked(page, third) == second
    assert (folder / "digits.jsonl").read_text() == ""


def test_it_goes_on_where_it_was_left_and_ink_outlives_the_server(collecting, visit, writer):
    address, process = collecting()
    page = visit(address)
    hand = writer(page)
    done = asked(page)
    hand.write("3")
    page.keyboard.press("Enter")
    count(page, "1 of 10")
    hand.write("1")
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    page.keyboard.press("Enter")
    page.get_by_text("The reader does not answer").wait_for()
    assert hand.inked("#pad canvas") > 0
    assert page.locator("#keep").is_enabled()
    address, _ = collecting()
    page.goto(address)
    count(page, "1 of 10")
    full = page.locator("#counts .full")
    assert re.sub(r"\D.*", "", full.inner_text(), flags=re.DOTALL) == done


def test_digits_are_kept_by_themselves_where_that_is_wanted(collecting, visit, writer):
    address, _ = collecting()
    page = visit(address)
    asked(page)
    page.locator("#onward").check()
    writer(page).write("4")  # two strokes, a moment apart
    count(page, "1 of 10")


def hold(page):
    """From now on the server is asked only once `letGo()` is called on the page."""
    page.evaluate(
        """() => {
            const ask = fetch;
            const held = new Promise(resolve => (window.letGo = resolve));
            window.fetch = async (...question) => {
                await held;
                return ask(...question);
            };
        }"""
    )


def test_what_is_written_while_a_digit_is_kept_is_the_next_one(collecting, visit, writer, folder):
    address, _ = collecting()
    page = visit(address)
    hand = writer(page)
    first = asked(page)
    hand.write("4")  # two strokes
    hold(page)
    page.keyboard.press("Enter")
    hand.write("3")
    page.evaluate("letGo()")
    count(page, "1 of 10")
    asked(page, first)
    assert hand.inked("#pad canvas") > 0
    page.keyboard.press("Enter")
    count(page, "2 of 10")
    lines = (folder / "digits.jsonl").read_text().splitlines()
    assert [len(json.loads(line)["strokes"]) for line in lines] == [2, 1]


@pytest.fixture
def begun(collecting, visit, writer):
    """A page on which one digit was kept, and the hand that wrote it."""
    address, _ = collecting()
    page = visit(address)
    hand = writer(page)
    asked(page)
    hand.write("4")
    page.keyboard.press("Enter")
    count(page, "1 of 10")
    return page, hand


def test_what_is_written_while_a_digit_is_taken_back_stays(begun):
    page, hand = begun
    hold(page)
    page.keyboard.press("b")
    hand.write("3")
    page.evaluate("letGo()")
    count(page, "0 of 10")
    page.get_by_text("Taken back").wait_for()
    assert hand.inked("#pad canvas") > 0


def test_what_could_not_be_kept_by_itself_is_kept_once_the_server_has_answered(begun):
    page, hand = begun
    page.locator("#onward").check()
    hold(page)
    page.locator("#done").click()
    hand.write("1")
    page.evaluate("new Promise(resolve => setTimeout(resolve, 1300))")  # when it would be kept
    page.evaluate("letGo()")
    count(page, "2 of 10")


def test_undo_brings_back_what_was_skipped_and_the_digit_that_it_is(
    collecting, visit, writer, folder
):
    address, _ = collecting()
    page = visit(address)
    hand = writer(page)
    first = asked(page)
    hand.write("3")
    page.keyboard.press("s")
    second = asked(page, first)
    assert hand.inked("#pad canvas") == 0
    page.keyboard.press("Control+z")
    assert asked(page, second) == first
    page.keyboard.press("Enter")
    count(page, "1 of 10")
    assert json.loads((folder / "digits.jsonl").read_text())["label"] == first
    asked(page, first)
    hand.write("1")
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert hand.inked("#pad canvas") == 0  # what was kept does not come back


def test_the_focus_goes_to_the_pad_from_a_button_that_is_switched_off(collecting, visit, writer):
    address, _ = collecting()
    page = visit(address)
    asked(page)
    writer(page).write("1")
    page.keyboard.press("Tab")
    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    page.locator("#undo:disabled").wait_for()
    assert page.evaluate("document.activeElement.id") == "pad"


def test_single_keys_can_be_confined_to_the_pad(collecting, visit):
    address, _ = collecting()
    page = visit(address)
    first = asked(page)
    page.get_by_label("Single keys count on the pad only").check()
    page.keyboard.press("s")
    assert asked(page) == first
    page.locator("#pad").focus()
    page.keyboard.press("s")
    asked(page, first)
    page.reload()  # it is remembered
    first = asked(page)
    page.keyboard.press("s")
    assert asked(page) == first


PLACES = [
    {},
    {"color_scheme": "dark"},
    {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 320, "height": 640}},
    {"viewport": {"width": 844, "height": 390}},
]


def test_axe_finds_nothing_and_it_fits(collecting, visit, writer):
    address, _ = collecting(times=10)
    for number, options in enumerate(PLACES, 1):
        page = visit(address, **options)
        asked(page)
        writer(page).write("3")
        page.keyboard.press("Enter")
        count(page, f"{number} of 100")
        results = Axe().run(page, options=RULES)
        assert [rule["id"] for rule in results.response["violations"]] == [], options
        size = page.viewport_size
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        keep = page.locator("#keep").bounding_box()
        assert keep["y"] + keep["height"] <= size["height"], options


def test_a_server_that_does_not_collect_says_so(opened, server):
    page = opened()
    page.goto(f"{server.address}collect.html")
    page.locator("#notice > div").wait_for()
    assert page.locator("#keep").is_disabled()
