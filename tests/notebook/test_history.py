"""What was written before, for undo."""

from hypothesis import given
from hypothesis import strategies as st

from digitink.ink import Ink
from digitink.notebook.history import DEEPEST, History

A, B = [(0.0, 0.0), (5.0, 9.0)], [(7.0, 1.0)]


def test_nothing_before_the_first_step():
    assert History().back(Ink([])) is None


def test_step_by_step_back():
    history = History()
    for strokes in ([A], [A, B], []):  # two strokes, and a clear
        history.step(Ink(strokes))
    for ink, before in [([], [A, B]), ([A, B], [A]), ([A], [])]:
        assert history.back(Ink(ink)) == Ink(before)
    assert history.back(Ink([])) is None


def test_a_clear_after_the_first_stroke_is_a_step():
    for by_view in (False, True):
        history = History()
        history.step(Ink([A]), by_view=by_view)
        history.step(Ink([]), by_view=by_view)
        assert history.back(Ink([])) == Ink([A])


def test_ink_that_is_set_is_a_step_though_it_was_there_before():
    history = History()
    for strokes in ([A], [B], [A]):
        history.step(Ink(strokes))
    assert history.back(Ink([A])) == Ink([B])


def test_a_view_takes_steps_back_itself():
    history = History()
    for strokes in ([A], [A, B], [A]):
        history.step(Ink(strokes), by_view=True)
    assert history.back(Ink([A])) == Ink([])


def test_ink_that_is_still_being_drawn_is_a_step_of_its_own():
    history = History()
    history.step(Ink([A]))
    assert history.back(Ink([A, B])) == Ink([A])
    assert history.back(Ink([A])) == Ink([])


def test_the_same_again_is_no_step():
    history = History()
    history.step(Ink([A]))
    history.step(Ink([A]))
    assert history.back(Ink([A])) == Ink([])


def test_only_so_many_are_kept():
    history = History()
    for i in range(DEEPEST + 10):
        history.step(Ink([[(i, i)]]))
    ink, steps = Ink([[(DEEPEST + 9, DEEPEST + 9)]]), 0
    while (before := history.back(ink)) is not None:
        ink, steps = before, steps + 1
    assert steps == DEEPEST


@given(st.lists(st.integers(0, 40), max_size=30, unique=True))
def test_undo_leads_through_all_that_was_written(numbers):
    inks = [Ink([]), *(Ink([[(number, number)]]) for number in numbers)]
    history = History()
    for ink in inks[1:]:
        history.step(ink)
    for ink, before in zip(inks[::-1], inks[-2::-1], strict=False):
        assert history.back(ink) == before
