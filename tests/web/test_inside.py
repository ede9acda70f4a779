"""Look inside: what is drawn, what is asked, and only while it is open."""

import base64
import re

import pytest

pytestmark = pytest.mark.browser

WORDS = "document.querySelector('.inside .words').textContent"
COLOURS = """canvas => {
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found = new Set();
    for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3]) found.add(data.slice(i, i + 3).join());
    }
    return [...found];
}"""


def explains(page, answer):
    """Wait until it is said what speaks for this answer."""
    page.wait_for_function(f"answer => {WORDS}.includes(answer)", arg=answer)


def asked(page):
    """Counts the questions that the page asks."""
    questions = []
    page.on("request", lambda request: "/api/inside" in request.url and questions.append(request))
    return questions


def test_it_is_closed_at_first_and_asks_nothing(opened, writer):
    page = opened()
    questions = asked(page)
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    assert page.locator("#inside").is_hidden()
    assert page.locator("#open-inside").get_attribute("aria-expanded") == "false"
    page.wait_for_timeout(200)
    assert questions == []


def test_it_shows_what_speaks_for_the_answer_and_every_map(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.get_by_role("button", name="Look inside").click()
    explains(page, "a 3")
    assert hand.inked(".inside .evidence") == hand.inked("#frame") > 40
    assert len(page.locator(".inside .evidence").evaluate(COLOURS)) > 10
    captions = page.locator(".convolutions figcaption").all_text_contents()
    answer = page.evaluate(
        """async () => (await fetch('api/inside', {method: 'POST', headers:
            {'content-type': 'application/json'},
            body: JSON.stringify({frame: btoa('\\0'.repeat(784))})})).json()"""
    )
    assert captions == [
        f"Convolution {i}: {each['maps']} maps of {each['height']} × {each['width']}"
        for i, each in enumerate(answer["convolutions"], 1)
    ]
    assert len(captions) > 2
    for canvas in page.locator(".convolutions canvas").all():
        assert len(canvas.evaluate(COLOURS)) > 20
    assert page.locator(".evidence").get_attribute("aria-label") == page.evaluate(WORDS)
    assert "Zeiler and Fergus, 2014" in page.locator("#inside").inner_text()


ABOVE_AND_BELOW = """canvas => {
    const {data} = canvas.getContext('2d').getImageData(0, 0, 28, 28);
    const found = [[0, 0, 0], [0, 0, 0]];
    for (let i = 0; i < 784; i++) {
        if (data[4 * i + 3] < 255) continue;
        for (const c of [0, 1, 2]) found[i < 392 ? 0 : 1][c] = data[4 * i + c];
    }
    return found;
}"""


def looked_into(opened, writer, shares):
    """A page with a 3 of whose pixels each has this share of the answer; 129 stands for -127."""
    page = opened()

    def answer(route):
        attribution = base64.b64encode(bytes(shares)).decode()
        route.fulfill(json=route.fetch().json() | {"attribution": attribution})

    page.route("**/api/inside", answer)
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.keyboard.press("i")
    return page


def test_ink_for_the_answer_is_blue_and_ink_against_it_red(opened, writer):
    page = looked_into(opened, writer, [127] * 392 + [129] * 392)
    explains(page, "a 3")
    above, below = page.locator(".evidence").evaluate(ABOVE_AND_BELOW)
    assert above[2] > 150 > 80 > above[0]
    assert below[0] > 150 > 80 > below[2]
    words = page.evaluate(WORDS)
    assert re.fullmatch(r"For a 3 speaks most the ink at the top.*; against it, that .*", words)
    assert "against" in page.locator(".legend").inner_text()


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (127, "All ink speaks for a 3, most of all "),
        (129, "All ink speaks against a 3, most of all "),
        (0, "No ink speaks for a 3 or against it."),
    ],
)
def test_ink_of_one_mind(opened, writer, share, words):
    page = looked_into(opened, writer, [share] * 784)
    explains(page, words)


def test_it_follows_the_pen_and_the_chosen_digit(opened, writer):
    page = opened()
    page.keyboard.press("i")
    page.get_by_text("Draw a digit, and see here").wait_for()
    page.evaluate("scrollTo(0, 0)")
    hand = writer(page)
    hand.write("3", 0)
    explains(page, "a 3")
    hand.begin("1", 1)  # and the button is still down
    explains(page, "a 1")
    page.mouse.up()
    page.locator("#figures button").first.click()
    explains(page, "a 3")
    page.keyboard.press("5")  # "no, that is a five": what speaks for that?
    explains(page, "a 5")
    page.locator("#clear").click()
    page.get_by_text("Draw a digit, and see here").wait_for()


def test_closed_again_it_asks_no_more(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.keyboard.press("i")
    explains(page, "a 3")
    page.keyboard.press("i")
    assert page.locator("#inside").is_hidden()
    questions = asked(page)
    hand.write("1", 1)
    hand.reads("31")
    page.wait_for_timeout(200)
    assert questions == []


def test_a_picture_is_looked_into_too(opened):
    page = opened()
    page.keyboard.press("i")
    page.locator("#file").set_input_files("tests/golden/two lines.png")
    explains(page, "a 1")


def test_a_refusal_is_said_in_its_place_and_the_next_answer_shows_again(opened, writer):
    page = opened()
    refusal = '{"error": {"message": "busy as a bee", "hint": "wait"}}'
    page.route("**/api/inside", lambda route: route.fulfill(status=503, body=refusal), times=1)
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.keyboard.press("i")
    page.get_by_text("Busy as a bee; wait").wait_for()
    page.evaluate("scrollTo(0, 0)")
    hand.write("1", 1)
    explains(page, "a 1")
    assert page.get_by_text("Busy as a bee").is_hidden()


def test_without_convolutions_it_says_why(opened, writer):
    page = opened()
    said = "the model linear has no convolutions to be shown"

    def answer(route):
        given = route.fetch().json()
        route.fulfill(json=given | {"convolutions": [], "without_maps": said})

    page.route("**/api/inside", answer)
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.keyboard.press("i")
    page.get_by_text("The model linear has no convolutions to be shown").wait_for()
    assert hand.inked(".inside .evidence") > 40


def test_its_colours_follow_the_theme(opened, writer):
    page = opened(color_scheme="light")
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.keyboard.press("i")
    explains(page, "a 3")
    light = page.locator(".convolutions canvas").first.evaluate(COLOURS)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)
    dark = page.locator(".convolutions canvas").first.evaluate(COLOURS)
    assert not set(light) & set(dark)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits(opened, writer, width):
    page = opened(viewport={"width": width, "height": 800})
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.locator("#open-inside").click()
    explains(page, "a 3")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for canvas in page.locator(".inside canvas").all():
        box = canvas.bounding_box()
        assert 20 < box["width"] <= width - box["x"]
