"""What a pad is asked, by Python or by a view of it: to learn, and to let one look inside."""

import numpy as np
import pytest

from digitink import Ink, read
from digitink.errors import InputError, UsageError
from digitink.frame import decoded
from digitink.hand import Hand
from digitink.inside import look
from digitink.notebook import DigitPad

ONE = [[20, 10], [20, 40], [20, 90]]
SEVEN = [[60, 10], [90, 12], [110, 10], [90, 50], [75, 95]]
FOUR = [[[160, 10], [140, 60], [185, 58]], [[170, 40], [168, 95]]]


def odd(tmp_path):
    """A pad that learns into a file of the test; what is on it may be somebody's 7."""
    pad = DigitPad(hand=Hand(tmp_path / "hand.db"))
    pad.ink = Ink([ONE])
    return pad


def test_teach(front, tmp_path):
    pad = odd(tmp_path)
    taught = pad.teach(7)
    (kept,) = pad.hand.corrections()
    assert (kept.id, kept.label, kept.ink) == (taught.id, 7, Ink([ONE]))
    assert front.state["_answer"]["personal"] is taught.applied
    (digit,) = front.state["_answer"]["reading"]["lines"][0]["digits"]
    assert digit["yours"] == 7  # whether it is applied or not
    pad.forget(taught.id)
    assert pad.hand.corrections() == []
    (digit,) = front.state["_answer"]["reading"]["lines"][0]["digits"]
    assert "yours" not in digit
    assert pad.reading == read(Ink([ONE]))


def test_teach_one_of_several(front, tmp_path):
    pad = odd(tmp_path)
    with pytest.raises(UsageError, match=r"there is no digit 1; the pad has 1, from 0 on"):
        pad.teach(7, digit=1)
    pad.ink = Ink([ONE, *FOUR])
    with pytest.raises(UsageError, match=r"there are 2 digits on the pad; say which: "):
        pad.teach(9)
    pad.teach(9, digit=1)
    (kept,) = pad.hand.corrections()
    assert kept.ink == Ink(FOUR)
    pad.clear()
    with pytest.raises(UsageError, match="there are 0 digits"):
        pad.teach(9)
    with pytest.raises(UsageError, match="there is no digit 0"):
        pad.teach(9, digit=0)


@pytest.mark.parametrize("label", [10, -1, "7", True, None])
def test_teach_digits_only(front, tmp_path, label):
    pad = odd(tmp_path)
    with pytest.raises(InputError, match="expected a digit 0 to 9"):
        pad.teach(label)
    assert pad.hand.corrections() == []


def test_a_view_teaches_and_forgets(front, tmp_path):
    pad = odd(tmp_path)
    answer = front.ask({"id": 1, "ask": "teach", "label": 7, "strokes": [0]})
    assert answer.keys() == {"to", "id", "applied", "why"}
    assert len(pad.hand.corrections()) == 1
    gone = front.ask({"id": 2, "ask": "teach", "label": 7, "strokes": [0, 1]})
    assert gone["error"]["message"] == "that digit is not there any more"
    assert front.ask({"id": 3, "ask": "forget", "number": answer["id"]}) == {"to": 3}
    assert pad.hand.corrections() == []


def test_a_hand_that_cannot_be_written_is_said(front, tmp_path):
    (tmp_path / "hand.db").write_text("not a database")
    pad = odd(tmp_path)
    assert pad.text == "1"
    answer = front.ask({"id": 1, "ask": "teach", "label": 7, "strokes": [0]})
    assert "hand.db" in answer["error"]["message"]


def test_a_look_inside(pad, front):
    front.write([SEVEN])
    seen = pad.inside()
    assert (seen.digit, seen.attribution.shape) == (7, (28, 28))
    assert np.array_equal(seen.frame, pad.frames[0])
    assert seen.probability == pytest.approx(pad.reading.digits[0].probability)
    front.write([ONE, SEVEN])
    assert [pad.inside(digit).digit for digit in (0, 1)] == [1, 7]
    with pytest.raises(UsageError, match="there are 2 digits on the pad; say which"):
        pad.inside()
    with pytest.raises(UsageError, match="there is no digit 2"):
        pad.inside(2)
    pad.clear()
    with pytest.raises(UsageError, match="there are 0 digits"):
        pad.inside()


def test_a_view_looks_inside(pad, front):
    front.write([SEVEN])
    (frame,) = front.state["_answer"]["frames"]
    answer = front.ask({"id": "a view 1", "ask": "look", "frame": frame, "digit": 7})
    assert answer.pop("to") == "a view 1"
    assert answer == look(decoded(frame), digit=7).to_dict()
    answer = front.ask({"id": "a view 1", "ask": "look", "frame": "AAAA", "digit": 7})
    assert answer["error"]["message"] == "that is no frame"
