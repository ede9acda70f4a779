"""Whether the difference between two models is more than chance."""

from collections.abc import Sequence
from math import comb


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided p-value of McNemar's exact test, 0..1.

    Of the examples that one of two models has right and the other wrong, the first has `only_first`
    right and the second `only_second`. If both are equally good, that is a fair coin; p is the
    probability of a split at least as uneven (McNemar, 1947, doi 10.1007/BF02295996; for comparing
    classifiers Dietterich, 1998, doi 10.1162/089976698300017197).
    """
    if min(only_first, only_second) < 0:
        raise ValueError(f"{only_first} and {only_second} are no counts")
    n = only_first + only_second
    tail = sum(comb(n, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, 2 * tail / (1 << n))  # whole numbers up to the last division: exact


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values of several tests, each raised so that all of them can be believed together.

    Holm, 1979, Scandinavian Journal of Statistics 6, 65-70: the smallest is multiplied by their
    number, the next by one less, and none ends below a smaller one.
    """
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = highest
    return adjusted
