import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitink.evaluate.curves import Curve, accuracies, apart, losses, round_values

PLACES = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=8)


@given(PLACES)
def test_labels_end_up_in_their_order_and_apart(places):
    moved = apart(places, 10)
    order = np.argsort(places, kind="stable")
    assert (np.diff(np.array(moved)[order]) >= 10 - 1e-6).all()


@given(PLACES)
def test_labels_that_are_apart_stay(places):
    spread = [1_000 * i + place / 10 for i, place in enumerate(places)]
    assert apart(spread, 10) == pytest.approx(spread)


def test_two_that_meet_give_way_alike():
    assert apart([5, 5], 10) == [0, 10]


@given(st.floats(-6, 2), st.floats(0.01, 4))
def test_round_values_lie_within_and_apart(low, reach):
    found = round_values(low, low + reach)
    logarithms = np.log10(found)
    assert (logarithms >= low - 1e-9).all()
    assert (logarithms <= low + reach + 1e-9).all()
    assert (np.diff(logarithms) > reach / 7 - 1e-9).all()


def test_round_values_are_round():
    assert round_values(-2, 0) == pytest.approx([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1])


def curve(values, label="validation"):
    return Curve(label, np.arange(1, len(values) + 1), np.array(values))


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_losses_name_their_curves_and_epochs():
    found = texts(losses("a", "b", [curve([1, 0.1]), curve([2, 0.05], "training")]))
    assert {"1", "2", "epoch", "loss, nats", "validation", "training"} <= set(found)


@pytest.mark.parametrize("values", [[0.9, 0.99, 0.995], [1.0], [1.0, 0.5], [0.0, 0.0]])
def test_accuracies_of_any_kind_are_drawn(values):
    found = texts(accuracies("a", "b", [curve(values)]))
    assert ("100" in found) == (1.0 in values)
    assert "accuracy, %" in found


def test_the_accuracies_marked_are_accuracies():
    found = texts(accuracies("a", "b", [curve([0.8, 0.999])]))
    assert {"90", "99", "99.9"} <= set(found)


def test_a_loss_of_zero_is_drawn():
    assert losses("a", "b", [curve([1.0, 0.0])])


def test_a_long_name_leaves_the_plot_its_room():
    assert losses("a", "b", [curve([1.0, 0.5], "name" * 50)])
