import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from digitink.cli.evaluate import command, table
from digitink.data import Frames, load, mnist
from digitink.errors import DigitinkError, OutputError
from digitink.evaluate.corrupt import CORRUPTIONS
from digitink.evaluate.measure import Doubt, Measurement
from digitink.evaluate.metrics import (
    class_scores,
    confusion_matrix,
    risk_coverage,
    wilson_interval,
)
from digitink.evaluate.suite import Suite


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
        risk_coverage=risk_coverage(np.linspace(1, 0, n), predicted == labels),
        unsure_below=0.02,
    )


@pytest.fixture
def measured(monkeypatch):
    """The command without models and data: a list of the (model, data) pairs that were measured."""
    calls = []

    def ask(model, samples):
        calls.append((model, samples))
        return samples

    monkeypatch.setattr("digitink.model.load_model", lambda name: name or "the default")
    monkeypatch.setattr("digitink.data.load", lambda name: name)
    monkeypatch.setattr("digitink.evaluate.answers.ask", ask)
    monkeypatch.setattr("digitink.evaluate.measure.digits", lambda samples: samples)
    monkeypatch.setattr(
        "digitink.evaluate.measure.measure_answers", lambda answers: measurement(data=answers)
    )
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


class Named:
    """Stands in for a model: measuring is replaced, so only its name is asked for."""

    name = "stub"


@pytest.fixture
def suite(monkeypatch):
    """The command with a suite of one set of digits and one of letters, while one is missing."""
    monkeypatch.setattr("digitink.model.load_model", lambda _: Named())
    monkeypatch.setattr("digitink.evaluate.suite.measure", lambda _, name: measurement(data=name))
    monkeypatch.setattr(
        "digitink.evaluate.suite.doubt", lambda model, name: Doubt(name, model.name, 200, 150)
    )
    found = Suite(("people",), ("letters",), ("the data set semeion is missing: get it there",))
    monkeypatch.setattr("digitink.evaluate.suite.find", lambda: found)


def test_the_suite_is_one_table_and_names_what_is_missing(suite):
    result = CliRunner().invoke(command, ["--suite"])
    assert result.exit_code == 0
    title, empty, head, people, letters = result.stdout.splitlines()
    assert (title, empty) == ("model stub", "")
    assert head.split("% interval")[1].split() == ["loss", "calibration", "unsure,", "%"]
    assert " ".join(people.split()) == "people 1,000 90.00 87.98 to 91.71 0.1234 0.0123 2.00"
    assert " ".join(letters.split()) == "letters 200 - - - - 75.00"
    assert {len(head), len(people), len(letters)} == {80}
    assert result.stderr == (
        "digitink: not measured: the data set semeion is missing: get it there\n"
    )


def test_the_suite_as_json_is_one_object_a_set(suite):
    result = CliRunner().invoke(command, ["--suite", "--json"])
    people, letters = (json.loads(line) for line in result.stdout.splitlines())
    assert people == measurement(data="people").to_dict()
    assert letters == Doubt("letters", "stub", 200, 150).to_dict()
    assert "semeion" in result.stderr


@pytest.fixture
def corruptions(monkeypatch):
    """The command on a handful of MNIST's test images."""
    test = mnist("test")
    few = Frames(test.name, test.images[:10], test.labels[:10])
    monkeypatch.setattr("digitink.data.mnist", lambda split: {"test": few}[split])


def test_corruptions_are_a_row_each_and_their_mean(corruptions):
    result = CliRunner().invoke(command, ["--corrupt", "--model", "mnist"])
    assert (result.exit_code, result.stderr) == (0, "")
    title, empty, head, *rows, mean = result.stdout.splitlines()
    assert (title, empty) == ("mnist-test, corrupted; model mnist", "")
    assert [row[:18].rstrip() for row in rows] == list(CORRUPTIONS)
    shares = [float(row[26:34]) for row in rows]
    assert mean.startswith("mean ")
    assert float(mean[26:34]) == pytest.approx(np.mean(shares), abs=0.01)
    assert {len(line) for line in (head, *rows, mean)} == {80}


def test_corruptions_as_json_say_which(corruptions):
    result = CliRunner().invoke(command, ["--corrupt", "--json", "--model", "mnist"])
    *records, mean = (json.loads(line) for line in result.stdout.splitlines())
    assert [record["corruption"] for record in records] == list(CORRUPTIONS)
    assert {record["data"] for record in records} == {"mnist-test"}
    assert (mean["corruption"], mean["of"]) == ("mean", 15)
    accuracies = [record["accuracy"] for record in records]
    assert mean["accuracy"] == pytest.approx(np.mean(accuracies))


def test_several_tables_stand_apart(corruptions, monkeypatch):
    found = Suite((load("mnist-test"),), (), ())
    monkeypatch.setattr("digitink.evaluate.suite.find", lambda: found)
    monkeypatch.setattr("digitink.evaluate.suite.measure", lambda *_: measurement(data="people"))
    result = CliRunner().invoke(command, ["--suite", "--corrupt", "--model", "mnist"])
    assert result.exit_code == 0
    assert "\n\nmnist-test, corrupted; model mnist\n" in result.stdout
    assert not result.stdout.startswith("\n")


@pytest.fixture
def few(monkeypatch):
    """A set of 40 of MNIST's test images, by its name."""
    test = load("mnist-test")
    some = replace(test, name="few", sources=test.sources[:40], labels=test.labels[:40])
    monkeypatch.setattr("digitink.data.load", {"few": some}.__getitem__)


def test_a_report_is_written_beside_what_is_printed(few, tmp_path):
    path = tmp_path / "report.html"
    arguments = ["--model", "mnist", "--data", "few", "--json", "--report", str(path)]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.exception
    assert json.loads(result.stdout)["n"] == 40
    assert result.stderr == f"digitink: report {path}\n"
    assert "few, closely" in path.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_report_that_cannot_be_written_is_told_before_anything_is_measured(measured, tmp_path):
    for path in (tmp_path, tmp_path / "missing" / "report.html"):
        result = CliRunner().invoke(command, ["--report", str(path)])
        assert isinstance(result.exception, OutputError)
    assert (measured, result.stdout) == ([], "")
    assert list(tmp_path.iterdir()) == []
