"""Products and inverses in parts are what they are as a whole."""

import numpy as np
import pytest

from digitink.hand import products

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("size", [1, 64, 65, 150])
def test_in_parts_as_in_one(size, monkeypatch):
    monkeypatch.setattr(products, "SERIAL", 1_000)
    values = RANDOM.normal(size=(300, size))
    gram = products.product(values.T, values)
    np.testing.assert_allclose(gram, values.T @ values, atol=1e-9)
    np.testing.assert_allclose(products.inverse_of(gram) @ gram, np.eye(size), atol=1e-6)


def test_the_inverse_of_what_is_hardly_regular():
    alike = RANDOM.normal(size=(400, 1)) + 0.05 * RANDOM.normal(size=(400, 330))
    gram = alike.T @ alike + 0.1 * np.eye(330)
    assert np.linalg.cond(gram) > 1e5
    np.testing.assert_allclose(products.inverse_of(gram) @ gram, np.eye(330), atol=1e-7)


@pytest.mark.parametrize(("a", "b"), [((0, 3), (3, 2)), ((2, 0), (0, 3)), ((2, 3), (3, 0))])
def test_of_nothing(a, b):
    found = products.product(np.ones(a), np.ones(b))
    np.testing.assert_array_equal(found, np.ones(a) @ np.ones(b))


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_kind_of_number_stays(kind):
    assert products.product(np.ones((2, 2), kind), np.ones((2, 2), kind)).dtype == kind
