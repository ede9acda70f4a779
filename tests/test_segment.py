"""Which ink hangs together, and which of it may be digits."""

import cv2
import numpy as np
import pytest

from digitink import limits
from digitink.errors import InputError
from digitink.parts import Division
from digitink.segment import Blobs, whole


def paper(height, width):
    return np.zeros((height, width), np.float32)


def boxes(pixels):
    return sorted(map(tuple, Blobs(pixels).boxes.astype(int).tolist()))


def pieces(pixels):
    blobs = Blobs(pixels)
    return [blobs.piece([i]) for i in range(len(blobs.boxes))]


@pytest.mark.parametrize(
    "pixels", [paper(0, 0), paper(0, 9), paper(50, 50), np.full((50, 50), 0.1, np.float32)]
)
def test_no_ink(pixels):
    assert boxes(pixels) == []
    assert whole(pixels) is None


def test_ink_that_hangs_together_is_a_blob():
    pixels = paper(120, 200)
    cv2.line(pixels, (30, 40), (60, 80), 1.0, 6)
    cv2.line(pixels, (60, 80), (30, 105), 1.0, 6)
    pixels[20:105, 120:126] = 1
    assert [box[0] // 10 for box in boxes(pixels)] == [2, 12]


def test_several_blobs_are_one_piece():
    pixels = paper(100, 100)
    pixels[10:20, 30:70] = pixels[40:90, 30:40] = pixels[40:90, 80:90] = 1
    piece = Blobs(pixels).piece([0, 1])
    assert piece.box == (29, 9, 71, 91)
    assert piece.pixels.sum() == 900


def joined():
    """Two squares and a bar between them, one blob; a third square stands apart."""
    pixels = paper(100, 300)
    for x in (10, 110, 220):
        cv2.rectangle(pixels, (x, 20), (x + 60, 80), 1.0, 6)
    pixels[48:54, 70:110] = 1
    return pixels


def test_a_blob_is_cut_into_pieces_that_make_it_up():
    blobs = Blobs(joined())
    (blob,) = np.flatnonzero(blobs.boxes[:, 0] == 7)
    before = blobs.piece([blob])
    pieces = blobs.cut(int(blob), 60).pieces
    places = [place for place, _, _ in pieces]
    assert places == list(range(2, len(blobs.boxes)))
    assert [blobs.boxes[place].tolist() for place in places] == [b.tolist() for _, b, _ in pieces]
    assert min(ink for _, _, ink in pieces[1:]) == pytest.approx(1, abs=0.4)
    for whole_again in (blobs.piece([blob]), blobs.piece(places)):
        assert whole_again.box == before.box
        assert (whole_again.pixels == before.pixels).all()
    parts = [blobs.piece([place]).pixels.sum() for place in places]
    assert sum(parts) == before.pixels.sum()


def test_a_line_that_digits_stand_on_is_a_piece_by_itself():
    pixels = joined()
    pixels[48:54, 70:110] = 0
    pixels[78:82, 4:290] = 1  # the foot of all three squares
    blobs = Blobs(pixels)
    cut = blobs.cut(0, 60)
    places = [place for place, _, _ in cut.pieces]
    assert len(places) >= 3
    assert cut.line == places[-1] + 1 == len(blobs.boxes) - 1
    bare, lined = blobs.piece(places[:1]), blobs.piece([places[0], cut.line])
    assert lined.box[0] == bare.box[0]
    assert lined.box[2] == bare.box[2]
    assert lined.pixels.sum() > bare.pixels.sum()
    assert blobs.piece([0]).pixels.sum() == pixels.sum()


def test_what_has_no_cut_stays_as_it_is():
    pixels = paper(100, 200)
    pixels[20:80, 20:180] = 1
    blobs = Blobs(pixels)
    assert blobs.cut(0, 60) == Division()
    assert len(blobs.boxes) == 1


@pytest.mark.parametrize(
    ("rows", "columns", "is_cut_off"),
    [
        ((92, 100), (30, 80), True),  # below, wide
        ((0, 8), (30, 80), True),
        ((91, 99), (30, 80), False),  # not at the edge
        ((70, 100), (30, 80), False),  # high enough for a digit
        ((40, 52), (0, 12), True),  # on the left, small
        ((85, 100), (30, 42), False),  # a small digit
        ((40, 48), (0, 40), False),  # a minus
        ((40, 52), (188, 200), True),
    ],
)
def test_what_an_edge_has_cut_off_is_told_from_digits(rows, columns, is_cut_off):
    pixels = paper(100, 200)
    for x in (60, 100, 140):
        pixels[20:80, x : x + 20] = 1
    pixels[slice(*rows), slice(*columns)] = 1
    blobs = Blobs(pixels)
    (place,) = (i for i, box in enumerate(blobs.boxes) if box[0] == columns[0])
    assert blobs.cut_off == (frozenset({place}) if is_cut_off else frozenset())


def test_digits_that_hang_together_are_not_cut_off_for_their_width():
    pixels = paper(80, 400)
    pixels[:, 10:16] = 1
    pixels[40:80, 60:380] = 1  # wider than four 1s are high
    assert Blobs(pixels).cut_off == frozenset()


def test_the_only_ink_is_not_cut_off():
    pixels = paper(100, 200)
    pixels[96:100, 20:180] = 1
    assert Blobs(pixels).cut_off == frozenset()
    pixels[:4, 20:180] = 1  # an equals sign, cropped exactly
    assert Blobs(pixels).cut_off == frozenset()


def test_dust_is_left_out_and_erased():
    pixels = paper(120, 120)
    cv2.circle(pixels, (60, 60), 40, 1.0, 8)
    pixels[58:61, 58:61] = 1  # inside the 0
    pixels[5:8, 110:113] = 1
    (blob,) = pieces(pixels)
    for piece in (blob, whole(pixels)):
        assert piece.box == (15, 15, 106, 106)
        assert piece.pixels[43:46, 43:46].max() == 0


@pytest.mark.parametrize("top", [2, 75, 100])
def test_a_ruled_line_is_left_out_and_erased(top):
    pixels = paper(110, 200)
    for x in (20, 80, 140):
        pixels[10:70, x : x + 30] = 1
    pixels[top : top + 4, 5:195] = 1
    assert boxes(pixels) == [(x, 10, x + 30, 70) for x in (20, 80, 140)]
    for piece in pieces(pixels):
        assert piece.pixels[1:-1].all(axis=0).sum() == 30


def test_a_line_beside_nothing_but_dust_is_ink():
    pixels = paper(60, 200)
    pixels[30:34, 20:100] = 1
    pixels[5:14, 5:14] = 1
    assert boxes(pixels) == [(20, 30, 100, 34)]


def test_the_whole_has_ruled_lines_as_well():
    pixels = paper(90, 200)
    pixels[10:70, 80:110] = 1
    pixels[80:84, 5:195] = 1
    assert whole(pixels).box == (4, 9, 196, 85)


def test_a_piece_holds_no_ink_of_its_neighbours():
    pixels = paper(100, 120)
    cv2.line(pixels, (20, 90), (60, 10), 1.0, 5)
    cv2.line(pixels, (55, 90), (95, 10), 1.0, 5)
    found = pieces(pixels)
    assert len(found) == 2
    assert sum(piece.pixels.sum() for piece in found) == pytest.approx(pixels.sum())


def test_faint_rims_are_kept():
    pixels = paper(40, 60)
    pixels[9:31, 9:21] = 0.2
    pixels[10:30, 10:20] = 1
    pixels[10:30, 40:50] = 1
    assert pieces(pixels)[0].pixels.sum() == pytest.approx(pixels[:, :30].sum())


def test_more_blobs_than_16_bits_count():
    dots = paper(600, 600)
    dots[::2, ::2] = 1
    assert whole(dots).box == (0, 0, 600, 600)


def test_too_many_blobs(monkeypatch):
    monkeypatch.setattr(limits, "BLOBS", 3)
    pixels = paper(20, 100)
    for x in range(5, 85, 20):
        pixels[5:15, x : x + 8] = 1
    with pytest.raises(InputError, match="4 pieces of ink; at most 3 "):
        Blobs(pixels)
