"""The pad as one sees it: its views in a real browser, read by the real pad in this process."""

import re

import numpy as np
import pytest

from digitink import Ink
from digitink.hand import Hand

pytestmark = pytest.mark.browser

SIZE = "({ clientWidth: width, clientHeight: height }) => ({ width, height })"
INKED = """canvases => canvases.map(canvas => canvas.getContext('2d')
    .getImageData(0, 0, canvas.width, canvas.height).data
    .filter((value, i) => i % 4 === 3 && value > 0).length).reduce((a, b) => a + b, 0)"""


def inked(notebook, selector):
    return notebook.page.locator(f".digitink {selector}").evaluate_all(INKED)


def test_it_reads_while_one_draws(notebook, pad):
    notebook.write("4", lift=False)
    notebook.write("3", 1, lift=False)
    notebook.reads("43")  # and the mouse is still down
    notebook.page.mouse.up()
    assert pad.text == "43"
    assert len(pad.ink.strokes) == 3
    assert notebook.view("gloss").inner_text().startswith("four three")
    assert re.fullmatch(
        r"digit 2 of 2, read by everyday in \d+\.\d\sms", notebook.view("facts").inner_text()
    )
    assert notebook.page.locator(".boxes > div").count() == 2
    assert notebook.page.locator(".odds .likeliest b").inner_text() == "3"
    assert 40 < inked(notebook, "canvas.frame") < 400


def test_a_lifted_pen_changes_the_state_from_the_page(notebook):
    """It is such a change that marimo runs cells after."""
    notebook.write("4")
    notebook.reads("4")
    notebook.page.wait_for_function("saved.length === 2")  # a 4 has two strokes
    assert notebook.page.evaluate("saved.map((state) => state._settled)") == [1, 2]


def test_an_empty_pad_invites(notebook):
    assert notebook.page.get_by_text("Draw a digit, or a whole number").is_visible()
    for name in ("Undo", "Redo", "Clear"):
        assert notebook.page.get_by_role("button", name=name).is_disabled()
    assert inked(notebook, "canvas") == 0
    assert notebook.view("gloss").is_hidden()


def test_what_is_no_digit_looks_like_none(notebook, pad):
    notebook.write("star")
    notebook.page.locator(".figures .unsure, .figures .none").wait_for()
    assert pad.reading.digits[0].unsure
    assert notebook.page.locator(".boxes .unsure, .boxes .none").count() == 1


def test_a_digit_is_chosen(notebook):
    notebook.write("4")
    notebook.write("3", 1)
    notebook.reads("43")
    notebook.page.locator(".figures button").first.click()
    assert notebook.page.locator(".odds .likeliest b").inner_text() == "4"
    notebook.page.keyboard.press("ArrowRight")
    assert notebook.page.locator(".odds .likeliest b").inner_text() == "3"
    notebook.page.wait_for_function(
        "document.querySelector('.spoken').textContent.startsWith('3, digit 2 of 2, ')"
    )


def test_of_the_ink_that_waits_for_a_busy_kernel_only_the_latest_is_read(notebook, pad):
    notebook.busy = True
    notebook.write("4")
    notebook.write("3", 1)
    assert len(notebook.asked) == 1
    notebook.page.get_by_text("The kernel is busy").wait_for()
    notebook.work()
    notebook.reads("43")
    assert len(notebook.asked) == 2
    assert pad.text == "43"
    assert notebook.view("state").inner_text() == ""


def test_ink_from_python_is_shown_in_the_middle(notebook, pad):
    pad.ink = Ink([[(0.5, 0), (0.5, 1)]])  # in a unit of its own
    notebook.work()
    notebook.reads("1")
    box = notebook.page.locator(".boxes > div").bounding_box()
    sheet = notebook.view("pad").bounding_box()
    assert box["height"] > 0.6 * sheet["height"]
    assert abs(box["x"] + box["width"] / 2 - sheet["x"] - sheet["width"] / 2) < 2
    assert notebook.asked == []  # the kernel has it already
    notebook.write("3", 3)  # to the right of it
    notebook.reads("13")
    assert np.ptp(pad.ink.strokes[0][:, 1]) > 100  # in CSS pixels from now on
    notebook.page.keyboard.press("Control+z")
    notebook.reads("1")
    notebook.page.keyboard.press("Control+z")
    notebook.reads("")
    assert pad.ink == Ink([])


def test_ink_that_lies_on_the_pad_stays_where_it_is(notebook, pad):
    pad.ink = Ink([[(300, 40), (300, 120)]])
    notebook.work()
    notebook.reads("1")
    box = notebook.page.locator(".boxes > div").bounding_box()
    sheet = notebook.view("pad").bounding_box()
    assert abs(box["x"] + box["width"] / 2 - sheet["x"] - 301) < 2  # and its border


