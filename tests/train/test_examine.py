from dataclasses import replace

import numpy as np
import pytest

from digitink.data import NO_DIGIT, Frames
from digitink.evaluate import metrics


@pytest.fixture(scope="module")
def logits_of():
    """Says of each image how much ink there is in each tenth of its height."""

    def logits_of(images):
        rows = images.mean(axis=2, dtype=np.float32) / 255
        edges = [(i * 28 // 10, -(-(i + 1) * 28 // 10)) for i in range(10)]
        return 9 * np.stack([rows[:, low:high].mean(axis=1) for low, high in edges], axis=1)

    return logits_of


def bars(name, random, labels, noise):
    """A frame a label: its tenth is inked, the rest noisy."""
    images = random.integers(0, noise, (len(labels), 28, 28))
    for image, label in zip(images, labels, strict=True):
        if label != NO_DIGIT:
            image[round(2.8 * label) : round(2.8 * label + 2.8)] = 150
    return Frames(name, images.astype(np.uint8), labels)


@pytest.fixture(scope="module")
def corpus(tiny):
    random = np.random.default_rng(0)
    digits = random.integers(0, 10, 500)
    return replace(
        tiny.corpus(),
        validation=(bars("one", random, digits, 150), bars("two", random, digits[:200], 200)),
        no_digits=(bars("none", random, np.full(100, NO_DIGIT), 100),),
        test=lambda: bars("test", random, digits[:300], 150),
    )


@pytest.fixture(scope="module")
def found(logits_of, corpus):
    from digitink.train.examine import examine

    return examine(logits_of, corpus, test=True)


def test_it_calibrates_on_all_of_validation(found, corpus, logits_of):
    from digitink.train import calibrate

    images = np.concatenate([frames.images for frames in corpus.validation])
    labels = np.concatenate([frames.labels for frames in corpus.validation])
    logits = logits_of(images)
    assert found.temperature == pytest.approx(calibrate.temperature(logits, labels), rel=1e-3)
    marked = calibrate.unsure(logits, found.temperature, found.unsure_below)
    assert marked.sum() == pytest.approx(7, abs=1)
    right = logits.argmax(1) == labels
    assert found.doubt["right_of_the_others"] == pytest.approx(right[~marked].mean(), abs=2e-3)


def test_figures_are_of_each_set_and_last_of_the_test(found):
    assert [figure["data"] for figure in found.figures] == ["one", "two", "test"]
    assert [figure["n"] for figure in found.figures] == [500, 200, 300]
    assert found.digits.name == "test"
    assert found.logits.shape == (300, 10)
    calibrated = found.logits / found.temperature
    assert found.loss == metrics.nll(calibrated, found.digits.labels)


def test_what_is_no_digit_is_marked_and_counted(found):
    assert found.doubt["rule"] == "the least sure 1% of the digits held back are unsure"
    assert found.doubt["none"] == {"n": 100, "unsure": 1.0}


def test_a_corpus_of_digits_alone_says_nothing_of_others(logits_of, corpus):
    from digitink.train.examine import examine

    doubt = examine(logits_of, replace(corpus, no_digits=()), test=True).doubt
    assert set(doubt) == {"rule", "right_of_the_others"}


def test_what_may_go_on_is_not_tested(logits_of, corpus):
    from digitink.train.examine import examine

    def touched():
        raise AssertionError("the test set was touched")

    found = examine(logits_of, replace(corpus, test=touched), test=False)
    assert [figure["data"] for figure in found.figures] == ["one", "two"]
    assert found.digits.name == "one"
