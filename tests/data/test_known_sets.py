"""The real data sets, where $DIGITINK_DATA has them."""

import numpy as np
import pytest

from digitink.data import NO_DIGIT, catalogue, load, store
from digitink.ink import Ink

WRITERS = {
    "pendigits.tra": 30,
    "pendigits.tes": 14,
    "digilets-a": 39,
    "digilets-a.letters": 39,
}
KINDS = {
    "pendigits.tra": Ink,
    "pendigits.tes": Ink,
    "usps.train": (16, 16),
    "usps.test": (16, 16),
    "optdigits.tra": (32, 32),
    "optdigits.windep": (32, 32),
    "semeion": (16, 16),
    "hwd-1000": (28, 28),
    "digilets-a": Ink,
    "digilets-a.letters": Ink,
}


@pytest.fixture(scope="module")
def loaded(real_data):
    sets = {}

    def load_once(name):
        if name not in sets:
            found = store.look_for(catalogue.entry(name))
            if found.state == "missing":
                pytest.skip(found.problem)
            sets[name] = load(name)
        return sets[name]

    return load_once


@pytest.mark.parametrize("name", KINDS)
def test_each_set_holds_what_the_catalogue_says(loaded, name):
    samples, entry = loaded(name), catalogue.entry(name)
    assert samples.name == name
    assert len(samples) == len(samples.sources) == entry.n
    assert samples.labels.dtype == np.int64
    source = samples.sources[0]
    if KINDS[name] is Ink:
        assert isinstance(source, Ink)
    else:
        assert source.shape == KINDS[name]
        assert source.dtype == np.float32
        assert source.min() >= 0
        assert source.max() <= 1
    if name in WRITERS:
        assert len(set(samples.writers.tolist())) == WRITERS[name] == entry.writers
    else:
        assert samples.writers is None


@pytest.mark.parametrize("name", KINDS)
def test_each_set_has_every_class(loaded, name):
    samples = loaded(name)
    counts = samples.counts()
    if name == "digilets-a.letters":
        assert set(samples.labels.tolist()) == {NO_DIGIT}
        assert "".join(counts) == "AEFHKMNRWXdfhkmrwx"
        assert set(counts.values()) == {39 * 5}
    else:
        assert "".join(counts) == "0123456789"
        assert samples.written is None


@pytest.mark.parametrize("name", ["digilets-a", "usps.test", "hwd-1000", "optdigits.windep"])
def test_frames_of_a_set_look_like_those_of_mnist(loaded, name):
    frames = loaded(name).frames()
    assert frames.shape == (catalogue.entry(name).n, 28, 28)
    assert frames.dtype == np.uint8
    ink = frames.mean(axis=(1, 2)) / 255
    assert 0.05 < ink.mean() < 0.25  # MNIST has 0.13
    assert ink.min() > 0
    assert frames.std(axis=0)[[0, -1]].max() < frames.std()  # the ink lies in the middle
