"""DigitClassifier among the estimators of scikit-learn, and on digits."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the extra `sklearn` is not installed")
pytest.importorskip("torch", reason="the extra `train` is not installed")
import torch
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import digitink.train
from digitink.data import mnist
from digitink.errors import MissingExtra, TrainingError, UnknownName
from digitink.train import DigitClassifier


@parametrize_with_checks([DigitClassifier(epochs=30)])
def test_what_scikit_learn_asks_of_estimators(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def digits():
    """A thousand of MNIST's digits (N, 28, 28) uint8, and their labels."""
    frames = mnist("test")
    return frames.images[:1_000], frames.labels[:1_000]


@pytest.fixture(scope="module")
def fitted(digits):
    return DigitClassifier(epochs=8, random_state=0).fit(digits[0][:800], digits[1][:800])


def test_it_reads_digits(fitted, digits):
    assert fitted.score(digits[0][800:], digits[1][800:]) > 0.85
    probabilities = fitted.predict_proba(digits[0][800:])
    assert probabilities.shape == (200, 10)
    assert np.allclose(probabilities.sum(axis=1), 1)


@pytest.mark.parametrize("shape", [(-1, 784), (-1, 28, 28), (-1, 28, 28, 1)])
def test_pictures_are_rows_of_pixels(fitted, digits, shape):
    expected = fitted.predict_proba(digits[0][800:])
    assert (fitted.predict_proba(digits[0][800:].reshape(shape)) == expected).all()


def test_pixels_may_be_of_any_range(digits):
    images, labels = digits[0][:200], digits[1][:200]
    made = [
        DigitClassifier(epochs=1, random_state=0).fit(x, labels).predict_proba(x)
        for x in (images, images / 255, images * 2.0 - 100)
    ]
    assert (made[0] == made[1]).all()
    assert (made[0] == made[2]).all()


def test_scikit_learn_s_own_digits_of_8x8():
    images, labels = load_digits(return_X_y=True)
    made = DigitClassifier(random_state=0).fit(images[:1_000], labels[:1_000])
    assert made.score(images[1_000:], labels[1_000:]) > 0.9


def test_labels_may_be_names(digits):
    names = np.array(["zero", "one", "two"])
    images, labels = digits[0][digits[1] < 3], digits[1][digits[1] < 3]
    made = DigitClassifier(epochs=25, random_state=0).fit(images, names[labels])
    assert made.classes_.tolist() == ["one", "two", "zero"]
    assert (made.predict(images) == names[labels]).mean() > 0.9


def test_the_same_seed_gives_the_same_network_and_leaves_torch_s_alone(digits):
    torch.manual_seed(5)
    before = torch.get_rng_state()
    made = [
        DigitClassifier(epochs=1, random_state=seed).fit(digits[0][:99], digits[1][:99])
        for seed in (1, 1, 2)
    ]
    first, second, third = (each.predict_proba(digits[0][:99]) for each in made)
    assert (first == second).all()
    assert (first != third).any()
    assert (torch.get_rng_state() == before).all()


def test_it_is_searched_in_a_pipeline(digits):
    flat = digits[0].reshape(-1, 784)[:300]
    pipeline = make_pipeline(MinMaxScaler(), DigitClassifier(epochs=4, random_state=0))
    search = GridSearchCV(pipeline, {"digitclassifier__rate": [1e-4, 0.2]}, cv=2)
    search.fit(flat, digits[1][:300])
    assert search.best_params_ == {"digitclassifier__rate": 0.2}
    assert search.best_estimator_.predict(flat).shape == (300,)


def test_it_is_cloned_and_pickled(fitted, digits):
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    assert not hasattr(copy, "network_")
    again = pickle.loads(pickle.dumps(fitted))
    expected = fitted.predict_proba(digits[0][:50])
    assert (again.predict_proba(digits[0][:50]) == expected).all()


def test_a_last_frame_alone_is_no_batch(digits):
    made = DigitClassifier(epochs=1, batch=16, random_state=0).fit(digits[0][:33], digits[1][:33])
    assert made.predict(digits[0][:33]).shape == (33,)


def test_without_epochs_a_small_set_gets_more_steps(digits, monkeypatch):
    monkeypatch.setattr("digitink.train.classifier.STEPS", 10)
    images, labels = digits[0][:100], digits[1][:100]
    assert DigitClassifier(batch=50).fit(images, labels).epochs_ == 5
    assert DigitClassifier(batch=50, epochs=3).fit(images, labels).epochs_ == 3


def test_a_network_has_ten_outputs(digits):
    with pytest.raises(ValueError, match=r"11 of y's labels differ; .* at most 10"):
        DigitClassifier().fit(digits[0][:110], np.arange(110) % 11)
    with pytest.raises(ValueError, match="more than one class"):
        DigitClassifier().fit(digits[0][:9], np.zeros(9))


def test_an_unknown_recipe_and_a_rate_that_is_too_high(digits):
    with pytest.raises(UnknownName, match="no recipe named 'fats'; known: "):
        DigitClassifier("fats").fit(digits[0][:50], digits[1][:50])
    with pytest.raises(TrainingError, match="no finite number; try a lower rate"):
        DigitClassifier(rate=1e20, epochs=30).fit(digits[0][:50], digits[1][:50])


def test_it_is_fetched_when_it_is_used():
    code = "import sys, digitink.train; print({'sklearn', 'torch'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
    with pytest.raises(AttributeError, match="no attribute 'DigitsClassifier'"):
        digitink.train.DigitsClassifier  # noqa: B018


def test_without_scikit_learn_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.base", None)
    monkeypatch.delitem(sys.modules, "digitink.train.classifier")
    with pytest.raises(MissingExtra, match=r"digitink\[sklearn\]"):
        digitink.train.__getattr__("DigitClassifier")
