""" "No, that is a seven": shown, learnt, listed, taken back, forgotten; or why not."""

import json

import pytest

pytestmark = pytest.mark.browser


def refusing(page, path, message, hint):
    """From now on the server refuses what is asked there."""
    body = json.dumps({"error": {"message": message, "hint": hint}})
    page.route(path, lambda route: route.fulfill(status=503, body=body))


def kept(page):
    return page.evaluate("async () => (await (await fetch('api/hand')).json()).corrections")


def test_a_number_key_corrects_the_chosen_digit_and_the_hand_keeps_its_strokes(written):
    page, hand = written
    page.keyboard.press("7")  # the digit drawn last
    hand.reads("37")
    page.locator("#notice > div").wait_for()
    (correction,) = kept(page)
    assert correction["label"] == 7
    assert len(correction["strokes"]) == 1
    xs = [x for x, *_ in correction["strokes"][0]]
    box = page.locator("#ink-boxes > div").nth(1).bounding_box()
    assert min(xs) + hand.box["x"] > box["x"] - 1  # those of the 1, not of the 3
    assert page.locator("#gloss em").text_content() == "three seven"
    assert page.locator("#figures button").nth(1).get_attribute("aria-label") == (
        "7, digit 2 of 2, as you said"
    )


def test_a_row_of_the_probabilities_corrects_the_digit_that_was_chosen(written):
    page, hand = written
    page.locator("#figures button").first.click()
    row = page.get_by_role("button", name="no, that is an 8")
    row.click()
    hand.reads("81")
    page.locator("#notice > div").wait_for()
    assert [one["label"] for one in kept(page)] == [8]
    assert page.locator("#which").text_content() == "digit 1 of 2"


def test_what_became_of_it_is_said_in_words_and_can_be_taken_back(written):
    page, hand = written
    page.keyboard.press("7")
    bar = page.locator("#notice > div")
    bar.wait_for()
    assert page.locator("#notice").get_attribute("role") == "status"
    assert bar.locator("b").text_content().lower().startswith(("learnt", "kept"))
    bar.get_by_role("button", name="Undo").click()
    hand.reads("31")
    assert kept(page) == []


def test_undo_takes_back_what_it_was_offered_for_whatever_was_taught_since(written):
    page, hand = written
    page.keyboard.press("7")
    page.locator("#notice > div").wait_for()
    other = {"strokes": [[[0, 0], [0, 9]]], "label": 2}  # on another page
    page.evaluate("body => fetch('api/teach', {method: 'POST', body})", json.dumps(other))
    page.locator("#notice").get_by_role("button", name="Undo").click()
    hand.reads("31")
    assert [one["label"] for one in kept(page)] == [2]


def test_a_key_that_is_held_teaches_once(written):
    page, hand = written
    taught = []
    page.on("request", lambda request: taught.append(request) if "teach" in request.url else None)
    for _ in range(5):
        page.keyboard.down("7")
    page.keyboard.up("7")
    page.locator("#notice > div").wait_for()
    hand.reads("37")
    assert len(taught) == 1


def test_the_last_correction_of_a_digit_is_the_one_that_shows(written):
    page, hand = written
    for label in "78":
        page.keyboard.press(label)
        hand.reads(f"3{label}")
        page.wait_for_function(
            """async label => (await (await fetch('api/hand')).json())
                .corrections.some(one => one.label === label)""",
            arg=int(label),
        )
    page.locator("#open-hand").click()
    page.locator("#hand").get_by_text("1 correction").wait_for()
    hand.reads("38")


def test_a_correction_stays_with_its_digit(written):
    page, hand = written
    page.keyboard.press("7")
    hand.reads("37")
    hand.write("0", 2)
    hand.reads("370")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    hand.reads("3")
    page.keyboard.press("Control+y")
    hand.reads("37")


def test_without_a_digit_there_is_nothing_to_correct(opened):
    page = opened()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.keyboard.press("7")
    assert page.locator("#odds button:disabled").count() == 10
    assert sent == []


def test_a_full_disk_is_said_and_the_number_stays_corrected(written):
    page, hand = written
    refusing(page, "**/api/teach", "no space is left for hand.db", "make room")
    page.keyboard.press("7")
    page.get_by_text("No space is left for hand.db").wait_for()
    assert page.get_by_text("make room").is_visible()
    hand.reads("37")


def test_a_reader_that_is_lost_says_so(written):
    page, hand = written
    page.route("**/api/teach", lambda route: route.abort())
    page.keyboard.press("7")
    page.get_by_text("The reader does not answer").wait_for()
    hand.reads("37")


