from pathlib import Path

import numpy as np
import pytest

import digitink
from digitink.data import Frames, mnist
from digitink.errors import UsageError
from digitink.evaluate.corrupt import CORRUPTIONS, corrupted, measure_all
from digitink.evaluate.measure import measure_frames
from digitink.model import load_model

WITHOUT_CHANCE = {"scale", "brightness", "stripe", "canny edges"}


@pytest.fixture(scope="module")
def digits():
    test = mnist("test")
    return Frames("some", test.images[:48], test.labels[:48])


def test_they_are_the_fifteen_of_the_paper():
    assert len(CORRUPTIONS) == 15


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corruption_changes_every_frame_and_nothing_else(digits, name):
    before = digits.images.copy()
    found = corrupted(digits, name)
    assert (found.images.shape, found.images.dtype) == (before.shape, np.uint8)
    assert (found.images != before).any(axis=(1, 2)).all()
    assert (found.name, found.labels.tolist()) == ("some", digits.labels.tolist())
    assert np.array_equal(digits.images, before)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corruption_works_on_float32_alone(digits, name):
    pixels = digits.images.astype(np.float32) / np.float32(255)
    assert CORRUPTIONS[name](pixels, np.random.default_rng(0)).dtype == np.float32


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_the_seed_decides_all_chance(digits, name):
    once, again = (corrupted(digits, name, seed=3).images for _ in range(2))
    other = corrupted(digits, name, seed=4).images
    assert np.array_equal(once, again)
    assert np.array_equal(once, other) == (name in WITHOUT_CHANCE)


@pytest.mark.parametrize("name", sorted(CORRUPTIONS.keys() - WITHOUT_CHANCE))
def test_no_two_frames_share_their_chance(digits, name):
    same = Frames("same", np.repeat(digits.images[:1], 8, axis=0), np.repeat(digits.labels[:1], 8))
    assert len(np.unique(corrupted(same, name).images, axis=0)) > 1


@pytest.mark.parametrize("module", ["corrupt", "distortions", "overlays"])
def test_nothing_is_trained_on_what_it_is_measured_by(module):
    for file in (Path(digitink.__file__).parent / "train").glob("**/*.py"):
        source = file.read_text(encoding="utf-8")
        assert f"evaluate.{module}" not in source, file
        assert f"evaluate import {module}" not in source, file


def test_an_unknown_corruption_is_an_error_that_lists_the_known(digits):
    with pytest.raises(UsageError, match="no corruption named 'rain'; known: shot noise, impulse"):
        corrupted(digits, "rain")


def test_all_are_measured_in_order_as_each_is_alone(digits):
    model = load_model()
    measured = dict(measure_all(model, digits))
    assert list(measured) == list(CORRUPTIONS)
    alone = measure_frames(model, corrupted(digits, "fog"))
    assert measured["fog"].to_dict() == alone.to_dict()
