import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitink.evaluate.doubtful import doubtful_labels


def plain(probabilities, labels):
    """Confident learning, an example and a class at a time."""
    classes = range(len(probabilities[0]))
    usual = {}
    for c in classes:
        own = [row[c] for row, label in zip(probabilities, labels, strict=True) if label == c]
        if own:
            usual[c] = np.mean(own)
    found = []
    for row, label in zip(probabilities, labels, strict=True):
        reached = [c for c in usual if row[c] >= usual[c]]
        found.append(bool(reached) and max(reached, key=lambda c: (row[c], -c)) != label)
    return found


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_it_equals_a_plain_loop(seed, n):
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.full(4, 0.3), n)
    labels = random.integers(0, 3, n)  # no example of the last class
    assert doubtful_labels(probabilities, labels).tolist() == plain(probabilities, labels)


def test_a_wrong_label_among_sure_answers_is_found():
    probabilities = np.full((20, 2), 0.05)
    labels = np.arange(20) % 2
    probabilities[np.arange(20), labels] = 0.95
    probabilities[3] = 0.98, 0.02  # labelled 1
    assert np.flatnonzero(doubtful_labels(probabilities, labels)).tolist() == [3]


def test_a_wavering_mistake_is_no_doubtful_label():
    probabilities = np.full((20, 2), 0.05)
    labels = np.arange(20) % 2
    probabilities[np.arange(20), labels] = 0.95
    probabilities[3] = 0.6, 0.4
    assert not doubtful_labels(probabilities, labels).any()
