"""The store does what a list would do, whoever has it open."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from digitink import limits
from digitink.errors import HandError, InkError
from digitink.hand.store import Kept, Store
from digitink.ink import Ink

coordinates = st.integers(-100, 100).map(float)
few = st.just(Ink([[(0, 9)]]))  # so that some are the same
inks = few | st.builds(
    Ink, st.lists(st.lists(st.tuples(coordinates, coordinates), min_size=1), min_size=1)
)


class Against(RuleBasedStateMachine):
    """A store, opened twice, against a plain list."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "hand.db"
        self.stores = [Store(path), Store(path)]
        self.expected = []  # (number, label, ink)
        self.verdicts = {}
        self.enabled = True
        self.highest = 0

    def teardown(self):
        self.folder.cleanup()

    @rule(ink=inks, label=st.integers(0, 9), which=st.integers(0, 1))
    def add(self, ink, label, which):
        number = self.stores[which].add(ink, label)
        assert number > self.highest  # a number is never given twice
        self.highest = number
        others = [one for one in self.expected if one[2] != ink]
        if others != self.expected:
            self.expected = others
            self.removed()
        self.expected.append((number, label, ink))

    @rule(which=st.integers(0, 1))
    def pop(self, which):
        found = self.stores[which].pop()
        if not self.expected:
            assert found is None
            return
        assert (found.id, found.label, found.ink) == self.expected.pop()
        self.removed()

    @rule(number=st.integers(0, 12), which=st.integers(0, 1))
    def remove(self, number, which):
        there = [one for one in self.expected if one[0] == number]
        assert self.stores[which].remove(number) == bool(there)
        self.expected = [one for one in self.expected if one[0] != number]
        if there:
            self.removed()

    @rule(which=st.integers(0, 1))
    def remove_all(self, which):
        assert self.stores[which].remove_all() == len(self.expected)
        self.expected = []
        self.removed()

    @rule(enabled=st.booleans(), which=st.integers(0, 1))
    def enable(self, enabled, which):
        self.stores[which].enable(enabled)
        self.enabled = enabled

    @rule(number=st.integers(0, 12), refusal=st.sampled_from(["", "no"]))
    def judge(self, number, refusal):
        self.stores[0].judge("model", {number: refusal})
        if number in [one[0] for one in self.expected]:
            self.verdicts[number] = refusal

    def removed(self):
        left = {one[0] for one in self.expected}
        self.verdicts = {n: why for n, why in self.verdicts.items() if n in left and not why}

    @invariant()
    def all_agree(self):
        for store in self.stores:
            kept = store.kept("model")
            found = [(one.id, one.label, one.ink) for one in kept.corrections]
            assert found == self.expected
            assert kept.verdicts == self.verdicts
            assert kept.enabled == self.enabled
            assert store.kept("another").verdicts == {}


TestAgainstAList = Against.TestCase
TestAgainstAList.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "hand.db")


INK = Ink([[(0, 0), (3, 40)]])
OTHER = Ink([[(0, 0), (4, 40)]])


def test_points_keep_their_time_and_pressure(store):
    ink = Ink([[(0.25, 0, 17, 0.5), (3, 40, 18, 1)]])
    store.add(ink, 1)
    assert store.kept().corrections[0].ink == ink


def test_as_many_as_are_kept(store, monkeypatch):
    monkeypatch.setattr(limits, "CORRECTIONS", 2)
    store.add(INK, 1)
    store.add(OTHER, 1)
    assert store.add(OTHER, 2)  # in the place of what was said of it before
    with pytest.raises(HandError, match="holds 2 corrections, as many as are kept; forget some"):
        store.add(Ink([[(3, 3)]]), 1)


def test_ink_that_could_not_be_opened_again_is_not_kept(store, monkeypatch):
    monkeypatch.setattr(limits, "INK_BYTES", 60)
    store.add(INK, 1)
    with pytest.raises(InkError, match="bytes; at most 60 are kept"):
        store.add(Ink([[(0.123456, 0.123456), (7, 8), (9, 10), (11, 12), (13, 14)]]), 1)
    assert len(store.kept().corrections) == 1


def test_of_a_verdict_on_what_is_gone_nothing_is_kept(store):
    gone, left = store.add(INK, 1), store.add(OTHER, 2)
    store.remove(gone)
    store.judge("model", {gone: "", left: "it contradicts what was taught before"})
    assert store.kept("model").verdicts == {}
    store.judge("model", {left: ""})
    assert store.kept("model").verdicts == {left: ""}


@pytest.mark.parametrize("number", [-1, 0, 2, 2**63 - 1, 2**63, 2**70])
def test_there_is_none_of_that_number(store, number):
    assert store.add(INK, 1) == 1
    assert not store.remove(number)
    assert len(store.kept().corrections) == 1


def test_the_stamp_changes_with_the_file(store):
    assert store.stamp() is None
    store.add(INK, 1)
    stamps = [store.stamp()]
    for change in (lambda: store.add(INK, 2), store.pop, lambda: store.enable(False)):
        change()
        stamps.append(store.stamp())
    assert len(set(stamps)) == len(stamps)


def test_nothing_is_kept_where_there_is_no_file(store):
    assert store.kept() == Kept()
    assert (store.pop(), store.remove(1), store.remove_all()) == (None, False, 0)
    assert not store.path.exists()
