"""All of the page by its keys."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("clear", ["c", "Delete", "Backspace"])
def test_undo_redo_and_clear(written, clear):
    page, hand = written
    page.keyboard.press("Control+z")
    hand.reads("3")
    page.keyboard.press("Control+Shift+z")
    hand.reads("31")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    hand.reads("31")
    page.keyboard.press(clear)
    hand.reads("")
    page.keyboard.press("Control+z")
    hand.reads("31")


def test_left_and_right_choose_a_digit_and_say_which(written):
    page, _ = written
    page.keyboard.press("ArrowLeft")
    assert page.locator("#which").text_content() == "digit 1 of 2"
    assert page.locator("#ink-boxes > .chosen").text_content().startswith("3")
    page.locator("#spoken").get_by_text("3, digit 1 of 2").wait_for(state="attached")
    page.keyboard.press("ArrowLeft")  # there is none before it
    assert page.locator("#which").text_content() == "digit 1 of 2"
    page.keyboard.press("ArrowRight")
    assert page.locator("#which").text_content() == "digit 2 of 2"


def test_the_focus_follows_the_chosen_digit_where_it_is_at_one(written):
    page, _ = written
    page.locator("#figures button").first.focus()
    assert page.locator("#which").text_content() == "digit 1 of 2"
    page.keyboard.press("ArrowRight")
    assert page.locator("#figures button").nth(1).evaluate("e => e === document.activeElement")


@pytest.mark.parametrize("key", ["p", "Enter"])
def test_the_reading_is_said_at_once_and_again(written, key):
    page, _ = written
    page.locator("#spoken").get_by_text("three one").wait_for(state="attached")
    page.evaluate(
        """() => {
            window.said = [];
            const spoken = document.getElementById('spoken');
            new MutationObserver(() => spoken.textContent && said.push(spoken.textContent))
                .observe(spoken, {childList: true});
        }"""
    )
    for times in (1, 2):
        page.keyboard.press(key)
        page.wait_for_function("times => window.said.length === times", arg=times)
    assert set(page.evaluate("said")) == {"three one; sure of every digit"}


def test_enter_on_a_button_presses_it(written):
    page, hand = written
    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    hand.reads("3")


def test_an_empty_page_says_that_it_is(opened):
    page = opened()
    page.keyboard.press("p")
    page.locator("#spoken").get_by_text("nothing is written yet").wait_for(state="attached")


def test_the_keys_are_listed(written):
    page, hand = written
    keys = page.locator("#keys")
    page.keyboard.press("?")
    assert keys.is_visible()
    page.keyboard.press("Escape")
    assert keys.is_hidden()
    page.get_by_role("button", name="Keys").click()
    assert keys.is_visible()
    assert keys.evaluate("e => e === document.activeElement")
    page.keyboard.press("c")  # is not meant for the pad
    page.keyboard.press("?")
    assert keys.is_hidden()
    hand.reads("31")


def test_left_and_right_choose_a_digit_from_a_button_as_well(written):
    page, _ = written
    page.locator("#odds button").nth(1).focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator("#which").text_content() == "digit 1 of 2"


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_the_focus_stays_among_the_digits_and_goes_to_the_pad_after_the_last(written):
    page, hand = written
    page.keyboard.press("Tab")
    page.locator("#figures button").first.focus()
    page.keyboard.press("Control+z")
    hand.reads("3")
    assert page.locator("#figures button").evaluate("e => e === document.activeElement")
    page.keyboard.press("Control+z")
    hand.reads("")
    assert focused(page) == "pad"


def test_the_focus_goes_to_the_pad_from_a_button_that_is_switched_off(written):
    page, hand = written
    page.keyboard.press("Tab")
    page.locator("#undo").focus()
    for digits, where in (("3", "undo"), ("", "pad")):
        page.keyboard.press("Enter")
        hand.reads(digits)
        assert focused(page) == where


def test_a_notice_stays_while_somebody_is_at_it_and_leaves_the_focus_to_the_pad(written):
    page, _ = written
    page.clock.install()
    page.keyboard.press("7")
    undo = page.locator("#notice").get_by_role("button", name="Undo")
    undo.focus()
    page.clock.fast_forward(60_000)
    assert undo.is_visible()
    page.keyboard.press("Enter")
    undo.wait_for(state="hidden")
    assert focused(page) == "pad"


def test_a_panel_stays_open_while_its_key_is_held(written):
    page, _ = written
    for _ in range(4):
        page.keyboard.down("h")
    page.keyboard.up("h")
    assert page.locator("#hand").is_visible()


def test_single_keys_can_be_confined_to_the_pad(written):
    page, hand = written
    page.keyboard.press("?")
    page.get_by_label("Single keys count on the pad only").check()
    page.keyboard.press("Escape")
    page.locator("#open").focus()
    for key in ("c", "7", "h"):
        page.keyboard.press(key)
    assert page.locator("#hand").is_hidden()
    hand.reads("31")
    page.reload()  # it is remembered
    hand.reads("31")
    page.locator("#open").focus()
    page.keyboard.press("c")
    hand.reads("31")
    page.locator("#pad").focus()
    page.keyboard.press("c")
    hand.reads("")


def test_a_mouse_on_the_pad_leaves_the_arrows_to_the_digits(written):
    page, _ = written
    assert page.locator("#pad").evaluate("e => e !== document.activeElement")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#which").text_content() == "digit 1 of 2"


def test_a_digit_is_written_and_read_by_keys_alone(opened, writer):
    page = opened()
    page.keyboard.press("Tab")
    assert page.locator("#pad").evaluate("e => e === document.activeElement")
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    writer(page).reads("1")


def test_the_width_of_the_pen_is_set_by_keys_and_remembered(written):
    page, hand = written
    thin = hand.inked("#pad canvas")
    page.get_by_role("slider").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert page.locator("#which").text_content() == "digit 2 of 2"  # the arrow is the slider's
    page.wait_for_timeout(100)
    assert hand.inked("#pad canvas") > 1.3 * thin
    width = page.get_by_role("slider").input_value()
    page.reload()
    assert page.get_by_role("slider").input_value() == width
