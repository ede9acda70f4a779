"""The page in a real browser, drawn on with real events."""

from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser

THREE = [[(0.15, 0.15), (0.4, 0), (0.75, 0.2), (0.4, 0.46), (0.8, 0.72), (0.45, 1), (0.1, 0.86)]]
ONE = [[(0.35, 0.14), (0.55, 0), (0.52, 1)]]
FOUR = [[(0.5, 0), (0.1, 0.62), (0.95, 0.6)], [(0.68, 0.34), (0.62, 1.04)]]
ZERO = [[(0.5, 0), (0.1, 0.4), (0.3, 0.96), (0.75, 0.9), (0.85, 0.4), (0.5, 0)]]


class Hand:
    """Writes on the pad of a page with the mouse."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator("#pad").bounding_box()

    def at(self, x, y, place=0):
        """A point of a digit as a point of the page; `place` counts digits from the left."""
        height = 0.56 * self.box["height"]
        left = self.box["x"] + 0.12 * self.box["width"] + 0.75 * place * height
        return left + 0.6 * height * x, self.box["y"] + 0.22 * self.box["height"] + height * y

    def way(self, stroke, place=0, steps=8):
        """The points of a stroke, with some more between them."""
        for (x0, y0), (x1, y1) in pairwise(stroke):
            for k in range(steps):
                yield self.at(x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps, place)
        yield self.at(*stroke[-1], place)

    def begin(self, stroke, place=0):
        points = list(self.way(stroke, place))
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point)

    def write(self, strokes, place=0):
        for stroke in strokes:
            self.begin(stroke, place)
            self.page.mouse.up()


def reads(page, text):
    """Wait until the page shows this number."""
    page.wait_for_function(
        "text => [...document.querySelectorAll('#figures div')]"
        ".map(line => line.textContent).join('\\n') === text",
        arg=text,
    )


def inked(page, selector):
    """How many pixels of the canvases there hold ink."""
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map(canvas => canvas
            .getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
            .filter((value, i) => i % 4 === 3 && value > 0).length)
            .reduce((a, b) => a + b, 0)""",
        selector,
    )


def strokes_sent(page):
    """Collect, from now on, what the page sends."""
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    return sent


def test_a_digit_is_read_while_it_is_drawn(opened):
    page = opened()
    Hand(page).begin(THREE[0])
    reads(page, "3")  # and the mouse is still down
    assert page.locator("#undo").is_enabled()
    page.mouse.up()
    reads(page, "3")


def test_an_empty_pad_invites_and_shows_nothing(opened):
    page = opened()
    assert page.get_by_text("Draw a digit, or a whole number").is_visible()
    for name in ("undo", "redo", "clear"):
        assert page.locator(f"#{name}").is_disabled()
    assert inked(page, "#frame") == inked(page, "#pad canvas") == 0
    assert page.locator("#measure").is_hidden()
    assert set(page.locator("#odds span").all_text_contents()) == {""}


def test_the_probabilities_and_the_frame_are_those_of_the_digit(opened):
    page = opened()
    hand = Hand(page)
    hand.write(THREE)
    reads(page, "3")
    shares = [float(s.rstrip(" %")) for s in page.locator("#odds span").all_text_contents()]
    assert len(shares) == 10
    assert max(shares) == shares[3] > 50
    assert page.locator("#odds .likeliest b").text_content() == "3"
    bar = page.locator("#odds .likeliest i i")
    page.wait_for_timeout(300)  # the bar takes a moment to grow
    track = page.locator("#odds .likeliest > i")
    assert bar.bounding_box()["width"] > 0.5 * track.bounding_box()["width"]
    assert 40 < inked(page, "#frame") < 400
    assert page.locator("#model").text_content()
    assert page.locator("#time").text_content().endswith(" ms")


def test_what_was_drawn_is_said_in_words(opened):
    page = opened()
    Hand(page).write(THREE)
    page.wait_for_function(
        "() => document.getElementById('spoken').textContent.startsWith('three')"
    )
    assert page.locator("#spoken").get_attribute("aria-live") == "polite"
    assert page.locator("#gloss em").text_content() == "three"


