import re

import matplotlib as mpl
import pytest

from digitink.evaluate.svg import ACCENT, LONGEST, drawing, inline, short


@pytest.fixture
def drawn():
    """A plot whose texts are a page's enemies."""

    def draw(name="name"):
        with drawing(2) as (figure, axes):
            axes.fill_between([1, 2], [1, 2], [2, 3], color=ACCENT)
            axes.set_xlabel("</text><script>alert(1)</script> $x_1$ & 0.0125 #000001")
            return inline(figure, name, 'said "so" & <so>: 0.0555')

    return draw


def test_it_is_one_element_with_its_alternative(drawn):
    svg = drawn()
    assert svg.startswith(
        '<svg role="img" aria-label="said &quot;so&quot; &amp; &lt;so&gt;: 0.0555" viewBox='
    )
    assert svg.endswith("</svg>")


def test_texts_stay_texts(drawn):
    svg = drawn()
    assert "<script" not in svg
    assert "$x_1$ &amp; 0.0125 #000001</text>" in svg


def test_its_style_is_the_page_s(drawn):
    svg = drawn()
    assert "<style" not in svg
    assert "font-family" not in svg
    assert "var(--accent)" in svg
    assert not re.search(r"#[0-9a-f]{6}\b", svg.replace("#000001</text>", ""))


def test_ids_are_its_own(drawn):
    ids = [set(re.findall(r'id="([^"]+)"', drawn(name))) for name in ("one", "two")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_it_is_the_same_each_time_whatever_the_user_s_settings(drawn):
    once = drawn()
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "green"}):
        assert drawn() == once


def test_long_names_give_way_in_their_middle():
    assert short("a" * LONGEST) == "a" * LONGEST
    assert short("begin" + "x" * 100 + "end") == f"begin{'x' * 9}…{'x' * 10}end"
    assert len(short("x" * 1_000)) <= LONGEST
