import numpy as np
import pytest

from digitink.data import catalogue
from digitink.errors import DataError, UnknownName
from digitink.train.corpora import CORPORA, build
from digitink.train.recipe import RECIPES


def test_an_unknown_name_lists_the_right_ones():
    with pytest.raises(UnknownName, match="no corpus named 'minst'; known: mnist, everyday"):
        build("minst")


def test_every_recipe_names_one():
    assert {recipe.corpus for recipe in RECIPES.values()} <= set(CORPORA)


def test_mnist_holds_back_500_of_each_digit():
    corpus = build("mnist")
    (training,), (held,) = corpus.training, corpus.validation
    assert (len(training), len(held)) == (55_000, 5_000)
    assert np.bincount(held.labels).tolist() == [500] * 10
    assert corpus.no_digits == ()
    assert corpus.test().name == "mnist-test"
    assert corpus.facts()["frames"] == {"mnist-train": 55_000, "mnist-train, held back": 5_000}
    (data,) = corpus.data
    entry = catalogue.entry("mnist-train")
    assert data == {"name": "mnist-train", "n": 60_000, "files": dict(entry.files)}


def test_everyday_without_its_sets_says_where_to_get_them(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITINK_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"the data set pendigits\.tra is missing.*get it from"):
        build("everyday")
