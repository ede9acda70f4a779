import numpy as np
import pytest
from pygame import Rect

from digitink.desktop.brush import PIECE, ROUNDING, Brush, reach, stamp

SEAM = 48  # of 255: two pieces may meet within a pixel
WAVE = [(20 + 3.0 * i, 60 + 30 * np.sin(i / 6), 8.0 * i, 0.5) for i in range(60)]


def drawn(points, *, pieces=None, scale=1.0, pen=9.0):
    """Coverage of a stroke, handed to the brush in `pieces` points at a time."""
    coverage = np.zeros((int(120 * scale), int(240 * scale)), np.uint8)
    brush = Brush(points[0], scale=scale, pen=pen)
    for end in range(1, len(points) + 1, pieces or len(points)):
        stamp(coverage, brush.advance(points[:end]))
    stamp(coverage, brush.advance(points))
    stamp(coverage, brush.tip(points))
    return coverage


@pytest.mark.parametrize("pieces", [1, 2, 7])
def test_a_stroke_looks_the_same_however_it_grew(pieces):
    differences = np.abs(drawn(WAVE, pieces=pieces).astype(int) - drawn(WAVE))
    assert differences.max() <= SEAM
    assert differences.sum() <= 3 * 255


def test_asking_for_the_tip_changes_nothing():
    brush = Brush(WAVE[0])
    brush.advance(WAVE[:20])
    assert brush.tip(WAVE[:20]) == brush.tip(WAVE[:20])
    assert brush.advance(WAVE[:20]) == brush.advance(WAVE[:20])


def test_the_edges_are_smooth():
    coverage = drawn(WAVE)
    rim = ((coverage > 0) & (coverage < 255)).sum()
    assert rim > 2 * 60 * 3  # about a pixel along both sides
    assert len(np.unique(coverage)) > 12


def test_a_tap_is_a_round_dot_of_the_pens_width():
    coverage = drawn([(60.5, 60.5, 0, 0.5)], pen=20)
    ys, xs = np.nonzero(coverage > 127)
    assert np.ptp(xs) + 1 == pytest.approx(1.12 * 20, abs=2)
    assert np.ptp(xs) == np.ptp(ys)
    assert coverage.sum() / 255 == pytest.approx(np.pi * 11.2**2, rel=0.1)


def test_a_fast_pen_leaves_less_and_a_pressed_one_more():
    def line(ms, pressure):
        return drawn([(20.0 + 5 * i, 60.0, ms * i, pressure) for i in range(30)]).sum()

    assert line(1, 0.5) < 0.8 * line(50, 0.5)
    assert line(50, 1.0) > 1.3 * line(50, 0.5)


def test_a_finer_screen_shows_the_same_ink_larger():
    fine = drawn(WAVE, scale=2).reshape(120, 2, 240, 2).mean(axis=(1, 3))
    assert np.abs(fine - drawn(WAVE)).mean() < 1


def test_whole_pixels_of_a_mouse_do_not_show():
    slope = [(20 + 3.0 * i, 30 + 0.7 * i, 8.0 * i, 0.5) for i in range(60)]
    rounded = [(x, float(round(y)), t, p) for x, y, t, p in slope]

    def wobble(points):
        samples = np.array(Brush(points[0]).advance(points))
        return np.abs(samples[:, 1] - (30 + 0.7 * (samples[:, 0] - 20) / 3)).mean()

    assert wobble(rounded) < 0.6 * np.mean([abs(y - round(y)) for _, y, *_ in slope])


def test_a_corner_keeps_its_place():
    corner = [
        *((20.0 + 10 * i, 20.0) for i in range(6)),
        *((70.0, 30.0 + 10 * i) for i in range(6)),
    ]
    points = [(*at, 8.0 * i, 0.5) for i, at in enumerate(corner)]
    samples = np.array(Brush(points[0]).advance(points))
    gap = np.hypot(samples[:, 0] - 70, samples[:, 1] - 20).min()
    assert gap < 5 + ROUNDING


def test_ink_outside_is_left_out():
    coverage = np.zeros((50, 50), np.uint8)
    touched = stamp(coverage, [(-100.0, 20.0, 8.0), (200.0, 20.0, 8.0)])
    assert touched == Rect(0, 15, 50, 10)
    assert coverage[20].all()
    assert not stamp(coverage, [(500.0, 500.0, 8.0)])


def test_a_part_is_drawn_as_in_the_whole():
    way = Brush(WAVE[0], pen=9).advance(WAVE)
    whole = np.zeros((120, 240), np.uint8)
    stamp(whole, way)
    part = np.zeros((40, 60), np.uint8)
    stamp(part, way, origin=(50, 40))
    assert np.array_equal(part, whole[40:80, 50:110])


def test_a_long_stroke_is_drawn_in_pieces_without_a_seam():
    way = [(10.0 + 0.5 * i, 30.0, 8.0) for i in range(3 * PIECE)]
    coverage = np.zeros((60, 240), np.uint8)
    touched = stamp(coverage, way)
    assert touched.contains(reach(way).clip(touched))
    assert (coverage[30, 12:100] == 255).all()
