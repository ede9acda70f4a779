"""What benchmarks/window.py makes of frames and of the points that were drawn."""

import importlib
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def window(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("window")


@pytest.fixture
def number(window):
    """Two strokes of two points; the second reading takes in two points at once."""
    frames = [
        (1.010, 1, 0),
        (1.020, 2, 0),
        (1.030, 2, 2),
        (2.005, 3, 2),
        (2.030, 4, 2),
        (2.1, 4, 4),
    ]
    return window.Number([[1.0, 1.008], [2.0, 2.008]], [window.Frame(*frame) for frame in frames])


def test_waits_run_from_each_point_to_the_first_frame_with_it(number):
    assert number.waits("drawn") == pytest.approx([10, 12, 5, 22])
    assert number.waits("read") == pytest.approx([30, 22, 100, 92])


def test_gaps_are_between_frames_of_one_stroke_that_show_more_of_it(number):
    assert number.gaps() == pytest.approx([0.010, 0.025])


def test_ink_that_was_not_all_drawn_ends_the_benchmark(window, number):
    with pytest.raises(SystemExit, match="other points"):
        window.Number([[1.0] * 9], number.frames).waits("drawn")
