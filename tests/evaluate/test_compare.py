import json
from dataclasses import replace

import numpy as np
import pytest

from digitink.data import Frames
from digitink.data.split import A_CLASS
from digitink.evaluate import history
from digitink.evaluate.compare import common_frames, compare, duels, html
from digitink.evaluate.contenders import Contender
from digitink.model import Model


class Answering:
    """An ONNX session that gives the first pixel of a frame plus `off`, for every `nth` frame."""

    def __init__(self, nth):
        self.nth = nth

    def run(self, _, inputs):
        frames = np.rint(255 * inputs["frames"][:, 0, 0, 0]).astype(int)
        label, index = frames // 16, frames % 16
        shown = np.where(index % self.nth == 0, (label + 1) % 10, label)
        logits = 5 * np.eye(10, dtype=np.float32)[shown]
        return logits, logits


@pytest.fixture
def frames():
    """160 frames, 16 of each digit, that say in their first pixel which they are."""
    images = np.zeros((160, 28, 28), np.uint8)
    images[:, 0, 0] = np.arange(160)
    return Frames("numbered", images, np.arange(160) // 16)


@pytest.fixture
def make(card, make_run, tmp_path):
    """make(name, nth): a contender that is wrong on every nth frame."""

    def make(name, nth, seed=0, **changes):
        own = replace(card, name=name)
        run = history.read(make_run(seed=seed, name=name, **changes))
        return Contender(name, run, own, Model(own, tmp_path / "none.onnx", Answering(nth)))

    return make


def test_what_one_alone_has_right_is_counted(make, frames):
    first, other, third = duels([make("a", 2), make("b", 4), make("c", 8), make("d", 2)], frames)
    assert (first.only_first, first.only_other) == (0, 40)
    assert (other.only_first, other.only_other) == (0, 60)
    assert (third.only_first, third.only_other, third.p) == (0, 0, 1)
    assert first.p == pytest.approx(2 / 2**40)
    assert first.believed == pytest.approx(2 * first.p)  # of three, the second smallest
    assert first.verdict == "b is better"
    assert third.verdict == "may be chance"


def test_the_first_may_be_the_better_one(make, frames):
    found = compare([make("a", 8), make("b", 2)], [frames])
    (duel,) = found.duels
    assert duel.verdict == "a is better"
    assert "a is better (60 against 0)" in html(found)


def test_who_has_no_model_stands_by(make, frames):
    absent = replace(make("x", 2), model=None)
    (duel,) = duels([absent, make("a", 2), make("b", 4)], frames)
    assert (duel.first, duel.other) == ("a", "b")
    assert duels([absent], frames) == []


def test_only_what_differs_in_the_recipe_is_told(make, frames):
    found = compare([make("a", 2), make("b", 4, seed=1, batch=99, warmup=0.5)], [frames])
    assert found.recipe == {"batch": ["50", "99"], "seed": ["0", "1"], "warmup": ["-", "0.5"]}


def test_what_an_older_recipe_could_not_set_was_nothing(make, frames):
    newer = make("b", 4, data=[], quantised=False, decay=0.0, spoilt=0.25)
    assert compare([make("a", 2), newer], [frames]).recipe == {"spoilt": ["-", "0.25"]}


def test_figures_stand_beside_one_another(make, card, frames):
    imported = Contender("card", None, card, None)
    found = compare([make("a", 2, epochs=2), imported], [frames]).figures
    assert found["parameters"] == ["1,234", "1,234"]
    assert found["validation loss"] == ["0.2500", "-"]
    assert found["training, s"] == ["4.0", "-"]
    assert found["made-up: right, %"] == ["90.00", "90.00"]


def test_json_holds_all_of_it(make, frames):
    found = compare([make("a", 2), make("b", 4, seed=1)], [frames])
    record = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [run["name"] for run in record["runs"]] == ["a", "b"]
    assert record["runs"][0]["recipe"]["batch"] == "50"
    assert len(record["runs"][0]["epochs"]) == 3
    assert record["tests"][0]["only_other"] == 40
    assert record["tests"][0]["more_than_chance"] is True


def test_all_are_asked_what_none_has_seen(make):
    contenders = [make("a", 2), make("b", 4)]
    assert [each.name for each in common_frames(contenders)] == ["mnist-test"]
    held = {"mnist-train, held back": 10 * A_CLASS}
    unseen = [
        replace(each, card=replace(each.card, training={"frames": held})) for each in contenders
    ]
    names = [(each.name, len(each)) for each in common_frames(unseen)]
    assert names == [("mnist-train, held back", 5_000), ("mnist-test", 10_000)]
    assert len(common_frames([*unseen, contenders[0]])) == 1


def test_the_page_holds_curves_recipe_figures_and_tests(make, frames):
    text = html(compare([make("a", 2), make("b<i>", 4, seed=1)], [frames]))
    assert text.count("<svg") == 2
    assert "b&lt;i&gt; is better (40 against 0)" in text
    assert "<i>" not in text.partition("</style>")[2]
    assert "<script" not in text


def test_the_same_recipe_and_no_curves_are_a_page_too(card):
    alone = Contender("one", None, card, None)
    text = html(compare([alone, replace(alone, name="two")], []))
    assert "<p>Nothing.</p>" in text
    assert "<svg" not in text
