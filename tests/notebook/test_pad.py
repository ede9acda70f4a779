"""The pad as Python has it: what is written on it comes as messages, as a front end sends them."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import traitlets

from digitink import Ink, read
from digitink.errors import InputError, MissingExtra, ModelError
from digitink.notebook import DigitPad

ONE = [[20, 10], [20, 40], [20, 90]]
SEVEN = [[60, 10], [90, 12], [110, 10], [90, 50], [75, 95]]
FOUR = [[[160, 10], [140, 60], [185, 58]], [[170, 40], [168, 95]]]


def reading_of(*strokes):
    return read(Ink(strokes))


def test_a_new_pad_is_empty(pad, front):
    assert (pad.text, len(pad.reading.digits), pad.ink) == ("", 0, Ink([]))
    assert (pad.frames.shape, pad.frames.dtype) == ((0, 28, 28), np.float32)
    assert front.strokes == []
    assert front.text == ""
    assert repr(pad) == "DigitPad('')"


def test_it_follows_the_pen(pad, front):
    assert front.write([ONE]) == {"to": "a view 1"}
    assert pad.ink == Ink([ONE])
    assert pad.reading == reading_of(ONE)
    assert (pad.text, repr(pad)) == ("1", "DigitPad('1')")
    assert (pad.frames.shape, pad.frames.dtype) == ((1, 28, 28), np.float32)
    assert 0 <= pad.frames.min() < pad.frames.max() <= 1
    front.write([ONE, SEVEN, *FOUR])
    assert pad.text == "174"
    assert pad.frames.shape == (3, 28, 28)


def test_time_and_pressure_come_along(pad, front):
    front.write([[[0, 0, 0, 0.5], [0, 50, 12.5, 0.25]]])
    assert pad.ink.strokes[0].tolist() == [[0, 0, 0, 0.5], [0, 50, 12.5, 0.25]]


def test_what_a_view_shows_is_state(pad, front):
    front.write([ONE, *FOUR])
    answer = front.state["_answer"]
    assert answer["reading"] == json.loads(json.dumps(pad.reading.to_dict()))
    assert [len(frame) for frame in answer["frames"]] == [1048, 1048]  # 784 bytes in base64
    assert answer["strokes"] == [[0], [1, 2]]
    assert (answer["model"], answer["personal"]) == ("everyday", False)
    assert answer["ms"] > 0
    assert front.state["_drawn"]["author"] == front.name


def test_observers_are_called_when_all_belongs_together(pad, front):
    seen = []

    def look(change):
        seen.append(change["name"])
        assert pad.ink == Ink([ONE])
        assert pad.text == pad.reading.text == front.text == "1"
        assert len(pad.frames) == 1

    pad.observe(look, ["ink", "reading", "text", "frames"])
    front.write([ONE])
    assert sorted(seen) == ["frames", "ink", "reading", "text"]


def test_observers_hear_of_changes_only(pad, front):
    front.write([ONE])
    seen = []
    pad.observe(seen.append, ["ink", "reading", "text", "frames"])
    front.write([ONE])
    assert seen == []
    front.write([[[x + 100, y] for x, y in ONE]])
    assert sorted(change["name"] for change in seen) == ["ink", "reading"]  # another box, only


def test_ink_set_from_python_is_shown_and_read(pad, front):
    pad.ink = Ink(FOUR)
    assert pad.text == front.text == "4"
    assert front.strokes == [[list(map(float, point)) for point in stroke] for stroke in FOUR]
    assert front.state["_drawn"]["author"] == ""


def test_nothing_but_ink_can_be_set(pad):
    for name in ("reading", "text", "frames"):
        with pytest.raises(traitlets.TraitError, match="read-only"):
            setattr(pad, name, getattr(pad, name))
    with pytest.raises(traitlets.TraitError):
        pad.ink = [[(0, 0)]]


def test_ink_that_cannot_be_read_changes_nothing(pad, front):
    pad.ink = Ink([ONE])
    bars = [[(x, y), (x, y + 20)] for x in range(0, 1600, 40) for y in range(0, 1600, 80)]
    with pytest.raises(InputError, match="at most"):
        pad.ink = Ink(bars)
    assert pad.ink == Ink([ONE])
    assert pad.text == front.text == "1"
    assert "at most" in front.write(bars)["error"]["message"]
    assert pad.ink == Ink([ONE])


def test_ink_upon_what_is_not_there_any_more_is_not_taken(pad, front):
    front.write([ONE])
    turn = front.state["_drawn"]["turn"]
    pad.clear()
    assert front.write([ONE, SEVEN], turn=turn) == {"to": "a view 1", "stale": True}
    assert pad.ink == Ink([])
    assert front.write([SEVEN]) == {"to": "a view 1"}
    assert pad.text == "7"


def test_two_views_take_turns(pad, front):
    front.write([ONE], author="left")
    turn = front.state["_drawn"]["turn"]
    front.write([ONE, SEVEN], author="left")
    assert front.state["_drawn"]["turn"] == turn  # it goes on writing
    front.write([ONE, SEVEN, *FOUR], author="right")
    assert (front.state["_drawn"]["author"], front.state["_drawn"]["turn"]) == ("right", turn + 1)
    assert front.write([ONE], author="left", turn=turn)["stale"]
    assert pad.text == "174"


def test_an_observer_may_change_the_ink(pad, front):
    def wipe(change):
        if change["new"] == "1":
            pad.clear()

    pad.observe(wipe, "text")
    turn = front.state["_drawn"]["turn"]
    front.write([ONE])
    assert (pad.text, front.text, front.strokes) == ("", "", [])
    assert front.state["_drawn"]["author"] == ""  # so that the view shows it
    assert front.state["_drawn"]["turn"] == turn + 2


def test_undo_and_clear(pad, front):
    front.write([ONE[:2]], at_rest=False)
    front.write([ONE], at_rest=False)
    front.write([ONE], at_rest=True)  # lifted where it was
    front.write([ONE, SEVEN])
    pad.clear()
    for text in ("17", "1", "", ""):
        pad.undo()
        assert pad.text == front.text == text


def test_a_clear_of_the_first_ink_is_taken_back(pad):
    pad.ink = Ink([ONE])
    pad.clear()
    pad.undo()
    assert pad.text == "1"


def test_undo_takes_back_a_stroke_that_is_being_drawn(pad, front):
    front.write([ONE])
    front.write([ONE, SEVEN[:3]], at_rest=False)
    pad.undo()
    assert pad.ink == Ink([ONE])


def test_single_reads_all_as_one_digit(pad, front):
    front.write([ONE, *FOUR])
    pad.single = True
    assert len(pad.reading.digits) == len(pad.frames) == 1
    pad.single = False
    assert pad.text == front.text == "14"
    assert DigitPad(single=True).single


def test_its_size(pad, front):
    assert front.state["width"] is None
    pad.width = 420
    assert front.state["width"] == 420
    with pytest.raises(traitlets.TraitError):
        DigitPad(width=20)
    with pytest.raises(traitlets.TraitError):
        DigitPad(height=20)


def test_its_model(front):
    assert DigitPad("mnist")
    with pytest.raises(ModelError, match="no model named 'nobody'"):
        DigitPad("nobody")


def test_a_pad_leaves_nothing_in_the_home(pad, front):
    front.write([ONE])
    assert list(Path.home().rglob("*")) == []


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "read",
        7,
        {},
        {"ask": "nothing known"},
        {"ask": "read"},
        {"ask": "read", "ink": [], "author": "a", "turn": 0, "at_rest": True},
        {"ask": "read", "ink": "{", "author": "a", "turn": 1, "at_rest": True},
        {"ask": "read", "ink": "[[[1, null]]]", "author": "a", "turn": 1, "at_rest": True},
        {"ask": "read", "ink": "[" * 100_000, "author": "a", "turn": 1, "at_rest": True},
        {"ask": "read", "ink": " " * 5_000_000, "author": "a", "turn": 1, "at_rest": True},
        {"ask": "read", "ink": "[]", "author": None, "turn": 1, "at_rest": True},
        {"ask": "teach", "label": 7},
        {"ask": "teach", "label": 77, "strokes": [0]},
        {"ask": "teach", "label": 7, "strokes": [[]]},
        {"ask": "teach", "label": 7, "strokes": "0"},
        {"ask": "forget", "number": "all"},
    ],
)
def test_every_bad_message_has_an_answer(pad, front, message):
    front.write([ONE])
    answer = front.ask(message)
    assert answer["to"] is None
    assert answer["error"]["message"]
    assert pad.ink == Ink([ONE])
    assert pad.text == front.text == "1"
    front.write([ONE, SEVEN])
    assert pad.text == "17"


def test_an_observer_that_fails_is_named_and_harms_nothing(pad, front, caplog):
    def fail(change):
        raise KeyError("my own mistake")

    pad.observe(fail, "text")
    with caplog.at_level(logging.WARNING):
        error = front.write([ONE])["error"]
    assert error["message"] == "KeyError: 'my own mistake'"
    assert "observes" in error["hint"]
    assert "my own mistake" in caplog.text
    assert pad.text == front.text == "1"
    pad.unobserve(fail, "text")
    assert front.write([ONE, SEVEN]) == {"to": "a view 1"}
    assert pad.text == "17"


def test_without_anywidget_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    for name in [name for name in sys.modules if name.startswith("digitink.notebook")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingExtra, match=r'pip install "digitink\[notebook\]"'):
        import digitink.notebook  # noqa: F401


def test_it_loads_no_torch():
    code = "import sys, digitink.notebook; print('torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