def test_a_whole_number_and_each_digit_of_it(opened):
    page = opened()
    hand = Hand(page)
    for place, strokes in enumerate([THREE, ONE, FOUR]):
        hand.write(strokes, place)
    reads(page, "314")
    assert page.locator("#which").text_content() == "digit 3 of 3"  # the one drawn last
    page.locator("#figures button").first.click()
    assert page.locator("#which").text_content() == "digit 1 of 3"
    assert page.locator("#odds .likeliest b").text_content() == "3"
    assert page.locator("#figures [aria-pressed=true]").text_content() == "3"


def test_the_digit_that_changes_is_the_one_that_is_shown(opened):
    page = opened()
    hand = Hand(page)
    hand.write(ZERO, 1)
    hand.write(ONE, 0)
    reads(page, "10")
    assert page.locator("#which").text_content() == "digit 1 of 2"


def test_undo_redo_and_clear(opened):
    page = opened()
    hand = Hand(page)
    hand.write(THREE, 0)
    hand.write(ONE, 1)
    reads(page, "31")
    page.locator("#undo").click()
    reads(page, "3")
    page.locator("#redo").click()
    reads(page, "31")
    page.locator("#clear").click()
    reads(page, "")
    assert inked(page, "#pad canvas") == inked(page, "#frame") == 0
    assert page.get_by_text("Draw a digit, or a whole number").is_visible()
    page.locator("#undo").click()
    reads(page, "31")
    assert page.locator("#redo").is_enabled()
    hand.write(ZERO, 2)
    reads(page, "310")
    assert page.locator("#redo").is_disabled()


@pytest.mark.parametrize("clear", ["c", "Delete", "Backspace"])
def test_keys(opened, clear):
    page = opened()
    hand = Hand(page)
    hand.write(THREE, 0)
    hand.write(ONE, 1)
    reads(page, "31")
    page.keyboard.press("Control+z")
    reads(page, "3")
    page.keyboard.press("Control+Shift+z")
    reads(page, "31")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    reads(page, "31")
    page.keyboard.press(clear)
    reads(page, "")
    page.keyboard.press("Control+z")
    reads(page, "31")


def test_undo_while_the_pen_is_down_takes_the_stroke_back(opened):
    page = opened()
    hand = Hand(page)
    hand.begin(THREE[0])
    page.keyboard.press("Control+z")
    page.mouse.move(*hand.at(0.5, 0.5))
    page.mouse.up()
    reads(page, "")
    assert inked(page, "#pad canvas") == 0


def test_a_tap_is_a_dot_and_other_buttons_are_none(opened):
    page = opened()
    hand = Hand(page)
    page.mouse.move(*hand.at(0.5, 0.5))
    page.mouse.click(*hand.at(0.5, 0.5), button="right")
    page.mouse.click(*hand.at(0.5, 0.5), button="middle")
    assert inked(page, "#pad canvas") == 0
    page.mouse.click(*hand.at(0.5, 0.5))
    assert inked(page, "#pad canvas") > 10
    page.wait_for_function("() => document.querySelectorAll('#figures button').length === 1")


def test_a_stroke_may_leave_the_pad_and_come_back(opened):
    page = opened()
    hand = Hand(page)
    page.mouse.move(*hand.at(0.2, 0.5))
    page.mouse.down()
    page.mouse.move(hand.box["x"] - 30, hand.box["y"] + 100, steps=5)
    page.mouse.move(*hand.at(0.6, 0.5), steps=5)
    page.mouse.up()
    page.locator("#undo").click()
    assert page.locator("#undo").is_disabled()  # it was one stroke


