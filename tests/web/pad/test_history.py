"""Undo and redo against a plain model: a list of all inks there were, and where one is in it."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

pytestmark = pytest.mark.browser

across = st.integers(5, 290)
way = st.lists(st.tuples(across, across), min_size=2, max_size=4)
ink = st.lists(st.lists(st.tuples(across, across), min_size=1, max_size=3), max_size=3)


def far_apart(points):
    """The points that a pen has moved to: it has not moved where two are the same."""
    return [points[0], *(b for a, b in pairwise(points) if a != b)]


class Model(RuleBasedStateMachine):
    """The pad beside the list `inks`; the pad shows the ink number `now`."""

    board = None

    def __init__(self):
        super().__init__()
        self.board.run("location.reload()")
        self.board.page.wait_for_function("window.pad?.scale")
        self.inks = [[]]
        self.now = 0

    def step(self, ink):
        if ink or self.inks[self.now]:
            self.inks[self.now + 1 :] = [ink]
            self.now += 1

    @rule(points=way)
    def draw_with_the_mouse(self, points):
        self.board.draw(points)
        self.step([*self.inks[self.now], far_apart(points)])

    @rule(points=way)
    def draw_with_the_pen(self, points):
        self.board.pen(points)
        self.step([*self.inks[self.now], far_apart(points)])

    @rule(points=way)
    def undo_while_drawing(self, points):
        self.board.draw(points, up=False)
        self.board.run("pad.undo()")
        self.board.mouse("mouseReleased", points[-1], buttons=0)
        self.step([*self.inks[self.now], far_apart(points)])
        self.now -= 1

    @rule(points=way)
    def clear_while_drawing(self, points):
        self.board.draw(points, up=False)
        self.board.page.keyboard.press("Delete")
        self.board.run("pad.clear()")
        self.board.mouse("mouseReleased", points[-1], buttons=0)
        self.step([*self.inks[self.now], far_apart(points)])
        self.step([])

    @rule()
    def undo(self):
        self.board.run("pad.undo()")
        self.now = max(self.now - 1, 0)

    @rule()
    def redo(self):
        self.board.run("pad.redo()")
        self.now = min(self.now + 1, len(self.inks) - 1)

    @rule()
    def clear(self):
        self.board.run("pad.clear()")
        self.step([])

    @rule(strokes=ink)
    def load(self, strokes):
        self.board.run("strokes => pad.load(strokes)", strokes)
        self.step(strokes)

    @rule(strokes=ink.filter(bool))
    def add(self, strokes):
        self.board.run("strokes => pad.add(strokes)", strokes)
        self.step([*self.inks[self.now], *strokes])

    @invariant()
    def the_pad_shows_what_the_model_says(self):
        ink, undo, redo, drawn = self.board.run(
            """() => [pad.strokes, pad.canUndo, pad.canRedo,
                pad.strokes.every(([[x, y]]) => alpha(x, y) === 255)]"""
        )
        assert [[(x, y) for x, y, *_ in points] for points in ink] == self.inks[self.now]
        assert undo == (self.now > 0)
        assert redo == (self.now < len(self.inks) - 1)
        assert drawn


def test_undo_and_redo_follow_the_model(board):
    Model.board = board()
    run_state_machine_as_test(
        Model,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_each_step_calls_onchange_once_and_none_that_does_nothing(board):
    page = board()
    for script in ("undo()", "redo()", "clear()", "load([])", "add([])", "mark([])"):
        page.run(f"pad.{script}")
    assert page.run("changes") == 0
    for script in ("load([[[9, 9]]])", "add([[[30, 9]]])", "undo()", "redo()", "clear()"):
        page.run(f"changes = 0; pad.{script}")
        assert page.run("changes") == 1


@pytest.mark.parametrize(
    ("strokes", "complaint"),
    [
        ("null", "the strokes are no list"),
        ("{strokes: []}", "the strokes are no list"),
        ("[7]", "strokes[0] is no list of points"),
        ("[[[1, 2]], [[1, 2], 'ab']]", "strokes[1][1] is no point"),
        ("[[[1]]]", "strokes[0][0] is no point"),
        ("[[[1, 2, 3, 4, 5]]]", "strokes[0][0] is no point"),
        ("[[[1, '2']]]", "strokes[0][0].y is no number"),
        ("[[[NaN, 2]]]", "strokes[0][0].x is no number"),
        ("[[[1e10, 2]]]", "strokes[0][0].x is no number up to 1000000000"),
        ("[[[1, 2, Infinity]]]", "strokes[0][0].t is no number"),
        ("[[[1, 2, 3, null]]]", "strokes[0][0].pressure is no number"),
    ],
)
def test_what_is_no_ink_is_named_and_nothing_is_lost(board, strokes, complaint):
    page = board()
    page.draw([(10, 10), (50, 50)])
    before = page.strokes
    for name in ("load", "add"):
        said = page.run(
            f"() => {{ try {{ pad.{name}({strokes}) }} catch (e) {{ return e.message }} }}"
        )
        assert said.startswith(complaint)
        assert page.strokes == before


def test_loaded_ink_is_a_copy_with_time_and_pressure(board):
    page = board()
    page.run("window.given = [[[1, 2], [3, 4]], [], [[5, 6, 70], [8, 9, 90]], [[1, 1, 5, 0.9]]]")
    page.run("pad.load(given); given[0][0][0] = 99")
    assert page.strokes == [
        [[1, 2, 0, 0.5], [3, 4, 8, 0.5]],
        [[5, 6, 70, 0.5], [8, 9, 90, 0.5]],
        [[1, 1, 5, 0.9]],
    ]
