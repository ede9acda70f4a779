"""A corpus of people's own data."""

import json

import numpy as np
import pytest

from digitink.data import Samples, catalogue, csv_files, mnist
from digitink.errors import DataError, UsageError
from digitink.train import corpora
from digitink.train.corpus import Making


@pytest.fixture
def kaggle(tmp_path):
    """kaggle(n): n of MNIST's digits as Kaggle's CSV."""

    def written(n, digits=range(10)):
        frames = mnist("test")
        chosen = np.flatnonzero(np.isin(frames.labels, list(digits)))[:n]
        pixels = frames.images[chosen].astype(np.float32) / 255
        samples = Samples("x", pixels, frames.labels[chosen], framed=True)
        path = tmp_path / "mine.csv"
        csv_files.write(samples, path)
        return path

    return written


def test_a_tenth_of_each_digit_chooses_the_epoch(kaggle):
    heard = []
    corpus = corpora.build("mnist", [str(kaggle(600))], report=heard.append)
    (training,), (held,) = corpus.training, corpus.validation
    frames = mnist("test")
    counts = np.bincount(frames.labels[:600])
    a_digit = counts.min() // 10
    assert np.bincount(held.labels).tolist() == [a_digit] * 10
    assert len(training) + len(held) == 600
    together = np.concatenate([training.images, held.images])
    assert sorted(map(bytes, together)) == sorted(map(bytes, frames.images[:600]))
    assert (training.name, held.name) == ("mine.csv", "mine.csv, held back")
    assert corpus.data == ({"name": "mine.csv", "n": 600},)
    assert corpus.held_back == f"{a_digit} of each digit"
    assert corpus.test().name == "mnist-test"
    assert heard[-1] == Making(600, 600)
    assert json.dumps(corpus.facts())


def test_a_known_set_and_ones_own_are_one_corpus(kaggle):
    corpus = corpora.build("everyday", ["mnist-train", str(kaggle(10))])
    assert len(corpus.validation[0]) == 5_000
    assert len(corpus.training[0]) == 55_010
    assert corpus.training[0].name == "mnist-train and mine.csv"
    assert corpus.data[0]["files"] == dict(catalogue.entry("mnist-train").files)


def test_two_of_each_digit_are_enough_and_one_is_not(kaggle):
    labels = mnist("test").labels
    n = next(n for n in range(1, 500) if np.bincount(labels[:n], minlength=10).min() == 2)
    (held,) = corpora.build("mnist", [str(kaggle(n))]).validation
    assert held.labels.tolist() != []
    with pytest.raises(DataError, match=r"mine\.csv holds 1 of the digit \d; .* at least two"):
        corpora.build("mnist", [str(kaggle(n - 1))])
    with pytest.raises(DataError, match=r"holds 0 of the digit 7; .*mnist-train as well"):
        corpora.build("mnist", [str(kaggle(500, digits=[0, 1, 2, 3, 4, 5, 6, 8, 9]))])


def test_what_is_for_measuring_is_not_trained_on():
    with pytest.raises(UsageError, match="mnist-test is for measuring only"):
        corpora.build("mnist", ["mnist-test"])


def test_it_may_be_stopped(kaggle):
    assert corpora.build("mnist", [str(kaggle(600))], stop=lambda: True) is None
