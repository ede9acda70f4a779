import numpy as np
import pytest

from digitink.evaluate import overlays

N = 64


@pytest.fixture
def random():
    return np.random.default_rng(0)


def frames(value=0.0):
    return np.full((N, 28, 28), value, np.float32)


def from_line(x, y):
    """How far points stand from the straight line that fits them best, with sign."""
    return y - np.polyval(np.polyfit(x, y, 1), x)


def test_stripe_inverts_all_but_the_middle(random):
    digits = random.random((N, 28, 28), np.float32)
    seen = overlays.stripe(digits, random)
    assert np.array_equal(seen[:, :, 7:21], digits[:, :, 7:21])
    assert seen[:, :, :7] == pytest.approx(1 - digits[:, :, :7])
    assert seen[:, :, 21:] == pytest.approx(1 - digits[:, :, 21:])


def half_inked():
    drawn = frames()
    drawn[:, :, 14:] = 1
    return drawn


def test_fog_hides_three_quarters_of_the_contrast():
    digits = half_inked()
    drawn = overlays.fog(digits, np.random.default_rng(7))
    turned = overlays.fog(1 - digits, np.random.default_rng(7))
    assert drawn - turned == pytest.approx((2 * digits - 1) / 4, abs=1e-6)
    paper = np.minimum(drawn, turned)
    assert paper.min() >= 0
    assert paper.max() <= 0.75
    assert len(np.unique(paper, axis=0)) == N


def test_fog_leaves_a_grey_digit_no_brighter_than_it_was(random):
    seen = overlays.fog(half_inked() / 2, random)
    assert 0.05 < seen.max() <= 0.5


def test_fog_is_cloudy_at_all_scales(random):
    paper = overlays.fog(half_inked(), random)[:, :, :14]
    near = np.abs(np.diff(paper, axis=2)).mean()
    far = np.abs(paper[:, :, 12:] - paper[:, :, :-12]).mean()
    assert 0.002 < near < far / 2


def test_spatter_lays_the_same_mud_over_paper_and_ink():
    paper, ink = (overlays.spatter(frames(value), np.random.default_rng(7)) for value in (0, 1))
    muddy = paper > 0
    assert np.array_equal(muddy, ink < 1)
    assert 0.05 < muddy.mean() < 0.5
    assert paper.max() == pytest.approx(63 / 255, abs=1e-6)
    assert 63 / 255 - 1e-6 <= ink.min() < 0.3
    assert ink[muddy].max() <= 0.2 + 0.8 * 63 / 255 + 1e-6


def test_a_dotted_line_runs_straight_from_side_to_side_in_dots_of_two_columns(random):
    seen = overlays.dotted_line(frames(), random)
    columns = np.arange(28) // 2 % 2 == 1
    for frame in seen:
        assert np.array_equal(frame.max(axis=0) > 0, columns)
        y, x = np.nonzero(frame > 0.4)
        assert np.abs(from_line(x, y)).max() < 1.5
    assert len(np.unique(seen, axis=0)) > N / 2


def test_a_dotted_line_leaves_ink_as_it_is(random):
    assert (overlays.dotted_line(frames(1), random) == 1).all()


def test_a_zigzag_runs_from_side_to_side_on_both_sides_of_its_line(random):
    seen = overlays.zigzag(frames(), random)
    inside = [frame for frame in seen if not frame[[0, 1, 26, 27]].any()]
    assert len(inside) > N / 4
    for frame in inside:
        y, x = np.nonzero(frame > 0.3)
        assert (x.min(), x.max()) == (2, 25)
        distance = from_line(x, y)
        assert distance.min() < -1.2
        assert distance.max() > 1.2
    assert len(np.unique(seen, axis=0)) > N / 2


def test_a_level_zigzag_turns_every_four_columns():
    corners = overlays._teeth([2, 10], [23, 0])
    assert corners[:4].tolist() == [[2, 10], [4, 12], [8, 8], [12, 12]]
    assert corners[-1].tolist() == [25, 10]


def test_a_zigzag_only_adds_ink(random):
    grey = frames(128 / 255)
    seen = overlays.zigzag(grey, random)
    assert (seen >= grey - 1e-6).all()
