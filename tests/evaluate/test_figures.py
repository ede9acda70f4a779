import numpy as np
import pytest

from digitink.evaluate import figures
from digitink.evaluate.metrics import calibration_error
from digitink.evaluate.summary import Row
from digitink.model import softmax


def test_the_confusion_is_counted(make_answers):
    found = figures.confusion("a", make_answers(n=200, wrong=20))
    assert "The commonest mistake: 0 read as 1, 2 times." in found.caption
    assert found.table.head[1:] == tuple("0123456789")
    assert found.table.rows[0] == ("0", "18", "2", *"········")


def test_without_mistakes_it_says_so(make_answers):
    found = figures.confusion("a", make_answers(wrong=0))
    assert "There is no mistake." in found.caption


def test_each_digit_has_its_scores(make_answers):
    found = figures.per_class("a", make_answers(n=200, wrong=10))
    assert found.table.rows[3] == ("3", "95.00 %", "95.00 %", "95.00 %", "20")


def test_digits_that_do_not_occur_have_no_score(make_answers):
    found = figures.per_class("a", make_answers(n=8, wrong=0))
    assert found.table.rows[9] == ("9", "-", "-", "-", "0")


def test_reliability_tells_both_errors(make_answers):
    answers = make_answers()
    errors = [
        calibration_error(p, answers.frames.labels)
        for p in (softmax(answers.logits), answers.probabilities)
    ]
    found = figures.reliability("a", answers)
    assert f"from {errors[0]:.4f} to {errors[1]:.4f}" in found.caption
    counts = np.array([[int(row[1]), int(row[4])] for row in found.table.rows])
    assert counts.sum(axis=0).tolist() == [200, 200]


@pytest.mark.parametrize("wrong", [0, 20, 200])
def test_any_risk_is_drawn_with_the_card_s_threshold(make_answers, wrong):
    found = figures.risk_coverage("a", make_answers(wrong=wrong))
    assert found.table.rows[-1][0].endswith("(card)")
    assert found.table.rows[-1][2] == "0.5000"
    assert "At the card's threshold, 0.5000, " in found.caption


def test_sets_without_accuracy_stand_in_the_table_alone():
    rows = [
        Row("digits", n=200, accuracy=0.9, interval=(0.85, 0.94), loss=0.1),
        Row("letters", n=100, unsure_share=0.97),
    ]
    found = figures.sets("a", "title", rows)
    assert [row[0] for row in found.table.rows] == ["digits", "letters"]
    assert "letters" not in found.svg
    assert "90.00 % on digits" in found.svg
