import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from digitink.data import Frames
from digitink.errors import MissingExtra, OutputError
from digitink.evaluate import page
from digitink.evaluate.answers import Answers
from digitink.evaluate.report import NO_HISTORY, Contents, found_beside, html
from digitink.evaluate.summary import Row

VOID = {"meta", "link", "img"}
FETCHING = {"script", "iframe", "object", "embed", "audio", "video", "source", "base", "form"}


class Page(HTMLParser):
    """What of a page must be looked at: elements, ids, texts, and all that opens is closed."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def test_it_stands_alone(contents):
    text = html(contents)
    found = Page(text)
    assert not FETCHING & {tag for tag, _ in found.elements}
    for _, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("src", "data:").startswith("data:")
        assert attributes.get("href", "#").startswith(("#", "data:"))
    assert not re.search(r"url\((?!#)|@import", text)
    (policy,) = [m["content"] for m in found.of("meta") if "http-equiv" in m]
    assert policy.startswith("default-src 'none';")


def test_every_id_is_the_only_one_and_every_link_leads_there(contents, make_answers):
    looked_at = (*contents.looked_at, make_answers(name="another"))
    found = Page(html(replace(contents, looked_at=looked_at)))
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {link["href"] for link in found.of("a")}
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert {"#set-1", "#set-2"} <= links


def test_every_plot_has_an_alternative_and_a_table(contents):
    found = Page(html(contents))
    plots = found.of("svg")
    assert len(plots) == 7
    assert all(plot["role"] == "img" and len(plot["aria-label"]) > 40 for plot in plots)
    assert len(found.of("table")) == len(found.of("figcaption")) == len(plots)
    assert all(image["alt"] for image in found.of("img"))


def test_it_says_what_was_measured(contents):
    assert "90.00\N{NO-BREAK SPACE}% of 200" in html(contents)
    text = Page(html(contents)).text
    assert "made-up: 90.00 % of 200 digits are read right" in text
    assert "All 20 mistakes" in text
    assert "seeds 0, 1" in text
    assert "60,000 digits" in text
    assert "not measured now: held back." in text


def test_what_was_measured_now_takes_the_place_of_the_card_s(contents):
    sets = (Row("held back", n=200, accuracy=0.5, interval=(0.43, 0.57)),)
    text = Page(html(replace(contents, sets=sets))).text
    assert "43.00 to 57.00" in text
    assert "not measured now" not in text


def test_corruptions_and_missing_sets_are_named(contents):
    found = replace(
        contents,
        corruptions=(
            Row("fog", n=200, accuracy=0.1, interval=(0.07, 0.15)),
            Row("mean", accuracy=0.1),
        ),
        missing=("the data set semeion is missing: get it there",),
    )
    text = Page(html(found)).text
    assert "Right under each corruption" in text
    assert "fog" in text
    assert "Not measured: the data set semeion is missing" in text


def test_without_history_it_says_so(contents):
    assert NO_HISTORY in Page(html(replace(contents, histories=()))).text


def test_a_card_of_others_with_nothing_but_the_needful_is_shown(contents, card):
    bare = replace(card, training={}, figures=({"data": "x", "n": 10, "accuracy": 1.0},))
    assert "x" in Page(html(replace(contents, card=bare, histories=()))).text


def test_names_cannot_become_markup(contents, card, make_answers):
    name = '"><script>alert(1)</script><b>&'
    hostile = replace(
        contents,
        card=replace(card, name=name, training={"held_back": name}),
        looked_at=(make_answers(name=name),),
        sets=(Row(name + "2", n=1, accuracy=1.0, interval=(0.2, 1.0)),),
    )
    found = Page(html(hostile))
    assert not found.of("script")
    assert name in found.text


def test_long_names_leave_the_plots_their_room(contents, make_answers):
    names = [f"/home/somebody/{'folder/' * 20}{i}.csv" for i in range(2)]
    looked_at = tuple(make_answers(name=name) for name in names)
    assert names[0] in Page(html(replace(contents, looked_at=looked_at))).text


def test_the_history_is_found_beside_the_model(make_run):
    folder = make_run(seed=1)
    make_run(seed=0)
    histories, no_history = found_beside(folder / "model.onnx")
    assert [each.seed for each in histories] == [1, 0]
    assert no_history == ""


def test_no_run_and_a_damaged_one_are_told(make_run, tmp_path):
    assert found_beside(tmp_path / "model.onnx") == ((), NO_HISTORY)
    histories, no_history = found_beside(make_run(epochs=0) / "model.onnx")
    assert histories == ()
    assert "holds no history" in no_history


def test_packages_that_are_missing_are_told_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr("digitink.evaluate.page.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install \"digitink\[train\]\""):
        page.check(tmp_path / "report.html")


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path):
    with pytest.raises(OutputError, match="name a file in a folder"):
        page.check(tmp_path / "missing" / "report.html")


def test_the_templates_come_with_the_package():
    folder = Path(page.__file__).parent / "templates"
    assert {"base.html", "report.html", "report.css"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(("n", "strength"), [(1, 0), (40, 0), (40, 1e4)])
def test_odd_answers_make_a_page_without_a_number_that_is_none(card, n, strength):
    random = np.random.default_rng(1)
    images = random.integers(0, 255, (n, 28, 28)).astype(np.uint8)
    frames = Frames("odd", images, random.integers(0, 10, n))
    logits = (strength * random.normal(size=(n, 10))).astype(np.float32)
    text = html(Contents(card, 1, (Answers.of(card, frames, logits),)))
    paths = re.findall(r' d="([^"]*)"', text)
    assert not re.search(r"\b(nan|inf)\b", f"{Page(text).text} {paths}", re.IGNORECASE)