def test_python_clears_and_undoes(notebook, pad):
    notebook.write("4")
    notebook.reads("4")
    pad.undo()
    notebook.work()
    notebook.page.wait_for_function("model.get('_answer').strokes.length < 2")
    assert len(pad.ink.strokes) == 1
    pad.clear()
    notebook.work()
    notebook.reads("")
    assert inked(notebook, ".pad canvas") == 0


def test_what_python_does_while_the_kernel_is_busy_with_a_cell_wins(notebook, pad):
    notebook.write("4")
    notebook.reads("4")
    notebook.busy = True
    notebook.write("3", 1)  # drawn while the cell runs, upon the 4
    pad.clear()
    notebook.work()
    notebook.reads("")
    assert pad.text == ""
    notebook.page.keyboard.press("Control+z")  # and the ink is not lost
    notebook.reads("43")
    assert pad.text == "43"


def test_the_focus_goes_to_the_pad_from_a_button_that_is_switched_off(notebook):
    notebook.write("3")
    notebook.reads("3")
    notebook.page.keyboard.press("Tab")
    notebook.page.get_by_role("button", name="Undo", exact=True).focus()
    notebook.page.keyboard.press("Enter")
    notebook.reads("")
    assert notebook.page.evaluate("document.activeElement.className") == "pad"


def test_two_views_show_the_same(notebook, pad):
    notebook.page.evaluate("views.push(show())")
    notebook.write("4", number=0)
    notebook.reads("4", 1)
    notebook.write("3", 1, number=1)
    notebook.reads("43", 0)
    assert pad.text == "43"
    assert inked(notebook, ".pad canvas") > 0
    notebook.page.evaluate("views.shift().close()")
    notebook.page.keyboard.press("Control+z")  # the focus is in the second one
    notebook.reads("4", 0)
    assert pad.text == "4"


def test_a_view_that_is_opened_again_shows_what_was_there(notebook, pad):
    notebook.write("4")
    notebook.write("3", 1)
    notebook.reads("43")
    count = len(notebook.asked)
    drawn = inked(notebook, ".pad canvas")
    notebook.page.reload()
    notebook.reads("43")
    assert abs(inked(notebook, ".pad canvas") - drawn) < 0.02 * drawn
    assert len(notebook.asked) == count
    notebook.page.keyboard.press("Tab")
    notebook.page.keyboard.press("Control+z")  # what was there is one step
    notebook.reads("")


def test_correct_by_a_key_and_take_it_back(notebook, pad, tmp_path):
    pad.hand = Hand(tmp_path / "hand.db")
    notebook.write("4")
    notebook.reads("4")
    notebook.page.keyboard.press("9")
    notebook.reads("9")
    (kept,) = pad.hand.corrections()
    assert (kept.label, kept.ink) == (9, pad.ink)
    notebook.page.get_by_role("button", name="Undo", exact=True).last.click()
    notebook.reads("4")
    assert pad.hand.corrections() == []


def test_a_key_that_is_held_teaches_once(notebook, pad, tmp_path):
    pad.hand = Hand(tmp_path / "hand.db")
    notebook.write("4")
    notebook.reads("4")
    for _ in range(5):
        notebook.page.keyboard.down("9")
    notebook.page.keyboard.up("9")
    notebook.reads("9")
    assert [message["ask"] for message in notebook.asked].count("teach") == 1


def test_correct_by_a_press(notebook, pad, tmp_path):
    pad.hand = Hand(tmp_path / "hand.db")
    notebook.write("3")
    notebook.write("4", 1)
    notebook.reads("34")
    notebook.page.locator(".figures button").first.click()
    notebook.page.get_by_role("button", name="no, that is a 5").click()
    notebook.reads("54")
    assert [kept.label for kept in pad.hand.corrections()] == [5]


def test_a_complaint_is_shown_and_the_ink_stays(notebook, pad, tmp_path):
    (tmp_path / "hand.db").write_text("not a database")
    pad.hand = Hand(tmp_path / "hand.db")
    notebook.write("4")
    notebook.reads("4")
    notebook.page.keyboard.press("9")
    notebook.page.locator(".notice .complaint").wait_for()
    assert "hand.db" in notebook.view("notice").inner_text()
    assert inked(notebook, ".pad canvas") > 0
    assert notebook.view("figures").inner_text() == "4"


def test_keys_stay_within_the_pad(notebook):
    notebook.page.evaluate(
        """() => {
            window.heard = [];
            document.addEventListener('keydown', ({ key }) => heard.push(key), true);
        }"""
    )
    notebook.page.keyboard.press("x")
    notebook.view("pad").focus()
    for key in ["a", "b", "d", "Enter", "ArrowDown", " ", "Delete", "5", "Control+z"]:
        notebook.page.keyboard.press(key)
    assert notebook.page.evaluate("heard") == ["x", "Control"]
    for key in ["Control+s", "Shift+Enter", "Tab"]:  # these are the notebook's
        notebook.page.keyboard.press(key)
    assert notebook.page.evaluate("heard.slice(2)") == ["Control", "s", "Shift", "Enter", "Tab"]


