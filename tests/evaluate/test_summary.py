import json

import numpy as np
import pytest

from digitink.evaluate.measure import Doubt, Measurement
from digitink.evaluate.metrics import class_scores, confusion_matrix, risk_coverage
from digitink.evaluate.summary import HEAD, Mean, cells


def measurement(n=2_000, wrong=100, loss=0.25, calibration_error=0.0125, unsure=10):
    labels = np.arange(n) % 10
    predicted = np.where(np.arange(n) < wrong, (labels + 1) % 10, labels)
    confusion = confusion_matrix(predicted, labels)
    return Measurement(
        data="some",
        model="mnist",
        n=n,
        correct=n - wrong,
        interval=(0.9396, 0.9587),
        loss=loss,
        calibration_error=calibration_error,
        unsure=unsure,
        confusion=confusion,
        per_class=class_scores(confusion),
        risk_coverage=risk_coverage(np.linspace(1, 0, n), predicted == labels),
        unsure_below=0.02,
    )


def test_a_measurement_fills_every_cell():
    found = cells(measurement())
    assert found == ["2,000", "95.00", "93.96 to 95.87", "0.2500", "0.0125", "0.50"]


def test_what_is_no_digit_has_no_accuracy():
    found = cells(Doubt(data="letters", model="mnist", n=3_510, unsure=3_159))
    assert found == ["3,510", "-", "-", "-", "-", "90.00"]


def test_a_mean_counts_each_measurement_once():
    mean = Mean.over(
        [
            measurement(n=2_000, wrong=100, loss=0.25, calibration_error=0.01, unsure=0),
            measurement(n=1_000, wrong=0, loss=0.75, calibration_error=0.03, unsure=20),
        ]
    )
    assert mean.of == 2
    assert mean.accuracy == pytest.approx(0.975)
    assert (mean.loss, mean.calibration_error) == pytest.approx((0.5, 0.02))
    assert cells(mean) == ["-", "97.50", "-", "0.5000", "0.0200", "1.00"]
    assert json.loads(json.dumps(mean.to_dict()))["accuracy"] == mean.accuracy


@pytest.mark.parametrize(
    "row", [measurement(), Doubt("a", "b", 1, 1), Mean.over([measurement()])], ids=repr
)
def test_every_row_stands_under_the_head(row):
    assert len(cells(row)) == len(HEAD)
