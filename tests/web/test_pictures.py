"""Pictures that are pasted, dropped or opened are read in the pad's place."""

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from digitink import limits

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parents[1] / "golden"
ARRIVE = """([how, type, name, text]) => {
    const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, {type}));
    const target = document.getElementById('pad');
    const event = how === 'paste'
        ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
        : new DragEvent(how, {dataTransfer: data, bubbles: true, cancelable: true});
    return !target.dispatchEvent(event);
}"""


def arrive(page, how, name, data=None, kind="image/png"):
    """Paste, drag in or drop a file; whether the page kept the browser from what it would do."""
    content = (GOLDEN / name).read_bytes() if data is None else data
    return page.evaluate(ARRIVE, [how, kind, name, base64.b64encode(content).decode()])


def notice(page, text):
    page.locator("#notice").get_by_text(text).wait_for()


def test_a_pasted_picture_is_read_in_place_and_the_ink_is_kept(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("4")
    hand.reads("4")
    ink = hand.inked("#pad canvas")
    place = page.locator("#pad").bounding_box()
    arrive(page, "paste", "two lines.png")
    hand.reads("123\n4567")
    assert page.locator("#picture").bounding_box() == place
    assert page.locator("#pad").is_hidden()
    assert page.locator("#which").text_content() == "digit 1 of 7"
    assert 40 < hand.inked("#frame") < 500
    page.locator("#back").click()
    hand.reads("4")
    assert page.locator("#pad").bounding_box() == place
    assert hand.inked("#pad canvas") == ink
    hand.write("0", 1)
    hand.reads("40")


@pytest.mark.parametrize("key", ["Enter", "Space", "Escape"])
def test_the_focus_goes_to_the_pad_from_the_button_that_leads_back_to_it(opened, key):
    page = opened()
    arrive(page, "paste", "7.png")
    page.locator("#back").wait_for()
    page.keyboard.press("Tab")
    page.locator("#back").focus()
    page.keyboard.press(key)
    page.locator("#back").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.id") == "pad"


def test_boxes_lie_on_the_digits_of_the_picture_and_choose_them(opened, writer):
    page = opened()
    arrive(page, "paste", "held sideways.jpg", kind="image/jpeg")
    writer(page).reads("742")
    covered = page.evaluate(
        """() => {
            const canvas = document.querySelector('#picture canvas');
            const {width, height} = canvas;
            const stage = canvas.getBoundingClientRect();
            const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
            const boxes = [...document.querySelectorAll('#picture-boxes > div')]
                .map(box => box.getBoundingClientRect());
            let [dark, inside] = [0, 0];
            for (let i = 0; i < width * height; i++) {
                if (data[4 * i] > 100) continue;
                dark++;
                const x = stage.left + (i % width + 0.5) * stage.width / width;
                const y = stage.top + (Math.floor(i / width) + 0.5) * stage.height / height;
                inside += boxes.some(b => x > b.left && x < b.right && y > b.top && y < b.bottom);
            }
            return inside / dark;
        }"""
    )
    assert covered > 0.98
    last = page.locator("#picture-boxes > div").nth(2).bounding_box()
    page.mouse.click(last["x"] + 10, last["y"] + 10)
    assert page.locator("#which").text_content() == "digit 3 of 3"
    page.keyboard.press("ArrowLeft")
    assert page.locator("#which").text_content() == "digit 2 of 3"


def test_a_picture_is_dropped(opened, writer):
    page = opened()
    assert page.locator(".landing").is_hidden()
    arrive(page, "dragenter", "number.png")
    assert page.locator(".landing").is_visible()
    assert arrive(page, "dragover", "number.png")
    assert arrive(page, "drop", "number.png")  # or the browser would go there
    writer(page).reads("31415")
    assert page.locator(".landing").is_hidden()


def test_a_picture_is_opened_by_its_button_or_key(opened, writer):
    page = opened()
    # One listener for both: with one each (`expect_file_chooser`) the key may reach Chromium before
    # Playwright's word that the dialogue is to be handed over, and then it opens nowhere.
    page.on("filechooser", lambda chooser: chooser.set_files(GOLDEN / "number.png"))
    for ask in (lambda: page.locator("#open").click(), lambda: page.keyboard.press("o")):
        ask()
        writer(page).reads("31415")
        page.keyboard.press("Escape")
        writer(page).reads("")


@pytest.fixture
def covered(opened, writer):
    """The page with a 4 on the pad, and a picture above it."""
    page = opened()
    hand = writer(page)
    hand.write("4")
    hand.reads("4")
    arrive(page, "paste", "number.png")
    hand.reads("31415")
    return page, hand


@pytest.mark.parametrize("key", ["Escape", "c", "Delete", "Control+z"])
def test_keys_that_go_back_to_the_ink_leave_it_whole(covered, key):
    page, hand = covered
    page.keyboard.press(key)
    hand.reads("4")


def test_s_does_not_save_the_ink_beneath_a_picture(covered):
    page, _ = covered
    page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = () => (window.drawn = true); }")
    page.keyboard.press("s")
    assert page.evaluate("window.drawn") is None


