"""Which ink belongs together."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitink import limits
from digitink.errors import InputError
from digitink.segment import segment


def paper(height, width):
    return np.zeros((height, width), np.float32)


def boxes(pixels, **options):
    return [[piece.box for piece in line] for line in segment(pixels, **options)]


def test_no_ink_no_lines():
    assert segment(paper(0, 0)) == []
    assert segment(paper(50, 50)) == []
    assert segment(np.full((50, 50), 0.1, np.float32)) == []


@given(st.lists(st.integers(10, 40), min_size=1, max_size=8), st.integers(6, 30))
def test_as_many_pieces_as_blobs_from_left_to_right(widths, gap):
    pixels = paper(80, sum(widths) + gap * len(widths) + 20)
    x, starts = 5, []
    for width in widths:
        pixels[10:70, x : x + width] = 1
        starts.append(x)
        x += width + gap
    (line,) = boxes(pixels)
    assert [box[0] for box in line] == [x - 1 for x in starts]  # with the rim of one pixel


def test_the_loose_bar_of_a_5_belongs_to_it():
    pixels = paper(120, 200)
    cv2.polylines(pixels, [np.array([[30, 40], [30, 70], [60, 80], [30, 105]])], False, 1.0, 6)
    cv2.line(pixels, (30, 20), (70, 20), 1.0, 6)
    cv2.line(pixels, (120, 20), (120, 105), 1.0, 6)
    (line,) = boxes(pixels)
    assert len(line) == 2


def test_dust_is_left_out_and_erased():
    pixels = paper(120, 120)
    cv2.circle(pixels, (60, 60), 40, 1.0, 8)
    pixels[58:61, 58:61] = 1  # inside the 0
    pixels[5:8, 110:113] = 1
    for single in (False, True):
        ((piece,),) = segment(pixels, single=single)
        assert piece.box == (15, 15, 106, 106)
        assert piece.pixels[43:46, 43:46].max() == 0


@pytest.mark.parametrize("top", [2, 75, 100])
def test_a_ruled_line_is_left_out_and_erased(top):
    pixels = paper(110, 200)
    for x in (20, 80, 140):
        pixels[10:70, x : x + 30] = 1
    pixels[top : top + 4, 5:195] = 1
    (line,) = segment(pixels)
    assert [piece.box for piece in line] == [(x - 1, 9, x + 31, 71) for x in (20, 80, 140)]
    assert all(piece.pixels[1:-1].all(axis=0).sum() == 30 for piece in line)


def test_a_line_beside_nothing_but_dust_is_ink():
    pixels = paper(60, 200)
    pixels[30:34, 20:100] = 1
    pixels[5:14, 5:14] = 1
    assert boxes(pixels) == [[(19, 29, 101, 35)]]


def test_single_takes_a_ruled_line_as_well():
    pixels = paper(90, 200)
    pixels[10:70, 80:110] = 1
    pixels[80:84, 5:195] = 1
    assert boxes(pixels, single=True) == [[(4, 9, 196, 85)]]


def test_single_is_one_piece():
    pixels = paper(60, 200)
    pixels[10:50, 10:30] = pixels[10:50, 150:170] = 1
    assert boxes(pixels, single=True) == [[(9, 9, 171, 51)]]


def test_two_lines():
    pixels = paper(200, 200)
    pixels[10:60, 20:40] = pixels[15:65, 90:110] = 1
    pixels[110:160, 50:70] = 1
    assert boxes(pixels) == [[(19, 9, 41, 61), (89, 14, 111, 66)], [(49, 109, 71, 161)]]


def test_a_piece_holds_no_ink_of_its_neighbours():
    pixels = paper(100, 120)
    cv2.line(pixels, (20, 90), (60, 10), 1.0, 5)
    cv2.line(pixels, (55, 90), (95, 10), 1.0, 5)
    (line,) = segment(pixels)
    assert len(line) == 2
    assert sum(piece.pixels.sum() for piece in line) == pytest.approx(pixels.sum())


def test_faint_rims_are_kept():
    pixels = paper(40, 60)
    pixels[9:31, 9:21] = 0.2
    pixels[10:30, 10:20] = 1
    pixels[10:30, 40:50] = 1
    first = segment(pixels)[0][0]
    assert first.pixels.sum() == pytest.approx(pixels[:, :30].sum())


def test_more_blobs_than_16_bits_count():
    dots = paper(600, 600)
    dots[::2, ::2] = 1
    assert boxes(dots, single=True) == [[(0, 0, 600, 600)]]


def test_too_many_pieces(monkeypatch):
    monkeypatch.setattr(limits, "DIGITS", 3)
    pixels = paper(20, 100)
    for x in range(5, 85, 20):
        pixels[5:15, x : x + 8] = 1
    with pytest.raises(InputError, match="4 pieces of ink; at most 3"):
        segment(pixels)
