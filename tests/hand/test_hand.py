"""What a person teaches is followed at once, costs nothing else, and can be taken back."""

import json
import logging
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from numpy.random import RandomState

from digitink import classify, data, load_model, read
from digitink.data.pens import warped
from digitink.data.split import stratified
from digitink.errors import DataError, HandError, InkError, InputError, OutputError, UsageError
from digitink.evaluate import metrics
from digitink.hand import Hand
from digitink.hand.store import Store
from digitink.ink import Ink

# Ways to write digits that the model does not know, or not well.
ROOF_SEVEN = Ink([[(0, 0), (20, 0)], [(10, 0), (10, 30)]])  # as a T
BENT_THREE = Ink([[(16, 0), (0, 0), (0, 24), (16, 24)], [(0, 12), (14, 12)]])  # as an E
LAMBDA_SEVEN = Ink([[(0, 0), (10, 15), (20, 30)], [(10, 15), (0, 30)]])
PLUS_FOUR = Ink([[(0, 15), (20, 15)], [(10, 0), (10, 30)]])
MOVED_FOUR = Ink([[(5, 15), (25, 15)], [(15, 0), (15, 30)]])  # of the same pixels


def drawn(ink, count, seed=0):
    """As the same hand draws it again and again."""
    random = RandomState(seed)
    return [warped(ink, random) for _ in range(count)]


def texts(inks, model):
    return [read(ink, single=True, model=model).text for ink in inks]


@pytest.fixture(scope="module")
def model():
    return load_model("everyday")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "hand.db"


@pytest.fixture
def hand(path):
    return Hand(path)


@pytest.mark.parametrize(
    ("name", "ink", "label"),
    [
        ("everyday", LAMBDA_SEVEN, 7),
        ("everyday", PLUS_FOUR, 4),
        ("everyday", BENT_THREE, 3),  # which has hardly any features
        ("mnist", LAMBDA_SEVEN, 7),
    ],
)
def test_an_odd_digit_is_read_after_three_corrections(hand, name, ink, label):
    model = load_model(name)
    misread = [one for one in drawn(ink, 12) if texts([one], model) != [str(label)]]
    taught, siblings = misread[:3], drawn(ink, 10, seed=1)
    assert texts(siblings, hand.personal(model)).count(str(label)) <= 5
    for one in taught:
        assert hand.teach(one, label, model=model).applied
        assert texts([one], hand.personal(model)) == [str(label)]  # at once
    assert texts(siblings, hand.personal(model)).count(str(label)) >= 9


def test_nothing_is_forgotten(hand, model):
    """MNIST's digits held back are as before: how many are right, how sure, how calibrated."""
    for ink, label in ((ROOF_SEVEN, 7), (LAMBDA_SEVEN, 7), (PLUS_FOUR, 4)):
        for one in drawn(ink, 3):
            hand.teach(one, label, model=model)
    mnist = data.mnist("train")
    _, held_back = stratified(mnist.labels)
    images, labels = mnist.images[held_back], mnist.labels[held_back]
    before, after = (classify(images, model=m) for m in (model, hand.personal(model)))
    assert hand.personal(model).personal
    right = [metrics.accuracy(p.argmax(axis=1), labels) for p in (before, after)]
    assert right[0] - right[1] <= 0.001
    unsure = [(p.max(axis=1) < model.card.unsure_below).mean() for p in (before, after)]
    assert unsure[1] - unsure[0] < 0.01
    assert metrics.calibration_error(after.astype(float), labels) < 0.01


def test_what_is_no_digit_stays_unsure(hand, model):
    """However odd the digits that are taught: letters and scribbles do not become them."""
    capitals = [
        Ink([[(0, 30), (10, 0), (20, 30)], [(4, 18), (16, 18)]]),  # A
        Ink([[(0, 0), (0, 30)], [(18, 0), (0, 15), (18, 30)]]),  # K
        Ink([[(0, 0), (0, 30)], [(18, 0), (18, 30)], [(0, 15), (18, 15)]]),  # H
        Ink([[(0, 30), (0, 0), (10, 15), (20, 0), (20, 30)]]),  # M
        Ink([[(0, 0), (20, 12), (3, 25), (12, 2), (17, 28), (0, 10), (20, 20), (5, 5)]]),
    ]
    letters = [one for ink in capitals for one in drawn(ink, 4)]

    def unsure():
        return sum(read(one, single=True, model=hand.personal(model)).unsure for one in letters)

    before = unsure()
    for ink, label in ((ROOF_SEVEN, 7), (PLUS_FOUR, 4)):
        for one in drawn(ink, 3):
            hand.teach(one, label, model=model)
    assert unsure() >= before - 1 > len(letters) / 2


