from dataclasses import replace

import numpy as np
import pytest

from digitink.data import Frames, catalogue
from digitink.errors import UnknownName
from digitink.train.corpus import build, joined


@pytest.fixture(scope="module")
def of_mnist():
    return build("mnist")


def test_an_unknown_name_lists_the_right_ones():
    with pytest.raises(UnknownName, match="no corpus named 'minst'; known: mnist"):
        build("minst")


def test_mnist_holds_back_500_of_each_digit(of_mnist):
    (training,), (held,) = of_mnist.training, of_mnist.validation
    assert (len(training), len(held)) == (55_000, 5_000)
    assert np.bincount(held.labels).tolist() == [500] * 10
    assert of_mnist.test().name == "mnist-test"


def test_facts_are_names_numbers_and_hashes(of_mnist):
    facts = of_mnist.facts()
    assert facts["corpus"] == "mnist"
    assert facts["frames"] == {"mnist-train": 55_000, "mnist-train, held back": 5_000}
    (data,) = facts["data"]
    entry = catalogue.entry("mnist-train")
    assert data == {"name": "mnist-train", "n": 60_000, "files": dict(entry.files)}


def test_the_hash_follows_every_image_and_label(tiny):
    corpus = tiny.corpus()
    (held,) = corpus.validation
    images, labels = held.images.copy(), held.labels.copy()
    images[199, 27, 27] += 1
    labels[0] += 1
    others = (Frames(held.name, images, held.labels), Frames(held.name, held.images, labels))
    corpora = [corpus, *(replace(corpus, validation=(other,)) for other in others)]
    assert len({corpus.facts()["sha256"] for corpus in corpora}) == 3
    assert tiny.corpus().facts() == corpus.facts()


def test_joined_frames_keep_their_order():
    ones = Frames("ones", np.full((2, 28, 28), 1, np.uint8), np.array([1, 1]))
    twos = Frames("twos", np.full((1, 28, 28), 2, np.uint8), np.array([2]))
    both = joined((ones, twos))
    assert both.name == "ones and twos"
    assert both.images[:, 0, 0].tolist() == both.labels.tolist() == [1, 1, 2]
