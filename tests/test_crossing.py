"""Whether strokes cross in their middles."""

import numpy as np
import pytest

from digitink.crossing import POINTS, cross, middle

LINE = [(0, 0), (60, 100)]


@pytest.mark.parametrize(
    ("other", "crossed"),
    [
        ([(60, 0), (0, 100)], True),
        ([(0, 55), (60, 45)], True),
        ([(-40, 50), (-20, 50), (30, 40), (30, 60), (80, 60)], True),
        ([(60, 100), (90, 200)], False),  # joined at their ends
        ([(-10, 10), (20, 0)], False),  # crossed near the end of one
        ([(28, 50), (90, 50)], False),  # ... or of the other
        ([(70, 0), (10, -100)], False),
        ([(10, 0), (70, 100)], False),  # beside one another
        (LINE, False),  # one over the other
        ([(30, 50)], False),  # a tap has no middle
        ([(30, 50), (30, 50)], False),
    ],
)
def test_only_what_crosses_in_the_middle_of_both(other, crossed):
    for one, two in ((LINE, other), (LINE[::-1], other), (other, LINE)):
        middles = middle(np.array(one, float)), middle(np.array(two, float))
        for unit in (1e-6, 1, 1e6):
            assert cross(*(unit * points for points in middles)) is crossed


def test_strokes_of_very_many_points_are_looked_at_as_polylines_of_few():
    t = np.linspace(0, 1, 100_000)[:, None]
    one, other = t * (60, 100), (60, 0) + t * (-60, 100)
    assert len(middle(one)) == POINTS < 100
    assert cross(middle(one), middle(other))