def test_nothing_taught_is_the_model_itself(hand, model, path):
    assert hand.personal(model) is model
    assert hand.corrections() == []
    assert hand.undo() is None
    assert hand.enabled
    assert not path.exists()


def test_one_ink_cannot_be_two_digits(hand, model):
    first = hand.teach(PLUS_FOUR, 4, model=model)
    second = hand.teach(MOVED_FOUR, 1, model=model)
    assert (first.applied, second.applied) == (True, False)
    assert second.why.startswith("kept but not applied: it contradicts what was taught")
    assert texts([PLUS_FOUR], hand.personal(model)) == ["4"]
    assert [(one.label, one.applied) for one in hand.corrections(model)] == [(4, True), (1, False)]
    assert hand.forget(first.id)
    assert [(one.label, one.applied) for one in hand.corrections(model)] == [(1, True)]
    assert texts([MOVED_FOUR], hand.personal(model)) == ["1"]


def test_the_last_word_on_an_ink_holds(hand, model):
    hand.teach(PLUS_FOUR, 1, model=model)
    assert hand.teach(PLUS_FOUR, 4, model=model).applied
    assert texts([PLUS_FOUR], hand.personal(model)) == ["4"]
    assert [(one.label, one.applied) for one in hand.corrections(model)] == [(4, True)]


def test_taken_back_it_is_as_before(hand, model):
    before = classify(np.zeros((1, 28, 28)), model=model)
    hand.teach(ROOF_SEVEN, 7, model=model)
    hand.teach(PLUS_FOUR, 4, model=model)
    undone = hand.undo()
    assert (undone.label, undone.ink) == (4, PLUS_FOUR)
    assert texts([ROOF_SEVEN], hand.personal(model)) == ["7"]
    assert hand.forget_all() == 1
    assert hand.personal(model) is model
    np.testing.assert_array_equal(classify(np.zeros((1, 28, 28)), model=model), before)


def test_switched_off_and_on(hand, model, path):
    hand.teach(ROOF_SEVEN, 7, model=model)
    hand.enabled = False
    assert not Hand(path).enabled
    assert hand.personal(model) is model
    found = hand.teach(PLUS_FOUR, 4, model=model)
    assert (found.applied, found.why) == (False, "kept; learning is switched off")
    assert [one.applied for one in hand.corrections(model)] == [False, False]
    hand.enabled = True
    assert [one.applied for one in hand.corrections(model)] == [True, True]
    assert texts([PLUS_FOUR], hand.personal(model)) == ["4"]


def test_whoever_else_has_it_open_follows(hand, model, path):
    other = Hand(path)
    assert other.personal(model) is model
    hand.teach(ROOF_SEVEN, 7, model=model)
    assert texts([ROOF_SEVEN], other.personal(model)) == ["7"]
    other.undo()
    assert hand.personal(model) is model


def test_another_model_learns_from_the_same_ink(hand, model):
    small = load_model("mnist")
    ink = drawn(LAMBDA_SEVEN, 1)[0]
    hand.teach(ink, 7, model=model)
    assert texts([ink], small) != ["7"]
    assert texts([ink], hand.personal(small)) == ["7"]
    assert hand.personal(small).card is small.card


def test_the_same_network_keeps_its_own_card(hand, model, tmp_path):
    other = Path(shutil.copy(model.path, tmp_path))
    card = json.loads(model.card.to_json()) | {"name": "other"}
    other.with_suffix(".json").write_text(json.dumps(card))
    same = load_model(other)
    assert hand.personal(model) is model
    assert hand.personal(same) is same
    hand.teach(ROOF_SEVEN, 7, model=model)
    assert [hand.personal(each).name for each in (model, same)] == ["everyday", "other"]
    assert texts([ROOF_SEVEN], hand.personal(same)) == ["7"]


def test_an_unchanged_file_is_not_read_again(hand, model, monkeypatch):
    hand.teach(ROOF_SEVEN, 7, model=model)
    monkeypatch.setattr("digitink.hand.store.SETTLED", 0)
    personal = hand.personal(model)
    monkeypatch.setattr(Store, "kept", pytest.fail)
    assert hand.personal(model) is personal


