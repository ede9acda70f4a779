"""The pad, drawn on with real events."""

import pytest

pytestmark = pytest.mark.browser


def test_undo_redo_and_clear(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3", 0)
    hand.write("1", 1)
    hand.reads("31")
    page.locator("#undo").click()
    hand.reads("3")
    page.locator("#redo").click()
    hand.reads("31")
    page.locator("#clear").click()
    hand.reads("")
    assert hand.inked("#pad canvas") == hand.inked("#frame") == 0
    assert page.get_by_text("Draw a digit, or a whole number").is_visible()
    page.locator("#undo").click()
    hand.reads("31")
    assert page.locator("#redo").is_enabled()
    hand.write("0", 2)
    hand.reads("310")
    assert page.locator("#redo").is_disabled()


def test_undo_while_the_pen_is_down_takes_the_stroke_back(opened, writer):
    page = opened()
    hand = writer(page)
    hand.begin("3")
    page.keyboard.press("Control+z")
    page.mouse.move(*hand.at(0.5, 0.5))
    page.mouse.up()
    hand.reads("")
    assert hand.inked("#pad canvas") == 0


def test_a_tap_is_a_dot_and_other_buttons_are_none(opened, writer):
    page = opened()
    hand = writer(page)
    page.mouse.move(*hand.at(0.5, 0.5))
    page.mouse.click(*hand.at(0.5, 0.5), button="right")
    page.mouse.click(*hand.at(0.5, 0.5), button="middle")
    assert hand.inked("#pad canvas") == 0
    page.mouse.click(*hand.at(0.5, 0.5))
    assert hand.inked("#pad canvas") > 10
    page.wait_for_function("() => document.querySelectorAll('#figures button').length === 1")


def test_a_stroke_may_leave_the_pad_and_come_back(opened, writer):
    page = opened()
    hand = writer(page)
    page.mouse.move(*hand.at(0.2, 0.5))
    page.mouse.down()
    page.mouse.move(hand.box["x"] - 30, hand.box["y"] + 100, steps=5)
    page.mouse.move(*hand.at(0.6, 0.5), steps=5)
    page.mouse.up()
    page.locator("#undo").click()
    assert page.locator("#undo").is_disabled()  # it was one stroke


def test_a_finger_writes_and_does_not_scroll(opened, writer):
    page = opened(viewport={"width": 390, "height": 600}, has_touch=True, is_mobile=True)
    hand = writer(page)
    points = hand.way("3")
    hand.touch("touchStart", (0, *points[0]))
    for point in points[1:]:
        hand.touch("touchMove", (0, *point))
    hand.reads("3")
    hand.touch("touchEnd")
    hand.reads("3")
    assert page.evaluate("scrollY") == 0


def test_two_fingers_are_two_strokes(opened, writer):
    page = opened(has_touch=True)
    hand = writer(page)
    ways = [hand.way([(0.5, 0), (0.5, 1)], place) for place in (0, 1)]
    hand.touch("touchStart", *[(i, *way[0]) for i, way in enumerate(ways)])
    for step in zip(*ways, strict=True):
        hand.touch("touchMove", *[(i, *point) for i, point in enumerate(step)])
    hand.touch("touchEnd")
    hand.reads("11")
    page.locator("#undo").click()
    hand.reads("1")


def test_a_touch_that_the_system_takes_away_leaves_no_ink(opened, writer):
    page = opened(has_touch=True)
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    points = hand.way([(0.2, 0), (0.8, 1)], 2)
    hand.touch("touchStart", (0, *points[0]))
    for point in points[1:]:
        hand.touch("touchMove", (0, *point))
    hand.touch("touchCancel")
    hand.reads("3")
    page.locator("#undo").click()
    hand.reads("")


def test_a_pen_writes_and_its_pressure_shows(opened, writer):
    page = opened()
    hand = writer(page)

    def write(place, force):
        for i, (x, y) in enumerate(points := hand.way("3", place)):
            kind = "mousePressed" if i == 0 else "mouseMoved"
            send(kind, x, y, force)
        send("mouseReleased", *points[-1], 0)

    def send(kind, x, y, force):
        pen = {"pointerType": "pen", "button": "left", "buttons": 1, "clickCount": 1}
        hand.devtools.send(
            "Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "force": force, **pen}
        )

    write(0, 0.1)
    hand.reads("3")
    light = hand.inked("#pad canvas")
    write(1, 1)
    hand.reads("33")
    assert hand.inked("#pad canvas") - light > 1.3 * light


def test_ink_is_sharp_and_stays_whole_when_the_pad_shrinks(opened, writer):
    page = opened(device_scale_factor=2)
    hand = writer(page)
    hand.write("3", 0)
    hand.write("1", 2)
    hand.reads("31")
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
    hand.reads("31")
    writer(page).write("0", 0)  # and new ink lands under the pen
    hand.reads("031")
