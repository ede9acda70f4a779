import math

import cv2
import numpy as np
import pytest

from digitink.evaluate import distortions

N = 64
MIDDLE = np.array([13.5, 13.5])


@pytest.fixture
def random():
    return np.random.default_rng(0)


def frames(value=0.0):
    return np.full((N, 28, 28), value, np.float32)


def bars():
    """An upright bar, 4 wide and 20 tall, in the very middle of each frame."""
    drawn = frames()
    drawn[:, 4:24, 12:16] = 1
    return drawn


def centres(pixels):
    """The centres of mass (N, 2) as x and y."""
    places = np.arange(28)
    x, y = pixels.sum(axis=1) @ places, pixels.sum(axis=2) @ places
    return np.stack([x, y], axis=1) / pixels.sum(axis=(1, 2))[:, None]


def leanings(pixels):
    """The angle in radians of each frame's longer axis from the vertical."""
    moments = [cv2.moments(frame) for frame in pixels]
    return np.array([math.atan2(2 * m["mu11"], m["mu02"] - m["mu20"]) / 2 for m in moments])


def test_shot_noise_is_poisson_on_ink_alone(random):
    grey = distortions.shot_noise(frames(0.5), random)
    counts = grey * distortions.PHOTONS
    assert np.allclose(counts, np.rint(counts), atol=1e-6)
    assert (grey.mean(), counts.var()) == pytest.approx((0.5, 1.5), rel=0.02)
    assert not distortions.shot_noise(frames(), random).any()


def test_impulse_noise_hits_its_share_half_dark_half_light(random):
    noisy = distortions.impulse_noise(frames(0.5), random)
    shares = [(noisy == value).mean() for value in (0, 0.5, 1)]
    assert shares == pytest.approx([0.085, 0.83, 0.085], rel=0.05)


def test_glass_blur_scatters_ink_beyond_what_blur_does(random):
    seen = distortions.glass_blur(bars(), random)
    plain = distortions.blurred(distortions.blurred(bars(), 0.7), 0.7)
    assert seen.sum(axis=(1, 2)) == pytest.approx(np.full(N, 80), rel=0.02)
    assert np.hypot(*(centres(seen) - MIDDLE).T).max() < 1.5
    assert np.abs(seen - plain).max(axis=(1, 2)).min() > 0.2
    assert len(np.unique(seen, axis=0)) == N


def test_glass_blur_keeps_what_is_all_alike(random):
    assert distortions.glass_blur(frames(0.5), random) == pytest.approx(frames(0.5), abs=1e-5)


def test_motion_blur_draws_out_to_one_side(random):
    dots = frames()
    dots[:, 14, 14] = 1
    seen = distortions.motion_blur(dots, random)
    assert seen.sum(axis=(1, 2)) == pytest.approx(np.ones(N), abs=1e-5)
    moved = centres(seen) - 14
    assert np.hypot(*moved.T) == pytest.approx(np.full(N, 2.15), abs=0.4)
    assert (np.abs(moved[:, 0]) > np.abs(moved[:, 1]) - 0.3).all()
    assert len(set(np.sign(moved[:, 0]))) == 1
    assert len(set(np.sign(moved[:, 1]))) >= 2


def test_shear_leans_about_the_middle_to_either_side(random):
    seen = distortions.shear(bars(), random)
    assert centres(seen) == pytest.approx(np.tile(MIDDLE, (N, 1)), abs=0.1)
    row = seen[:, 4]
    top = row @ np.arange(28) / row.sum(axis=1) - 13.5
    assert np.abs(top) == pytest.approx(np.full(N, 9.5 * math.tan(0.4)), abs=0.1)
    assert {-1, 1} == set(np.sign(top))


def test_scale_shrinks_about_the_middle(random):
    seen = distortions.scale(bars(), random)
    assert seen.sum(axis=(1, 2)) == pytest.approx(np.full(N, 0.7**2 * 80), rel=0.05)
    assert centres(seen) == pytest.approx(np.tile(MIDDLE, (N, 1)), abs=0.01)


def test_rotate_turns_about_the_middle_to_either_side(random):
    seen = distortions.rotate(bars(), random)
    assert seen.sum(axis=(1, 2)) == pytest.approx(np.full(N, 80), rel=0.01)
    assert centres(seen) == pytest.approx(np.tile(MIDDLE, (N, 1)), abs=0.05)
    angles = leanings(seen)
    assert np.abs(angles) == pytest.approx(np.full(N, 0.4), abs=0.01)
    assert {-1, 1} == set(np.sign(angles))


def test_brightness_lifts_paper_and_keeps_full_ink(random):
    drawn = bars()
    drawn[:, 10, 10] = 0.25
    seen = distortions.brightness(drawn, random).clip(0, 1)
    assert np.unique(seen).tolist() == [0.5, 0.75, 1]
    assert (seen[drawn == 1] == 1).all()


def test_translate_moves_three_pixels_along_any_diagonal(random):
    moved = centres(distortions.translate(bars(), random)) - MIDDLE
    ways = {tuple(way) for way in np.rint(moved).astype(int).tolist()}
    assert ways == {(-3, -3), (-3, 3), (3, -3), (3, 3)}


def test_canny_edges_leaves_outlines_alone(random):
    squares = frames()
    squares[:, 6:22, 6:22] = 1
    seen = distortions.canny_edges(squares, random)
    assert set(np.unique(seen)) == {0, 1}
    assert not seen[:, 9:19, 9:19].any()
    assert (seen[:, 14].sum(axis=1) == 2).all()
    assert not distortions.canny_edges(frames(), random).any()