def test_drawing_by_keys(notebook, pad):
    notebook.view("pad").focus()
    for key in [*["ArrowUp"] * 8, " ", *["ArrowDown"] * 16, " "]:
        notebook.page.keyboard.press(key)
    notebook.reads("1")
    assert len(pad.ink.strokes) == 1


def test_in_a_shadow_root(notebook, pad):
    """That is where marimo puts widgets."""
    notebook.page.evaluate("views.shift().close(); views.push(show(true))")
    notebook.write("4")
    notebook.page.locator(".figures").get_by_text("4").wait_for()
    notebook.page.keyboard.press("c")
    notebook.page.get_by_text("Draw a digit, or a whole number").wait_for()
    assert pad.ink == Ink([])


def test_dark_where_text_is_light(notebook):
    notebook.write("4")
    notebook.reads("4")
    assert "dark" not in notebook.page.locator(".digitink").get_attribute("class")
    notebook.page.evaluate("document.body.style.color = '#ddd'")
    notebook.page.locator(".digitink.dark").wait_for()
    colours = notebook.page.evaluate(
        """() => {
            const canvas = document.querySelector('.pad canvas');
            const { data } = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height);
            const i = data.findIndex((value, i) => i % 4 === 3 && value === 255);
            return [...data.slice(i - 3, i)];
        }"""
    )
    assert min(colours) > 200


def test_its_size(notebook, pad):
    pad.width, pad.height = 420, 150
    notebook.work()
    assert notebook.page.locator(".digitink").evaluate(SIZE)["width"] == 420
    sheet, margin = (notebook.view(name).bounding_box() for name in ("sheet", "margin"))
    assert sheet["height"] == 150
    assert margin["y"] > sheet["y"] + sheet["height"]  # narrow: one above the other
    pad.width = 800
    notebook.work()
    assert notebook.view("margin").bounding_box()["y"] < sheet["y"]


def test_nothing_is_left_of_a_view_that_is_gone(notebook):
    notebook.write("4")
    notebook.reads("4")
    notebook.page.evaluate(
        """() => {
            window.gone = new WeakRef(document.querySelector('.digitink'));
            views.pop().close();
        }"""
    )
    assert notebook.page.evaluate("Object.values(model.heard).map(({ size }) => size)") == [0] * 5
    notebook.page.wait_for_timeout(800)  # what waits to be said
    notebook.page.context.new_cdp_session(notebook.page).send("HeapProfiler.collectGarbage")
    assert notebook.page.evaluate("gone.deref() === undefined")
    notebook.page.evaluate("document.body.className = 'another'")
    notebook.page.wait_for_timeout(200)


def test_nothing_for_axe_to_find(notebook):
    from axe_playwright_python.sync_playwright import Axe

    notebook.write("4")
    notebook.write("star", 1)
    notebook.page.locator(".boxes > div").nth(1).wait_for()
    notebook.page.wait_for_timeout(300)
    for colour, background in [("#222", "#fff"), ("#ddd", "#111")]:
        notebook.page.evaluate(
            "style => Object.assign(document.body.style, style)",
            {"color": colour, "background": background},
        )
        notebook.page.wait_for_timeout(300)
        found = Axe().run(notebook.page, context=".digitink")
        assert found.violations_count == 0, found.generate_report()


def test_it_looks_inside_while_it_is_asked_to(notebook, pad):
    notebook.write("3")
    notebook.reads("3")
    looks = [message for message in notebook.asked if message["ask"] == "look"]
    assert looks == []
    notebook.page.get_by_role("button", name="Look inside").click()
    said = "answer => document.querySelector('.words').textContent.includes(answer)"
    notebook.page.wait_for_function(said, arg="a 3")
    assert inked(notebook, ".evidence") == inked(notebook, "canvas.frame")
    assert notebook.page.locator(".convolutions canvas").count() == len(pad.inside().maps) > 2
    notebook.write("4", 1)
    notebook.page.wait_for_function(said, arg="a 4")
    notebook.view("figures").locator("button").first.click()
    notebook.page.wait_for_function(said, arg="a 3")
    notebook.page.get_by_role("button", name="Clear").click()
    notebook.page.get_by_text("Draw a digit, and see here").wait_for()
    assert notebook.view("looked").is_hidden()
    notebook.page.get_by_role("button", name="Look inside").click()
    count = len(notebook.asked)
    notebook.write("3")
    notebook.reads("3")
    assert {message["ask"] for message in notebook.asked[count:]} == {"read"}