def test_a_broken_picture_is_said_to_be_one_and_changes_nothing(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    arrive(page, "paste", "broken.png", (GOLDEN / "number.png").read_bytes()[:300])
    notice(page, "picture")
    assert "complaint" in page.locator("#notice > div").get_attribute("class")
    assert page.locator("#pad").is_visible()
    hand.reads("3")


def test_what_is_no_picture_is_said_to_be_none(opened, writer):
    page = opened()
    arrive(page, "drop", "notes.txt", b"some words", "text/plain")
    notice(page, "picture")
    writer(page).reads("")


@pytest.mark.parametrize("kind", ["", "image/png", "application/json"])
def test_a_file_that_cannot_be_read_is_said_to_be_one(opened, tmp_path, kind):
    page = opened()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.evaluate(  # as a folder does
        "() => { File.prototype.arrayBuffer = File.prototype.text = async () => {"
        " throw new DOMException('', 'NotReadableError'); }; }"
    )
    arrive(page, "drop", "number.png", kind=kind)
    notice(page, "This file cannot be read")
    assert sent == []


def test_too_large_a_picture_is_refused_before_it_is_sent(opened, server):
    page = opened()
    source = page.request.get(f"{server.address}picture.js").text()
    factors = re.search(r"PICTURE_BYTES = ([\d* ]+);", source)[1]
    assert eval(factors) == limits.PICTURE_BYTES == limits.BODY_BYTES
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.evaluate(
        """size => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(size)], 'large.png', {type: 'image/png'}));
            document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data}));
        }""",
        limits.PICTURE_BYTES + 1,
    )
    notice(page, "too large: at most 20 MiB are read")
    assert sent == []


def test_a_picture_that_the_browser_cannot_show_is_read_all_the_same(opened, writer):
    page = opened()
    file = io.BytesIO()
    Image.open(GOLDEN / "number.png").save(file, "TIFF")
    arrive(page, "drop", "scan.tif", file.getvalue(), "image/tiff")
    writer(page).reads("31415")
    assert page.get_by_text("This browser cannot show such a picture").is_visible()


def test_a_picture_without_digits_says_so(opened, writer):
    page = opened()
    arrive(page, "paste", "blank.jpg", kind="image/jpeg")
    page.get_by_text("No digits were found in this picture").wait_for()
    writer(page).reads("")


def test_a_picture_that_came_while_the_reader_was_lost_is_read_once_it_is_back(
    opened, server, writer
):
    page = opened()
    server.stop()
    page.get_by_text("reader lost").wait_for()
    arrive(page, "paste", "number.png")
    notice(page, "The reader does not answer")
    server.start()
    writer(page).reads("31415")
    assert page.locator("#notice > div").is_hidden()


def test_a_picture_that_waits_for_the_reader_is_forgotten_once_one_writes(opened, server, writer):
    page = opened()
    hand = writer(page)
    server.stop()
    page.get_by_text("reader lost").wait_for()
    arrive(page, "paste", "number.png")
    notice(page, "The reader does not answer")
    hand.begin("3")
    asked = []
    page.on("request", lambda request: asked.append(request) if "read" in request.url else None)
    server.start()
    hand.reads("3")
    page.mouse.up()
    hand.reads("3")
    assert asked == []


def test_a_picture_waits_for_no_reader_that_is_there(opened, server, writer):
    page = opened()
    asked = []
    page.on("request", lambda request: asked.append(request) if "read" in request.url else None)
    page.route("**/api/read*", lambda route: route.abort())
    arrive(page, "paste", "number.png")
    notice(page, "The reader does not answer")
    server.stop()
    page.get_by_text("reader lost").wait_for()
    server.start()
    page.get_by_text("reading as you write").wait_for()
    hand = writer(page)
    hand.write("4")
    hand.reads("4")
    assert len(asked) == 1


def test_a_picture_that_is_called_off_leaves_no_trace(opened, writer):
    page = opened()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/api/read*", hold)
    hand = writer(page)
    hand.write("4")
    hand.reads("4")
    with page.expect_request("**/api/read*"):
        arrive(page, "paste", "number.png")
    page.wait_for_function("() => document.body.classList.contains('reading')")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.body.classList.contains('reading')")
    held[0].continue_()
    page.wait_for_timeout(300)
    hand.reads("4")


def test_the_last_of_two_pictures_is_the_one_that_is_shown(opened, writer):
    page = opened()
    held = []
    page.route("**/api/read*", lambda route: held.append(route) if not held else route.continue_())
    arrive(page, "paste", "two lines.png")
    arrive(page, "paste", "3.png")
    writer(page).reads("3")
    held[0].continue_()
    page.wait_for_timeout(300)
    writer(page).reads("3")


def test_a_picture_that_is_decoded_late_is_not_shown_in_the_place_of_the_last(opened, writer):
    page = opened()
    page.evaluate(
        """() => {
            const decode = window.createImageBitmap;
            window.createImageBitmap = async file => {
                window.createImageBitmap = decode;
                await new Promise(resolve => (window.letGo = resolve));
                const bitmap = await decode(file);
                setTimeout(() => (window.late = true)); // when it is shown, if it is
                return bitmap;
            };
        }"""
    )
    arrive(page, "paste", "two lines.png")
    page.wait_for_function("() => window.letGo !== undefined")
    arrive(page, "paste", "3.png")
    writer(page).reads("3")
    shown = "(({width, height}) => [width, height])(document.querySelector('#picture canvas'))"
    before = page.evaluate(shown)
    page.evaluate("letGo()")
    page.wait_for_function("() => window.late")
    assert page.evaluate(shown) == before


@pytest.mark.parametrize("then", ["another file", "the pen", "back to the ink"])
def test_a_complaint_goes_when_work_goes_on(opened, writer, then):
    page = opened()
    hand = writer(page)
    arrive(page, "drop", "notes.txt", b"some words", "text/plain")
    notice(page, "picture")
    if then == "another file":
        ink = b'{"strokes": [[[0, 0], [0, 1]]]}'
        arrive(page, "drop", "ink.json", ink, "application/json")
    elif then == "the pen":
        hand.begin("3")
    else:
        page.keyboard.press("Escape")
    page.locator("#notice > div").wait_for(state="hidden")


def test_a_picture_is_whole_though_the_page_changes_its_size_while_it_is_decoded(opened, writer):
    page = opened()
    page.evaluate(
        """() => {
            const decode = window.createImageBitmap;
            window.createImageBitmap = async file => {
                document.getElementById('pad').style.bottom = '20px';
                await new Promise(resolve => setTimeout(resolve, 200));
                return decode(file);
            };
        }"""
    )
    arrive(page, "paste", "number.png")
    writer(page).reads("31415")
    with Image.open(GOLDEN / "number.png") as picture:
        width, height = picture.size
    stage = page.locator("#picture .stage").bounding_box()
    assert stage["width"] / stage["height"] == pytest.approx(width / height, rel=0.02)
    room = page.locator("#picture").bounding_box()
    assert stage["width"] > 0.8 * room["width"] or stage["height"] > 0.6 * room["height"]
