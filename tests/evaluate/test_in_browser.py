"""Report and comparison in a real Chromium: what axe finds, dark, a phone, paper, no network."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from digitink.evaluate import compare, report
from digitink.evaluate.contenders import Contender
from digitink.evaluate.summary import Row

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLACES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture
def pages(contents, card, make_answers, tmp_path):
    """A report of two sets and a comparison, as files."""
    full = replace(
        contents,
        looked_at=(*contents.looked_at, make_answers(name="another")),
        corruptions=(Row("fog", n=200, accuracy=0.1, interval=(0.07, 0.15)),),
        missing=("the data set semeion is missing: get it at https://example.org/" + "long" * 30,),
    )
    runs = [
        Contender(history.name, history, replace(card, name=history.name), None)
        for history in contents.histories
    ]
    made = {"report": report.html(full), "compare": compare.html(compare.compare(runs, []))}
    for name, text in made.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    return [tmp_path / f"{name}.html" for name in made]


@pytest.fixture
def opened(browser):
    """Opens a file; nothing must be asked of anybody, and nothing go wrong."""
    contexts, complaints = [], []

    def open_page(path, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("data:", path.as_uri()))
                else complaints.append(request.url)
            ),
        )
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(pages, opened):
    for path in pages:
        for place, options in PLACES.items():
            page = opened(path, **options)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            found = Axe().run(page, options=RULES).response["violations"]
            assert [f"{r['id']}: {n['html']}" for r in found for n in r["nodes"]] == [], place
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place


def test_dark_reaches_the_plots_and_paper_is_light(pages, opened):
    page = opened(pages[0], color_scheme="dark")
    text = "getComputedStyle(document.querySelector('figure svg text')).fill"
    assert page.evaluate(text) == "rgb(163, 164, 148)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(32, 35, 43)"
    widths = page.evaluate(
        "[...document.querySelectorAll('svg')].map(each => each.getBoundingClientRect().width)"
    )
    assert len(widths) == 12
    assert min(widths) > 200
    assert page.pdf(format="A4").startswith(b"%PDF")
