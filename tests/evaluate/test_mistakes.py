import base64
import io

import numpy as np
import pytest
from PIL import Image

from digitink.evaluate.doubtful import doubtful_labels
from digitink.evaluate.mistakes import data_uri, hardest


def test_the_hardest_come_first(make_answers):
    answers = make_answers(wrong=20)
    found = hardest(answers)
    assert sorted(mistake.index for mistake in found) == list(range(20))
    own = [answers.probabilities[m.index, m.label] for m in found]
    assert own == sorted(own)
    assert hardest(answers, 3) == found[:3]


def test_each_says_all_of_itself(make_answers):
    answers = make_answers(wrong=20)
    doubtful = doubtful_labels(answers.probabilities, answers.frames.labels)
    for mistake in hardest(answers):
        assert mistake.label == answers.frames.labels[mistake.index]
        values, shares = zip(*mistake.likeliest, strict=True)
        assert values[0] == answers.predicted[mistake.index] != mistake.label
        assert list(shares) == sorted(shares, reverse=True)
        assert shares == pytest.approx(answers.probabilities[mistake.index, list(values)])
        assert mistake.unsure == (shares[0] < answers.unsure_below)
        assert mistake.doubtful == doubtful[mistake.index]


def test_no_mistakes_are_an_empty_list(make_answers):
    assert hardest(make_answers(wrong=0)) == []


def test_a_picture_is_the_frame_itself():
    frame = np.random.default_rng(0).integers(0, 256, (28, 28)).astype(np.uint8)
    head, _, data = data_uri(frame).partition(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        assert picture.mode == "LA"
        grey, alpha = np.moveaxis(np.array(picture), -1, 0)
    assert (alpha == frame).all()
    assert not grey.any()
