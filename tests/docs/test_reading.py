"""docs/reading.md tells what its pictures show, and what it says is not done is not done."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import digitink

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reading.md").read_text(encoding="utf-8")


@pytest.fixture
def scripts(monkeypatch):
    pytest.importorskip("matplotlib")
    known = set(sys.modules)
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import made_up_ink
    import make_golden
    import make_reading_pictures

    yield make_reading_pictures, made_up_ink, make_golden
    for name in set(sys.modules) - known & {"made_up_ink", "make_golden", "make_reading_pictures"}:
        del sys.modules[name]


def test_every_picture_is_shown_and_said_what_it_shows(scripts):
    pictures = scripts[0]
    shown = dict(re.findall(r"!\[(.+?)\]\(images/reading-(\w+)\.png\)", PAGE))
    assert set(shown.values()) == set(pictures.PICTURES)
    for words, name in shown.items():
        for axes in pictures.PICTURES[name]().axes:
            for answer in re.findall(r"read as (\d[\d /]*\d)", axes.get_title()):
                assert answer.replace(" / ", " and ") in words
    assert "two of the four are read as 1" in PAGE
    answers = [axes.get_title() for axes in pictures.PICTURES["frame"]().axes]
    made_smaller, brought = answers[4:8], answers[8:]
    assert [title[:9] for title in made_smaller] == [f"read as {d}" for d in "7117"]
    assert [title[:9] for title in brought] == ["read as 7"] * 4


def test_what_is_said_to_be_unsure_is(scripts):
    pictures = scripts[0]
    titles = [axes.get_title() for axes in pictures.PICTURES["unsure"]().axes][4:]
    assert [", unsure" in title for title in titles] == [False, True, True, True]
    assert titles[1][0] in "17"
    assert "shared between 1 and 7" in PAGE


def test_what_is_said_not_to_be_done(scripts):
    _, made_up, golden = scripts
    four, seven = (made_up.beside(golden.GLYPHS[digit]).strokes for digit in "47")
    seven = [stroke + np.array([140, 0]) for stroke in seven]
    assert digitink.read(digitink.Ink([*four, [(100, 90), (102, 100)], *seven])).text == "47"
    assert digitink.read(digitink.Ink([*four, [(105, 92), (100, 112)], *seven])).text == "47"
    assert digitink.read(digitink.Ink([*four, *seven, [(190, 50), (220, 50)]])).text == "47"
    slash = digitink.read(digitink.Ink([*four, [(120, -5), (95, 105)], *seven]))
    assert slash.text == "417"
    minus = digitink.read(digitink.Ink([[(-60, 50), (-20, 50)], *four, *seven]))
    assert [digit.unsure for digit in minus.digits] == [True, False, False]
    crossing = golden.written("230", golden.Hand(gap=-0.05)).astype(np.float32)
    assert all(digit.unsure for digit in digitink.read(crossing).digits)
    page = golden.grey(golden.written("407", golden.Hand(margin=1.5)))
    for degrees, right in ((20, True), (45, False)):
        turned = page.rotate(degrees, expand=True, fillcolor=245)
        assert (digitink.read(turned).text == "407") is right


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WebP"])
def test_of_several_pages_the_first_is_read(kind, tmp_path):
    assert "**Further pages.** Of a TIFF of several pages, and of a GIF or WebP that moves" in PAGE
    first, second = (ROOT / f"tests/golden/{name}.png" for name in ("7", "3"))
    path = tmp_path / "pages"
    with Image.open(first) as seven, Image.open(second) as three:
        pages = [seven.convert("L"), three.convert("L").resize(seven.size)]
    pages[0].save(path, kind, save_all=True, append_images=pages[1:])
    assert digitink.read(path).text == "7"