def test_an_answer_that_nobody_understands_is_said_to_be_one(written):
    page, _ = written
    page.route("**/api/teach", lambda route: route.fulfill(status=200, body="<html>"))
    page.keyboard.press("7")
    page.get_by_text("The reader answered what is no JSON").wait_for()


def test_a_picture_is_corrected_but_teaches_nothing(written):
    page, hand = written
    page.locator("#file").set_input_files("tests/golden/3.png")
    hand.reads("3")
    page.keyboard.press("8")
    hand.reads("8")
    page.get_by_text("a picture teaches nothing; ink does").wait_for()
    assert kept(page) == []
    page.locator("#notice").get_by_role("button", name="Undo").click()
    hand.reads("3")


def test_your_hand_lists_what_was_taught_and_forgets_it(written):
    page, hand = written
    for label in "78":
        page.keyboard.press(label)
        page.wait_for_function(
            "async count => (await (await fetch('api/hand')).json()).corrections.length === count",
            arg="78".index(label) + 1,
        )
        page.locator("#figures button").first.click()
    panel = page.locator("#hand")
    assert panel.is_hidden()
    page.locator("#open-hand").click()
    panel.get_by_text("2 corrections").wait_for()
    drawings = panel.get_by_role("img")
    assert drawings.evaluate_all("all => all.map(svg => svg.ariaLabel)") == [
        "an 8 in your hand",
        "a 7 in your hand",
    ]
    assert drawings.first.locator("path").get_attribute("d").count("M") == 1
    panel.get_by_role("button", name="Forget this 7").click()
    panel.get_by_text("1 correction").wait_for()
    hand.reads("81")
    panel.get_by_role("button", name="Undo the last").click()
    panel.get_by_text("Nothing yet").wait_for()
    hand.reads("31")
    assert panel.get_by_role("button", name="Forget all").is_hidden()
    page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_all_is_forgotten_when_it_is_asked_for_twice(written):
    page, _ = written
    page.keyboard.press("7")
    page.locator("#notice > div").wait_for()
    page.keyboard.press("h")
    panel = page.locator("#hand")
    panel.get_by_role("button", name="Forget all").click()
    assert len(kept(page)) == 1
    panel.get_by_role("button", name="Really forget all?").click()
    panel.get_by_text("Nothing yet").wait_for()
    assert kept(page) == []
    # The button is gone, and the focus with it but for this.
    assert panel.get_by_role("checkbox").evaluate("e => e === document.activeElement")


def test_the_hand_is_switched_off_and_on_and_exported(written, tmp_path):
    page, _ = written
    page.keyboard.press("1")  # what it was read as: no doubt about that
    page.get_by_text("and your hand").wait_for()
    page.locator("#open-hand").click()
    page.get_by_text("1 correction").wait_for()
    switch = page.get_by_label("Read with it")
    switch.uncheck()
    page.get_by_text("and your hand").wait_for(state="hidden")
    switch.check()
    page.get_by_text("and your hand").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    download.value.save_as(tmp_path / "hand.jsonl")
    assert '"strokes"' in (tmp_path / "hand.jsonl").read_text()


def test_a_switch_that_could_not_be_set_shows_what_holds(written):
    page, _ = written
    page.route(
        "**/api/hand",
        lambda route: route.abort() if route.request.method == "PUT" else route.continue_(),
    )
    page.locator("#open-hand").click()
    page.get_by_text("Nothing yet").wait_for()
    switch = page.get_by_label("Read with it")
    switch.click()
    page.get_by_text("The reader does not answer").wait_for()
    assert switch.is_checked()


def test_a_correction_that_is_gone_already_goes_from_the_list(written):
    page, _ = written
    page.keyboard.press("7")
    page.locator("#notice > div").wait_for()
    page.locator("#open-hand").click()
    page.get_by_text("1 correction").wait_for()
    page.evaluate("fetch('api/hand', {method: 'DELETE'})")  # on another page
    page.get_by_role("button", name="Forget this 7").click()
    page.get_by_text("Nothing yet").wait_for()


def test_a_panel_that_the_server_refuses_says_why(written):
    page, _ = written
    refusing(page, "**/api/hand", "hand.db is from a newer digitink", "update digitink")
    page.locator("#open-hand").click()
    page.get_by_text("Hand.db is from a newer digitink").wait_for()
    assert page.get_by_text("update digitink").is_visible()
