"""The number is copied, the ink saved, and put back."""

import json

import cv2
import numpy as np
import pytest

import digitink

pytestmark = pytest.mark.browser


def written(opened, writer, **options):
    page = opened(accept_downloads=True, **options)
    hand = writer(page)
    hand.write("3", 0)
    hand.write("0", 1)
    hand.reads("30")
    return page, hand


def saved(page, act):
    with page.expect_download() as download:
        act()
    return download.value


def test_the_number_is_copied_by_its_button(opened, writer):
    page, _ = written(opened, writer, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    page.get_by_text("Copied 30").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == "30"


def test_the_number_is_copied_by_ctrl_c(opened, writer):
    page, _ = written(opened, writer, permissions=["clipboard-read", "clipboard-write"])
    page.keyboard.press("Control+c")
    page.get_by_text("Copied 30").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == "30"


def test_a_browser_that_does_not_let_the_page_copy_is_made_up_for(opened, writer):
    page, _ = written(opened, writer)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    page.locator("#copy").click()
    page.get_by_text("The browser does not let this page copy").wait_for()


def test_without_a_number_there_is_nothing_to_copy_or_save(opened):
    page = opened()
    for name in ("copy", "png", "svg", "json"):
        assert page.locator(f"#{name}").is_hidden()
    page.keyboard.press("s")
    page.keyboard.press("Control+c")
    assert page.locator("#notice > div").is_hidden()


@pytest.mark.parametrize("by", ["button", "key"])
def test_a_png_holds_the_ink(opened, writer, tmp_path, by):
    page, _ = written(opened, writer)
    act = page.locator("#png").click if by == "button" else lambda: page.keyboard.press("s")
    download = saved(page, act)
    assert download.suggested_filename == "digitink-30.png"
    download.save_as(tmp_path / "30.png")
    pixels = cv2.imread(str(tmp_path / "30.png"), cv2.IMREAD_GRAYSCALE)
    assert 0.01 < np.mean(pixels < 128) < 0.3
    assert digitink.read(tmp_path / "30.png").text == "30"


def test_an_svg_is_ink_on_paper(opened, writer, tmp_path):
    page, _ = written(opened, writer)
    download = saved(page, page.locator("#svg").click)
    assert download.suggested_filename == "digitink-30.svg"
    download.save_as(tmp_path / "30.svg")
    assert (tmp_path / "30.svg").read_text().startswith("<svg ")


def test_json_is_read_by_digitink_and_put_back_by_the_page(opened, writer, tmp_path):
    page, hand = written(opened, writer)
    file = tmp_path / "ink.json"
    download = saved(page, page.locator("#json").click)
    assert download.suggested_filename == "digitink-30.json"
    download.save_as(file)
    assert digitink.read(file).text == "30"
    assert len(json.loads(file.read_text())["strokes"]) == 2
    page.locator("#clear").click()
    hand.reads("")
    page.locator("#file").set_input_files(file)
    hand.reads("30")
    page.keyboard.press("Control+z")  # which is taken back as any ink is
    hand.reads("")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("seven", "no JSON"),
        ("null", "no list"),
        ('{"strokes": [[[1]]]}', "point"),
        ('[{"label": "7", "strokes": [[[0, 0], [1, 1]]]}]', "a list, as data sets are"),
    ],
)
def test_text_that_is_no_ink_is_said_to_be_none_and_changes_nothing(opened, writer, text, why):
    page, hand = written(opened, writer)
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', text);
            document.dispatchEvent(new ClipboardEvent('paste', {clipboardData}));
        }""",
        text,
    )
    notice = page.get_by_text("That is neither a picture nor ink")
    notice.wait_for()
    assert why in notice.text_content()
    hand.reads("30")


def opened_ink(page, strokes, **further):
    content = json.dumps({"strokes": strokes, **further}).encode()
    page.locator("#file").set_input_files(
        {"name": "ink.json", "mimeType": "application/json", "buffer": content}
    )


@pytest.mark.parametrize(("unit", "shift"), [(1, 0), (0.1, 0), (100, -5000), (1e6, 3e8)])
def test_ink_in_any_unit_fills_the_pad(opened, writer, unit, shift):
    page = opened()
    hand = writer(page)
    strokes = [
        [(unit * x + shift, unit * y + shift) for x, y in one_unit_high(hand, digit, place)]
        for place, digit in enumerate("30")
    ]
    opened_ink(page, strokes)
    hand.reads("30")
    left, top, right, bottom = ink_on(page)
    pad = page.locator("#pad").bounding_box()
    assert 0 < left < right < pad["width"]
    assert 0 < top < bottom < pad["height"]
    assert left == pytest.approx(pad["width"] - right, abs=12)
    assert bottom - top > 0.6 * pad["height"]


def one_unit_high(hand, digit, place=0):
    """The points of a digit of one stroke."""
    left, top = hand.at(0, 0)
    height = hand.at(0, 1)[1] - top
    return [((x - left) / height, (y - top) / height) for x, y in hand.way(digit, place)]


def ink_on(page):
    """The box of the ink that is seen, in CSS px of the pad."""
    return page.evaluate(
        """() => {
            const canvas = document.querySelector('#pad canvas');
            const {width, height} = canvas;
            const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
            const box = [Infinity, Infinity, -Infinity, -Infinity];
            for (let i = 0; i < width * height; i++) {
                if (data[4 * i + 3] < 128) continue;
                const [x, y] = [i % width, Math.floor(i / width)];
                [Math.min, Math.min, Math.max, Math.max].forEach((pick, side) => {
                    box[side] = pick(box[side], [x, y][side % 2]);
                });
            }
            return box;
        }"""
    )


def test_ink_that_was_saved_here_comes_back_where_it_was(opened, writer, tmp_path):
    page = opened(accept_downloads=True)
    hand = writer(page)
    pad = hand.box
    page.mouse.click(pad["x"] + 40, pad["y"] + 30)  # a dot, and ink that leaves the pad
    page.mouse.move(pad["x"] + 60, pad["y"] + 80)
    page.mouse.down()
    page.mouse.move(pad["x"] - 30, pad["y"] + 120, steps=5)
    page.mouse.up()
    page.wait_for_function("() => document.querySelectorAll('#figures button').length > 0")
    before = ink_on(page)
    saved(page, page.locator("#json").click).save_as(tmp_path / "ink.json")
    page.locator("#clear").click()
    page.locator("#file").set_input_files(tmp_path / "ink.json")
    page.locator("#clear:enabled").wait_for()
    assert ink_on(page) == pytest.approx(before, abs=1)


def test_ink_that_takes_the_place_of_vast_ink_is_as_large_as_ever(opened, writer):
    page = opened()
    opened_ink(page, [[[0, 0], [90000, 300]]], pen=6)
    page.locator("#clear:enabled").wait_for()
    hand = writer(page)
    opened_ink(page, [one_unit_high(hand, "3")])
    hand.reads("3")
    _, top, _, bottom = ink_on(page)
    assert bottom - top > 0.6 * page.locator("#pad").bounding_box()["height"]


def test_ink_outlives_a_reload_in_its_own_tab(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3", 0)
    hand.write("0", 1)
    hand.reads("30")
    before = ink_on(page)
    page.reload()
    hand.reads("30")
    assert ink_on(page) == pytest.approx(before, abs=1)
    another = page.context.new_page()
    another.goto(page.url)
    another.get_by_text("Draw a digit, or a whole number").wait_for()
    page.locator("#clear").click()
    page.reload()
    page.get_by_text("Draw a digit, or a whole number").wait_for()
    assert page.locator("#undo").is_disabled()


def test_ink_outlives_a_tab_that_ends_while_it_is_hidden(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    kept = page.evaluate("sessionStorage.getItem('digitink.ink')")
    assert len(json.loads(kept)["strokes"]) == 1


def test_what_is_no_ink_any_more_is_not_put_back(opened):
    page = opened()
    page.evaluate("""addEventListener(
        "pagehide", () => sessionStorage.setItem("digitink.ink", '{"strokes": [[1]]}'),
    )""")
    page.reload()
    page.get_by_text("Draw a digit, or a whole number").wait_for()
