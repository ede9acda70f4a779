"""All of the page by its keys."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("clear", ["c", "Delete", "Backspace"])
def test_keys(opened, clear, writer):
    page = opened()
    hand = writer(page)
    hand.write("3", 0)
    hand.write("1", 1)
    hand.reads("31")
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
