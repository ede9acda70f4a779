"""Undo, redo and clear, against a list of all states that a pad was ever in."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from digitink.desktop.pad import STEP, Pad


def point(x, y=0.0):
    return (x, y, 0.0, 0.5)


class PadMachine(RuleBasedStateMachine):
    """States as they were, and where among them the pad is."""

    def __init__(self):
        super().__init__()
        self.pad = Pad()
        self.states = [()]
        self.now = 0
        self.count = 0

    def _went_on_to(self, state):
        self.states = [*self.states[: self.now + 1], state]
        self.now += 1

    @rule(points=st.integers(1, 4))
    def draw(self, points):
        self.count += 1
        stroke = tuple(point(10 * i, self.count) for i in range(points))
        self.pad.begin("mouse", stroke[0])
        for each in stroke[1:]:
            assert self.pad.move("mouse", each)
        assert self.pad.end("mouse")
        self._went_on_to((*self.states[self.now], stroke))

    @rule()
    def clear(self):
        self.pad.clear()
        if self.states[self.now]:
            self._went_on_to(())

    @rule()
    def undo(self):
        self.pad.undo()
        self.now = max(self.now - 1, 0)

    @rule()
    def redo(self):
        self.pad.redo()
        self.now = min(self.now + 1, len(self.states) - 1)

    @invariant()
    def it_is_where_it_should_be(self):
        assert self.pad.strokes == self.pad.finished == self.states[self.now]
        assert self.pad.empty is (not self.states[self.now])
        assert self.pad.can_undo is (self.now > 0)
        assert self.pad.can_redo is (self.now < len(self.states) - 1)


TestPad = PadMachine.TestCase


def test_two_pens_draw_at_once():
    pad = Pad()
    pad.begin("a", point(0))
    pad.begin("b", point(100))
    pad.move("a", point(10))
    pad.move("b", point(110))
    assert [len(points) for points in pad.growing] == [2, 2]
    pad.end("b")
    pad.end("a")
    assert [stroke[0][0] for stroke in pad.finished] == [100, 0]


def test_a_pen_whose_end_was_missed_starts_anew():
    pad = Pad()
    pad.begin("mouse", point(0))
    pad.begin("mouse", point(50))
    assert len(pad.finished) == 1
    assert len(pad.growing) == 1


def test_undo_takes_back_a_stroke_that_still_grows():
    pad = Pad()
    pad.begin("mouse", point(0))
    assert pad.can_undo
    pad.undo()
    assert pad.empty
    assert not pad.move("mouse", point(10))
    pad.redo()
    assert pad.finished == ((point(0),),)


def test_a_pen_that_hardly_moved_has_not_moved():
    pad = Pad()
    pad.begin("mouse", point(0))
    assert not pad.move("mouse", point(STEP / 2))
    assert pad.move("mouse", point(STEP))


def test_a_pointer_that_is_not_down_draws_nothing():
    pad = Pad()
    assert not pad.move("mouse", point(9))
    assert not pad.end("mouse")
    assert pad.empty
