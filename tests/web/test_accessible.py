"""What axe finds against WCAG 2.2 AA, which must be nothing, and what axe does not look for."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLACES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def found(page):
    page.wait_for_timeout(600)  # what fades in has its colour by then
    results = Axe().run(page, options=RULES)
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(opened, writer, place):
    page = opened(**PLACES[place])
    assert found(page) == []
    hand = writer(page)
    hand.write("3", 0)
    hand.write("star", 1)
    hand.reads("3?")
    page.keyboard.press("5")
    page.locator("#notice > div").wait_for()
    assert found(page) == []
    page.keyboard.press("i")
    page.locator(".inside .evidence").wait_for()
    assert found(page) == []
    page.keyboard.press("h")
    page.locator("#hand li").first.wait_for()
    assert found(page) == []
    page.keyboard.press("Escape")
    page.locator("#file").set_input_files("tests/golden/two lines.png")
    hand.reads("123\n4567")
    page.keyboard.press("?")
    page.locator("#keys").wait_for()
    assert found(page) == []


@pytest.mark.parametrize("place", ["light", "phone"])
def test_targets_are_large_enough(opened, writer, place):
    page = opened(**PLACES[place])
    hand = writer(page)
    hand.write("1", 0)
    hand.write("1", 1)
    hand.reads("11")
    page.locator("#open-hand").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a, input')]
            .filter(element => element.checkVisibility({visibilityProperty: true}))
            .map(element => element.closest('label') ?? element)
            .filter(element => {
                const {width, height} = element.getBoundingClientRect();
                return Math.min(width, height) < 24;
            })
            .map(element => element.outerHTML)"""
    )
    assert small == []


def test_the_focus_is_seen_wherever_tab_leads(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.locator("#figures button").focus()
    seen = []
    while len(seen) < 40:
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body) return null;
                const {outlineStyle, outlineWidth} = getComputedStyle(element);
                const name = element.id || element.textContent.trim();
                return [name, outlineStyle, parseFloat(outlineWidth), element.checkVisibility()];
            }"""
        )
        if focus is None:  # beyond the last
            break
        seen.append(focus)
    assert 18 < len(seen) < 40
    assert [name for name, style, width, visible in seen if style != "solid" or width < 2] == []
    assert all(visible for *_, visible in seen)


def test_nothing_moves_for_those_who_want_no_motion(opened, writer):
    page = opened(reduced_motion="reduce")
    page.evaluate("() => { addEventListener('transitionrun', () => { window.moved = true }) }")
    writer(page).write("3")
    writer(page).reads("3")
    assert page.evaluate("() => document.getAnimations().length") == 0
    assert not page.evaluate("() => window.moved")


def test_forced_colours_leave_boxes_bars_and_doubt_visible(opened, writer):
    page = opened(forced_colors="active")
    hand = writer(page)
    hand.write("3", 0)
    hand.write("1", 1)
    hand.reads("31")
    paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    bar = page.locator("#odds .likeliest i i")
    assert bar.evaluate("e => getComputedStyle(e).backgroundColor") != paper
    chosen, other = (
        page.locator(f"#ink-boxes > div:{kind}").evaluate("e => getComputedStyle(e).borderTopWidth")
        for kind in ("is(.chosen)", "not(.chosen)")
    )
    assert chosen != other  # not by its colour alone
    pressed = page.locator("#figures [aria-pressed=true]")
    assert "underline" in pressed.evaluate("e => getComputedStyle(e).textDecorationLine")


def test_the_page_has_a_heading_landmarks_and_a_language(opened):
    page = opened()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).text_content() == "digitink"
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1
