import numpy as np

from digitink.data.split import stratified

LABELS = np.random.RandomState(0).choice(10, 3000, p=np.arange(1, 11) / 55)


def test_validation_holds_as_many_of_each_class():
    _, validation = stratified(LABELS, 25)
    assert np.bincount(LABELS[validation]).tolist() == [25] * 10


def test_every_image_is_on_one_side():
    training, validation = stratified(LABELS, 25)
    assert np.array_equal(np.sort(np.concatenate([training, validation])), np.arange(3000))


def test_it_is_always_the_same():
    labels = np.arange(40) % 10
    _, validation = stratified(labels, 1)
    assert validation.tolist() == [2, 4, 8, 9, 10, 21, 23, 35, 36, 37]