def touch(cdp, kind, *points):
    cdp.send(
        "Input.dispatchTouchEvent",
        {"type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, x, y in points]},
    )


def test_a_finger_writes_and_does_not_scroll(opened):
    page = opened(viewport={"width": 390, "height": 600}, has_touch=True, is_mobile=True)
    cdp = page.context.new_cdp_session(page)
    hand = Hand(page)
    points = list(hand.way(THREE[0]))
    touch(cdp, "touchStart", (0, *points[0]))
    for point in points[1:]:
        touch(cdp, "touchMove", (0, *point))
    reads(page, "3")
    touch(cdp, "touchEnd")
    reads(page, "3")
    assert page.evaluate("scrollY") == 0


def test_two_fingers_are_two_strokes(opened):
    page = opened(has_touch=True)
    cdp = page.context.new_cdp_session(page)
    hand = Hand(page)
    ways = [list(hand.way([(0.5, 0), (0.5, 1)], place)) for place in (0, 1)]
    touch(cdp, "touchStart", *[(i, *way[0]) for i, way in enumerate(ways)])
    for step in zip(*ways, strict=True):
        touch(cdp, "touchMove", *[(i, *point) for i, point in enumerate(step)])
    touch(cdp, "touchEnd")
    reads(page, "11")
    page.locator("#undo").click()
    reads(page, "1")


def test_a_touch_that_the_system_takes_away_leaves_no_ink(opened):
    page = opened(has_touch=True)
    cdp = page.context.new_cdp_session(page)
    hand = Hand(page)
    hand.write(THREE)
    reads(page, "3")
    points = list(hand.way([(0.2, 0), (0.8, 1)], 2))
    touch(cdp, "touchStart", (0, *points[0]))
    for point in points[1:]:
        touch(cdp, "touchMove", (0, *point))
    touch(cdp, "touchCancel")
    reads(page, "3")
    page.locator("#undo").click()
    reads(page, "")


def test_a_pen_writes_and_its_pressure_shows(opened):
    page = opened()
    cdp = page.context.new_cdp_session(page)
    hand = Hand(page)

    def write(place, force):
        for i, (x, y) in enumerate(points := list(hand.way(THREE[0], place))):
            kind = "mousePressed" if i == 0 else "mouseMoved"
            send(kind, x, y, force)
        send("mouseReleased", *points[-1], 0)

    def send(kind, x, y, force):
        pen = {"pointerType": "pen", "button": "left", "buttons": 1, "clickCount": 1}
        cdp.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "force": force, **pen})

    write(0, 0.1)
    reads(page, "3")
    light = inked(page, "#pad canvas")
    write(1, 1)
    reads(page, "33")
    assert inked(page, "#pad canvas") - light > 1.3 * light


def test_ink_is_sharp_and_stays_whole_when_the_pad_shrinks(opened):
    page = opened(device_scale_factor=2)
    hand = Hand(page)
    hand.write(THREE, 0)
    hand.write(ONE, 2)
    reads(page, "31")
    sizes = page.evaluate(
        "[...document.querySelectorAll('#pad canvas')].map(c => [c.width, c.clientWidth])"
    )
    assert all(abs(pixels - 2 * width) <= 1 for pixels, width in sizes)
    page.set_viewport_size({"width": 400, "height": 700})
    page.wait_for_timeout(200)
    columns = page.evaluate(
        """() => {
            const canvas = document.querySelector('#pad canvas');
            const {width, height} = canvas;
            const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
            let last = 0;
            for (let i = 0; i < width * height; i++) {
                if (data[4 * i + 3]) last = Math.max(last, i % width);
            }
            return [last, width];
        }"""
    )
    assert 0.5 * columns[1] < columns[0] < columns[1] - 1  # the 1 is still on the pad
    reads(page, "31")
    Hand(page).write(ZERO, 0)  # and new ink lands under the pen
    page.wait_for_function("() => document.querySelectorAll('#figures button').length === 2")


