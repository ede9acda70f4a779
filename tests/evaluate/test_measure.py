import json
from pathlib import Path

import numpy as np
import pytest

from digitink.data.samples import NO_DIGIT, Frames, Samples
from digitink.errors import DataError
from digitink.evaluate.answers import unsure
from digitink.evaluate.measure import doubt, measure, measure_frames
from digitink.model import Card, Model

TEMPERATURE = 2.0


class Session:
    """A network whose logits are the frame's first ten pixels, ten times over 0..1."""

    def run(self, outputs, feeds):
        assert outputs == ["logits", "features"]
        logits = 10 * feeds["frames"][:, 0, 0, :10]
        return logits, logits


@pytest.fixture
def model():
    card = Card(
        name="first-ten",
        sha256="",
        temperature=TEMPERATURE,
        unsure_below=0.5,
        recipe="none",
        seed=0,
        parameters=0,
    )
    return Model(card, Path("first-ten.onnx"), Session())


def samples(answers, labels):
    """One frame for each (digit, strength in fifths) in `answers`: fifths survive uint8."""
    images = np.zeros((len(answers), 28, 28), np.float32)
    for image, (digit, strength) in zip(images, answers, strict=True):
        image[0, digit] = strength
    return Samples("made-up", images, np.array(labels, np.int64), framed=True)


def certainty(strength):
    power = np.exp(10 * strength / TEMPERATURE)
    return power / (power + 9)


def test_measurement_by_hand(model):
    found = measure(model, samples([(3, 1), (3, 1), (7, 0.8), (1, 0.2)], [3, 5, 7, 1]))
    high, middle, low = certainty(1), certainty(0.8), certainty(0.2)
    assert (found.data, found.model, found.n, found.correct) == ("made-up", "first-ten", 4, 3)
    assert found.accuracy == 0.75
    assert found.interval == pytest.approx((0.3006, 0.9544), abs=5e-5)
    wrong = (1 - high) / 9
    expected = -np.mean(np.log([high, wrong, middle, low]))
    assert found.loss == pytest.approx(expected, rel=1e-5)
    # Their certainties fall into three bins: (high, high), (middle), (low).
    surplus = abs(2 * high - 1) + abs(middle - 1) + abs(low - 1)
    assert found.calibration_error == pytest.approx(surplus / 4, rel=1e-5)
    assert (found.unsure, found.unsure_share) == (1, 0.25)
    assert found.confusion[5, 3] == 1
    assert found.confusion.sum() == 4
    assert found.per_class.precision[3] == 0.5
    assert found.per_class.recall[5] == 0
    assert found.risk_coverage.coverage.tolist() == [0.5, 0.75, 1]
    assert found.risk_coverage.risk == pytest.approx(np.array([1 / 2, 1 / 3, 1 / 4]))


def test_measurement_becomes_valid_json_with_none_for_undefined_scores(model):
    found = measure(model, samples([(3, 1), (4, 1)], [3, 3]))
    text = json.dumps(found.to_dict(), allow_nan=False)
    record = json.loads(text)
    assert record["accuracy"] == 0.5
    assert record["per_class"][3] == {
        "value": 3,
        "precision": 1.0,
        "recall": 0.5,
        "f1": pytest.approx(2 / 3),
        "support": 2,
    }
    assert record["per_class"][9] == {
        "value": 9,
        "precision": None,
        "recall": None,
        "f1": None,
        "support": 0,
    }
    assert record["confusion"] == found.confusion.tolist()
    assert record["risk_coverage"] == {
        "area": 0.5,
        "card": {"coverage": 1.0, "risk": 0.5, "threshold": 0.5},
        "points": [{"coverage": 1.0, "risk": 0.5, "threshold": pytest.approx(certainty(1))}],
    }


def test_measurement_has_a_short_repr(model):
    found = measure(model, samples([(3, 1), (4, 1)], [3, 3]))
    assert repr(found) == "Measurement('first-ten' on 'made-up': 1 of 2)"


def test_nothing_to_measure_is_an_error_that_names_the_set(model):
    for ask in (measure, doubt):
        with pytest.raises(DataError, match="made-up"):
            ask(model, samples([], []))


def test_what_is_no_digit_is_an_error_that_names_the_set(model):
    with pytest.raises(DataError, match="made-up holds samples that are not one digit"):
        measure(model, samples([(3, 1), (4, 1)], [3, NO_DIGIT]))


def test_frames_are_measured_as_the_samples_that_they_come_from(model):
    given = samples([(3, 1), (3, 1), (7, 0.8), (1, 0.2)], [3, 5, 7, 1])
    frames = Frames(given.name, given.frames(), given.labels)
    assert measure_frames(model, frames).to_dict() == measure(model, given).to_dict()


def test_doubt_counts_what_a_reading_would_mark(model):
    found = doubt(model, samples([(3, 1), (7, 0.8), (1, 0.2)], [NO_DIGIT] * 3))
    assert (found.n, found.unsure, found.unsure_share) == (3, 1, pytest.approx(1 / 3))
    assert json.loads(json.dumps(found.to_dict())) == {
        "data": "made-up",
        "model": "first-ten",
        "n": 3,
        "unsure": 1,
        "unsure_share": pytest.approx(1 / 3),
    }


def test_what_is_no_number_is_doubt():
    assert unsure(np.full((1, 10), np.nan), 0.5).tolist() == [True]
    assert unsure(np.eye(10), 0.5).tolist() == [False] * 10


def test_digits_among_what_is_none_are_an_error_that_names_the_set(model):
    with pytest.raises(DataError, match="made-up holds digits"):
        doubt(model, samples([(3, 1), (4, 1)], [NO_DIGIT, 3]))
