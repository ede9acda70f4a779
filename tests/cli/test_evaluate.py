import json

import numpy as np
import pytest
from click.testing import CliRunner

from digitink.cli.evaluate import command, table
from digitink.data import load
from digitink.errors import DigitinkError
from digitink.evaluate.measure import Measurement
from digitink.evaluate.metrics import class_scores, confusion_matrix, wilson_interval


def measurement(data="made-up", n=1_000, labels=range(9)):
    """Every tenth answer is one too high; there are no nines unless `labels` holds them."""
    labels = np.resize(np.array(labels), n)
    predicted = np.where(np.arange(n) % 10 == 0, (labels + 1) % 10, labels)
    confusion = confusion_matrix(predicted, labels)
    correct = int(np.trace(confusion))
    return Measurement(
        data=data,
        model="mnist",
        n=n,
        correct=correct,
        interval=wilson_interval(correct, n),
        loss=0.1234,
        calibration_error=0.0123,
        unsure=20,
        confusion=confusion,
        per_class=class_scores(confusion),
    )


@pytest.fixture
def measured(monkeypatch):
    """The command without models and data: a list of the (model, data) pairs that were measured."""
    calls = []

    def measure(model, samples):
        calls.append((model, samples))
        return measurement(data=samples)

    monkeypatch.setattr("digitink.model.load_model", lambda name: name or "the default")
    monkeypatch.setattr("digitink.data.load", lambda name: name)
    monkeypatch.setattr("digitink.evaluate.measure.measure", measure)
    return calls


def test_the_default_is_the_default_model_on_the_test_images(measured):
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 0
    assert measured == [("the default", "mnist-test")]
    assert result.stdout.rstrip("\n") == table(measurement(data="mnist-test"))
    assert result.stderr == ""


def test_several_data_sets_are_told_apart(measured):
    result = CliRunner().invoke(command, ["--model", "m", "--data", "a", "--data", "b"])
    assert measured == [("m", "a"), ("m", "b")]
    assert "\n\nb: 1,000 digits, model mnist\n" in result.stdout


def test_a_wrong_name_is_found_before_anything_is_measured(measured, monkeypatch):
    monkeypatch.setattr("digitink.data.load", load)
    result = CliRunner().invoke(command, ["--data", "mnist-test", "--data", "nmist"])
    assert isinstance(result.exception, DigitinkError)
    assert "nmist" in str(result.exception)
    assert (measured, result.stdout) == ([], "")


def test_json_is_one_object_a_line(measured):
    result = CliRunner().invoke(command, ["--json", "--data", "a", "--data", "b"])
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records == [measurement(data="a").to_dict(), measurement(data="b").to_dict()]


def test_the_table_says_everything_in_eighty_columns():
    lines = table(measurement()).splitlines()
    assert lines[0] == "made-up: 1,000 digits, model mnist"
    assert lines[2] == ("accuracy             90.00%  900 right; 95 % interval 87.98% to 91.71%")
    assert lines[3].startswith("loss                 0.1234")
    assert lines[4].startswith("calibration error    0.0123")
    assert lines[5].startswith("unsure                2.00%  20 digits")
    assert max(map(len, lines)) <= 80


def test_the_table_shows_each_digit_and_what_it_was_read_as():
    lines = table(measurement(n=10, labels=[7])).splitlines()
    assert "    7    100.00%    90.00%    94.74%       10" in lines
    assert "    9          -         -         -        0" in lines
    assert "    8      0.00%         -     0.00%        0" in lines
    rows = lines[-10:]
    assert rows[7].split() == ["7", *"." * 7, "9", "1", "."]


def test_a_large_table_keeps_its_columns():
    lines = table(measurement(n=1_000_000)).splitlines()
    assert max(map(len, lines)) <= 80
    assert len({len(line) for line in lines[-11:]}) == 1