def test_dark_and_light(browser, opened):
    papers, inks = [], []
    for scheme in ("light", "dark"):
        page = opened(color_scheme=scheme)
        Hand(page).write(THREE)
        reads(page, "3")
        papers.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        inks.append(page.evaluate("getComputedStyle(document.getElementById('pad')).color"))
    assert brightness(papers[0]) > 200 > 60 > brightness(papers[1])
    assert brightness(inks[0]) < 80 < 200 < brightness(inks[1])
    before = ink_colour(page)
    page.emulate_media(color_scheme="light")  # the ink that is there changes its colour too
    page.wait_for_timeout(200)
    assert brightness(before) > 200 > 80 > brightness(ink_colour(page))


def brightness(colour):
    return sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))) / 3


def ink_colour(page):
    return page.evaluate(
        """() => {
            const canvas = document.querySelector('#pad canvas');
            const {data} = canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height);
            const i = data.findIndex((value, i) => i % 4 === 3 && value === 255);
            return `rgb(${data[i - 3]},${data[i - 2]},${data[i - 1]})`;
        }"""
    )


@pytest.mark.parametrize(
    ("width", "height"), [(320, 640), (390, 844), (844, 390), (768, 1024), (1920, 1080)]
)
def test_it_fits_from_phone_to_desktop(opened, width, height):
    page = opened(viewport={"width": width, "height": height})
    before = page.locator("#pad").bounding_box()
    hand = Hand(page)
    hand.write(THREE)
    reads(page, "3")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#pad").bounding_box() == before  # it stays where it is under the pen
    assert before["width"] > 0.6 * min(width, 1280)
    assert before["y"] + before["height"] < height


def test_the_reader_may_go_and_come_back(opened, server):
    page = opened()
    hand = Hand(page)
    hand.write(THREE, 0)
    reads(page, "3")
    server.stop()
    page.get_by_text("reader lost").wait_for()
    hand.write(ONE, 1)
    server.start()
    reads(page, "31")
    assert page.get_by_text("reading as you write").is_visible()


def test_one_message_a_frame_and_none_while_one_is_unanswered(opened):
    page = opened()
    order = []
    page.on(
        "websocket",
        lambda socket: (
            socket.on("framesent", lambda _: order.append("sent")),
            socket.on("framereceived", lambda _: order.append("answered")),
        ),
    )
    page.reload()
    page.get_by_text("reading as you write").wait_for()
    hand = Hand(page)
    for place in range(3):
        hand.write(THREE, place)
    reads(page, "333")
    page.wait_for_timeout(300)
    assert order.count("sent") > 10
    assert order == ["sent", "answered"] * (len(order) // 2)


def test_more_ink_than_can_be_sent_is_said(opened):
    page = opened()
    hand = Hand(page)
    hand.write(THREE)
    reads(page, "3")
    page.evaluate(
        """async () => {
            const { Link } = await import('/link.js');
            window.said = new Promise(resolve => {
                const url = new URL('/api/ink', location.href.replace('http', 'ws'));
                const link = new Link(url, {onanswer: resolve, onstate: () => {}});
                link.send([Array.from({length: 200_000}, (_, i) => [i, i])]);
            });
        }"""
    )
    assert "More ink" in page.evaluate("said.then(answer => answer.error.message)")


def test_an_unsure_digit_looks_and_is_said_to_be_so(opened):
    page = opened()
    page.evaluate(
        """async () => {
            const { View } = await import('/view.js');
            const digit = {value: 4, probability: 0.5, box: [0, 0, 1, 1], unsure: true,
                probabilities: [0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5]};
            const digits = [{...digit, value: 1, unsure: false}, digit];
            new View().show({seq: 1, model: 'm', ms: 1, frames: [btoa(''), btoa('')],
                reading: {text: '14', lines: [{text: '14', digits}]}}, 1);
        }"""
    )
    sure, unsure = page.locator("#figures button").all()
    assert "unsure" in unsure.get_attribute("class")
    assert "unsure" in unsure.get_attribute("aria-label")
    assert unsure.evaluate("e => getComputedStyle(e, '::after').content") == '"?"'
    assert "unsure" not in (sure.get_attribute("class") or "")
    assert "not sure of the second digit" in page.locator("#gloss").text_content()
