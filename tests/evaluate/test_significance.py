import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitink.evaluate.significance import holm, mcnemar

COUNTS = st.integers(0, 300)


def test_a_textbook_split():
    # 10 of 12 tosses on one side: 2 · (1 + 12 + 66) / 4096
    assert mcnemar(10, 2) == pytest.approx(2 * 79 / 4096)


@pytest.fixture(scope="module")
def binomtest():
    return pytest.importorskip("scipy.stats", reason="SciPy is not installed").binomtest


@given(first=COUNTS, second=COUNTS)
def test_it_is_the_exact_binomial_test(binomtest, first, second):
    expected = binomtest(first, first + second).pvalue if first + second else 1
    assert mcnemar(first, second) == pytest.approx(expected)
    assert mcnemar(first, second) == mcnemar(second, first)


def test_thousands_of_disagreements_are_no_overflow():
    assert 0 < mcnemar(5_000, 4_000) < 1e-20


def test_no_counts_are_refused():
    with pytest.raises(ValueError, match="no counts"):
        mcnemar(-1, 2)


def test_several_tests_are_believed_together():
    # Holm's own procedure by hand: 3 · 0.01, 2 · 0.02, then 0.04 held up by the one before.
    assert holm([0.02, 0.04, 0.01]) == pytest.approx([0.04, 0.04, 0.03])
    assert holm([0.6]) == [0.6]
    assert holm([0.9, 0.8]) == [1, 1]
    assert holm([]) == []
