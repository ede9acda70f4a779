from dataclasses import fields
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitink.desktop.layout import OPENING, SMALLEST, WIDE, arrange, opening_size

sides = st.tuples(st.integers(SMALLEST[0], 4000), st.integers(SMALLEST[1], 2500))


@given(sides)
@example(SMALLEST)
@example(OPENING)
@example((WIDE, SMALLEST[1]))
@example((WIDE - 1, 2500))
def test_everything_is_inside_and_nothing_lies_on_another(size):
    layout = arrange(*size)
    parts = {f.name: getattr(layout, f.name) for f in fields(layout)}
    window = parts.pop("window")
    parts.pop("row")
    assert window.size == size
    for name, part in parts.items():
        assert part.width > 0, name
        assert part.height > 0, name
        assert window.contains(part), name
    for (one, first), (other, second) in combinations(parts.items(), 2):
        assert not first.colliderect(second), (one, other)


@given(sides)
def test_there_is_always_room_to_draw(size):
    sheet = arrange(*size).sheet
    assert sheet.width >= 400
    assert sheet.height >= 120


@pytest.mark.parametrize(
    ("desktop", "size"),
    [((1920, 1080), OPENING), ((1024, 768), (964, 648)), ((320, 240), SMALLEST)],
)
def test_a_new_window_fits_on_the_desktop(desktop, size):
    assert opening_size(*desktop) == size
