"""What is read is shown, and said in words."""

import json
from itertools import combinations

import pytest

pytestmark = pytest.mark.browser


def test_a_digit_is_read_while_it_is_drawn(opened, writer):
    page = opened()
    hand = writer(page)
    hand.begin("3")
    hand.reads("3")  # and the mouse is still down
    assert page.locator("#undo").is_enabled()
    page.mouse.up()
    hand.reads("3")


def test_an_empty_pad_invites_and_shows_nothing(opened, writer):
    page = opened()
    hand = writer(page)
    assert page.get_by_text("Draw a digit, or a whole number").is_visible()
    for name in ("undo", "redo", "clear"):
        assert page.locator(f"#{name}").is_disabled()
    assert hand.inked("#frame") == hand.inked("#pad canvas") == 0
    assert page.locator("#measure").is_hidden()
    assert set(page.locator("#odds span").all_text_contents()) == {""}


def test_the_probabilities_and_the_frame_are_those_of_the_digit(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    shares = [float(s.rstrip(" %")) for s in page.locator("#odds span").all_text_contents()]
    assert len(shares) == 10
    assert max(shares) == shares[3] > 50
    assert page.locator("#odds .likeliest b").text_content() == "3"
    bar = page.locator("#odds .likeliest i i")
    page.wait_for_timeout(300)  # the bar takes a moment to grow
    track = page.locator("#odds .likeliest > i")
    assert bar.bounding_box()["width"] > 0.5 * track.bounding_box()["width"]
    assert 40 < hand.inked("#frame") < 400
    assert page.locator("#model").text_content()
    assert page.locator("#time").text_content().endswith(" ms")


def test_what_was_drawn_is_said_in_words(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    page.wait_for_function(
        "() => document.getElementById('spoken').textContent.startsWith('three')"
    )
    assert page.locator("#spoken").get_attribute("aria-live") == "polite"
    assert page.locator("#gloss em").text_content() == "three"


def test_a_whole_number_and_each_digit_of_it(opened, writer):
    page = opened()
    hand = writer(page)
    for place, digit in enumerate("314"):
        hand.write(digit, place)
    hand.reads("314")
    assert page.locator("#which").text_content() == "digit 3 of 3"  # the one drawn last
    page.locator("#figures button").first.click()
    assert page.locator("#which").text_content() == "digit 1 of 3"
    assert page.locator("#odds .likeliest b").text_content() == "3"
    assert page.locator("#figures [aria-pressed=true]").text_content() == "3"


def test_the_digit_that_changes_is_the_one_that_is_shown(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("0", 1)
    hand.write("1", 0)
    hand.reads("10")
    assert page.locator("#which").text_content() == "digit 1 of 2"


def answering(page, *lines):
    """From its next loading on the page reads any ink as these lines of (value, probability)."""

    def digit(value, probability):
        rest = (1 - probability) / 9
        probabilities = [probability if i == value else rest for i in range(10)]
        box = [20, 40, 60, 90]
        unsure = probability < 0.9
        return {"value": value, "probability": probability, "probabilities": probabilities} | {
            "unsure": unsure,
            "box": box,
        }

    digits = [[digit(*one) for one in line] for line in lines]
    count = sum(map(len, digits))
    answer = {
        "reading": {"text": "", "lines": [{"digits": line} for line in digits]},
        "frames": ["AAAA"] * count,
        "strokes": [[0]] * count,
        "model": "m",
        "ms": 1,
    }

    def answer_all(socket):
        socket.on_message(
            lambda text: socket.send(json.dumps({"seq": json.loads(text)["seq"], **answer}))
        )

    page.route_web_socket("**/api/ink", answer_all)
    page.reload()
    page.get_by_text("reading as you write").wait_for(state="attached")


def test_an_unsure_digit_looks_and_is_said_to_be_so(opened, writer):
    page = opened()
    answering(page, [(1, 0.95), (4, 0.55)])
    hand = writer(page)
    hand.write("1")
    hand.reads("14")
    sure, unsure = page.locator("#figures button").all()
    assert "unsure" in unsure.get_attribute("class")
    assert unsure.get_attribute("aria-label") == "4, digit 2 of 2, unsure"
    assert unsure.evaluate("e => getComputedStyle(e, '::after').content") == '"?"'
    assert sure.get_attribute("class") == "sure"
    assert "not sure of the second digit" in page.locator("#gloss").text_content()
    boxes = page.locator("#ink-boxes > div")
    assert boxes.all_text_contents() == ["1 · 95.0 %", "4? · 55.0 %"]
    styles = boxes.evaluate_all("all => all.map(box => getComputedStyle(box).borderTopStyle)")
    assert styles == ["solid", "dashed"]


def test_what_is_no_digit_is_said_to_be_none(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("star")
    hand.reads("?")
    assert page.locator("#gloss em").text_content() == "no digit"
    assert page.locator("#ink-boxes").text_content() == "no digit"
    assert "likeliest" not in page.locator("#odds").inner_html()
    page.wait_for_function(
        "() => document.getElementById('spoken').textContent.startsWith('no digit')"
    )


def test_no_digit_among_digits_is_said_in_its_place(opened, writer):
    page = opened()
    answering(page, [(3, 0.99), (7, 0.1)], [(5, 0.99)])
    hand = writer(page)
    hand.write("3")
    hand.reads("3?\n5")
    assert page.locator("#gloss em").text_content() == "three (no digit), five"
    assert page.locator("#gloss span").text_content() == "not sure of the second digit"


def test_a_box_stands_at_each_digit_and_lets_the_pen_through(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3", 0)
    hand.write("0", 2)
    hand.reads("30")
    boxes = page.locator("#ink-boxes > div")
    for place, box in enumerate(boxes.all()):
        frame = box.bounding_box()
        for x, y in hand.way("30"[place], 2 * place):
            assert frame["x"] - 2 < x < frame["x"] + frame["width"] + 2
            assert frame["y"] - 2 < y < frame["y"] + frame["height"] + 2
        assert frame["width"] < hand.box["height"] / 2
        assert box.text_content().startswith(f"{'30'[place]} · 9")
    assert page.locator("#ink-boxes > .chosen").text_content().startswith("0")
    middle = boxes.first.bounding_box()
    ink = hand.inked("#pad canvas")
    page.mouse.click(middle["x"] + 4, middle["y"] + 4)
    assert hand.inked("#pad canvas") > ink


def test_words_of_neighbours_do_not_lie_upon_each_other(opened, writer):
    page = opened()
    hand = writer(page)
    for place in range(6):
        hand.write("1", place / 3)
    hand.reads("111111")
    spans = page.locator("#ink-boxes span").all()
    shown = [s.bounding_box() for s in spans if s.text_content()]
    assert len(shown) >= 3
    for one, other in combinations(shown, 2):
        apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert apart or abs(one["y"] - other["y"]) >= 17


def test_several_lines_stand_above_each_other_and_the_ruling_gives_way(opened, writer):
    page = opened()
    answering(page, [(1, 0.99), (2, 0.99)], [(3, 0.99)])
    before = page.locator("#pad").bounding_box()
    hand = writer(page)
    hand.write("1")
    hand.reads("12\n3")
    first, second = page.locator("#figures > div").all()
    assert first.bounding_box()["y"] < second.bounding_box()["y"]
    assert page.locator("#pad").bounding_box() == before
    assert "gradient" not in page.locator("#pad").evaluate("e => getComputedStyle(e).background")


def heard(page, said):
    """What is heard, in its order, while a script says something with `voice`."""
    return page.evaluate(
        """async () => {
            const { Voice } = await import('/voice.js');
            const host = document.createElement('p');
            const voice = new Voice(host);
            const heard = [];
            const quiet = () => new Promise(resolve => setTimeout(resolve, 900));
            new MutationObserver(() => heard.push(host.textContent))
                .observe(host, {childList: true});
            SAID
            await quiet();
            return heard;
        }""".replace("SAID", said)
    )


def test_only_the_last_of_many_readings_is_said(opened):
    said = """
        for (let i = 0; i < 100; i++) voice.saySoon(`number ${i}`);
        await quiet();
        voice.saySoon('number 99');"""
    assert heard(opened(), said) == ["number 99"]


def test_what_is_said_now_is_not_said_soon_as_well(opened):
    said = """
        voice.saySoon('seven');
        voice.sayNow('seven');
        await quiet();
        voice.saySoon('seven'); // read once more"""
    assert heard(opened(), said) == ["seven"]