def test_a_file_that_was_only_touched_is_not_learnt_again(hand, model, path, monkeypatch):
    hand.teach(ROOF_SEVEN, 7, model=model)
    personal = hand.personal(model)
    monkeypatch.setattr("digitink.hand.hand.learn", pytest.fail)
    path.touch()
    assert hand.personal(model) is personal


def test_a_start_trusts_what_was_found_before(hand, model, path, monkeypatch):
    hand.teach(PLUS_FOUR, 4, model=model)
    hand.teach(MOVED_FOUR, 1, model=model)
    seen = []
    monkeypatch.setattr("digitink.hand.hand.learn", lambda lessons, *_: seen.append(lessons))
    with pytest.raises(AttributeError):  # of None, the stub's answer
        Hand(path).personal(model)
    assert [lesson.labels[0] for lesson in seen[0]] == [4]


def test_readings_go_on_where_the_file_cannot_be_read(hand, model, path, caplog):
    hand.teach(ROOF_SEVEN, 7, model=model)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 9")
    database.close()
    with caplog.at_level(logging.WARNING):
        assert [hand.personal(model) for _ in range(3)] == [model] * 3
    assert len(caplog.records) == 1
    for call in (hand.corrections, hand.undo, lambda: hand.teach(PLUS_FOUR, 4, model=model)):
        with pytest.raises(HandError, match="newer digitink"):
            call()


def test_readings_go_on_where_one_record_is_none(hand, model, path, caplog):
    hand.teach(ROOF_SEVEN, 7, model=model)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE corrections SET ink = '{\"strokes\": []}'")
    database.close()
    with caplog.at_level(logging.WARNING):
        assert [hand.personal(model) for _ in range(3)] == [model] * 3
    (record,) = caplog.records
    assert "is damaged: its ink has no points; digitink teach forget 1" in record.message


def test_readings_go_on_where_nothing_can_be_learnt(hand, model, path, monkeypatch, caplog):
    hand.teach(ROOF_SEVEN, 7, model=model)

    def missing(_):
        raise DataError("MNIST is missing")

    monkeypatch.setattr("digitink.hand.hand.rehearsal", missing)
    other = Hand(path)
    with caplog.at_level(logging.WARNING):
        assert [other.personal(model) for _ in range(3)] == [model] * 3
    assert [record.message for record in caplog.records] == ["MNIST is missing"]


@pytest.mark.parametrize("label", [-1, 10, "7", None, True, 3.0])
def test_a_label_is_a_digit(hand, model, path, label):
    with pytest.raises(InputError, match="expected a digit 0 to 9"):
        hand.teach(PLUS_FOUR, label, model=model)
    assert not path.exists()


def test_no_ink_teaches_nothing(hand, model):
    with pytest.raises(InkError, match="no ink to learn from"):
        hand.teach(Ink([[]]), 4, model=model)


def test_a_tap_can_be_taught(hand, model):
    assert hand.teach(Ink([[(5, 5)]]), 0, model=model).id == 1


def test_export_is_a_data_set(hand, model, tmp_path):
    for ink, label in ((ROOF_SEVEN, 7), (PLUS_FOUR, 4)):
        hand.teach(ink, label, model=model)
    hand.export(tmp_path / "mine.jsonl")
    found = data.load_for_training(tmp_path / "mine.jsonl")
    assert found.labels.tolist() == [7, 4]
    assert list(found.sources) == [ROOF_SEVEN, PLUS_FOUR]
    with pytest.raises(OutputError):
        hand.export(tmp_path / "nowhere" / "mine.jsonl")
    with pytest.raises(UsageError, match=r"mine.json does not end in .jsonl"):
        hand.export(tmp_path / "mine.json")


def test_where_it_lies(monkeypatch, tmp_path):
    monkeypatch.delenv("DIGITINK_HAND", raising=False)
    assert Hand().path == Path(platformdirs.user_data_dir("digitink", appauthor=False), "hand.db")
    monkeypatch.setenv("DIGITINK_HAND", str(tmp_path / "left.db"))
    assert Hand().path == tmp_path / "left.db"
    assert Hand(tmp_path / "right.db").path == tmp_path / "right.db"


def test_learning_needs_no_torch(path):
    program = (
        "import sys, digitink; from digitink.hand import Hand; model = digitink.load_model()\n"
        f"found = Hand({str(path)!r}).teach(digitink.Ink([[(0, 0), (9, 9)]]), 1, model=model)\n"
        "print(found.applied, 'torch' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "False"], done.stderr
