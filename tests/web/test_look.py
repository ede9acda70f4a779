"""Light and dark, phone to desktop."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parents[1] / "golden"


def test_dark_and_light(browser, opened, writer):
    papers, inks = [], []
    for scheme in ("light", "dark"):
        page = opened(color_scheme=scheme)
        hand = writer(page)
        hand.write("3")
        hand.reads("3")
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
def test_it_fits_from_phone_to_desktop(opened, width, height, writer):
    page = opened(viewport={"width": width, "height": height})
    before = page.locator("#pad").bounding_box()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#pad").bounding_box() == before  # it stays where it is under the pen
    assert before["width"] > 0.6 * min(width, 1280)
    assert before["y"] + before["height"] < height


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_the_invitation_stays_on_the_pad(opened, width, height):
    page = opened(viewport={"width": width, "height": height})
    pad = page.locator("#pad").bounding_box()
    words = page.locator(".invitation p").bounding_box()
    assert words["y"] + words["height"] <= pad["y"] + pad["height"] + 1
    assert words["x"] >= pad["x"]


@pytest.mark.parametrize(("width", "height"), [(640, 400), (844, 390)])
def test_where_the_height_goes_to_the_pad_complaints_are_whole_and_the_keys_are_told(
    opened, width, height
):
    page = opened(viewport={"width": width, "height": height})
    page.locator("#file").set_input_files(GOLDEN / "blank.jpg")
    page.get_by_text("No digits were found in this picture").wait_for()
    cut = page.evaluate(
        """() => {
            const {scrollWidth, clientWidth, scrollHeight, clientHeight} =
                document.getElementById('gloss');
            return scrollWidth > clientWidth || scrollHeight > clientHeight;
        }"""
    )
    assert not cut
    gloss, pad = (page.locator(part).bounding_box() for part in ("#gloss", "#picture"))
    assert gloss["y"] + gloss["height"] <= pad["y"] + 1
    page.get_by_role("button", name="Keys").click()
    assert page.get_by_role("dialog", name="Keys").is_visible()
