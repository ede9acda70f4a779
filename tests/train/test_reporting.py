from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitink.data import Frames
from digitink.errors import OutputError


@pytest.fixture(scope="module")
def ended(torch, tiny, device, tmp_path_factory):
    """A short run of the tiny recipe: its folder, and what it told of its report."""
    from digitink.train import run
    from digitink.train.reporting import Reported

    heard = []
    result = run.start(
        replace(tiny.TINY, epochs=1),
        0,
        device,
        tmp_path_factory.mktemp("runs"),
        report=heard.append,
    )
    return Path(result.run), [event for event in heard if isinstance(event, Reported)]


def test_a_run_leaves_its_report(ended):
    folder, heard = ended
    (reported,) = heard
    assert (reported.path, reported.problem) == (folder / "report.html", "")
    text = reported.path.read_text(encoding="utf-8")
    assert "tiny-test, closely" in text
    assert "tiny, held back" in text


@pytest.fixture
def again(ended):
    """Writes the report of that run once more, on a few blank frames."""
    from digitink.train import folder
    from digitink.train.examine import Examination
    from digitink.train.reporting import write_report

    frames = Frames("some", np.zeros((10, 28, 28), np.uint8), np.arange(10))
    found = Examination(1.0, 0.5, {}, (), frames, np.zeros((10, 10), np.float32), 0.0)
    return lambda: write_report(folder.find(ended[0]), found)


def test_what_goes_wrong_is_told_and_keeps_the_report_there_was(ended, again, monkeypatch):
    before = (ended[0] / "report.html").read_bytes()

    def fail(*_):
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("digitink.evaluate.report.html", fail)
    assert again().problem == "unexpected ZeroDivisionError: of all things"
    assert (ended[0] / "report.html").read_bytes() == before


def test_without_the_packages_it_names_the_extra(again, monkeypatch):
    monkeypatch.setattr("digitink.evaluate.page.find_spec", lambda _: None)
    assert 'pip install "digitink[train]"' in again().problem


def test_a_full_disk_is_told(again, monkeypatch):
    def full(*_):
        raise OutputError("cannot write it: No space left on device")

    monkeypatch.setattr("digitink.durable.write", full)
    assert "No space left" in again().problem
