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
    ("text", "why"), [("seven", "no JSON"), ("null", "no list"), ('{"strokes": [[[1]]]}', "point")]
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
