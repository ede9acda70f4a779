"""Boxes as dark as the ink: digits in them are read as on bare paper, and nothing else is a box."""

import cv2
import numpy as np
import pytest

import digitink
from digitink.boxes import without_boxes
from digitink.train import letters, shapes

HEIGHT, WIDTH = 300, 640
MARGIN = 140, 40  # left of and above what is drawn


def drawn(*lines, thick=7, turn=0.0):
    """Polylines turned by degrees: (300, 640) float32, 0 paper to 1 ink."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    for points in lines:
        cv2.polylines(ink, [np.array(points) + MARGIN], False, 255, thick, cv2.LINE_AA)
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), turn, 1)
    return cv2.warpAffine(ink, matrix, (WIDTH, HEIGHT)).astype(np.float32) / 255


def rectangle(x0, y0, x1, y1):
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]


FOUR = [[[120, 60], [85, 118], [155, 120]], [[140, 90], [134, 165]]]
SEVEN = [[[210, 56], [285, 52], [245, 165]]]
ZERO = [[[385 + 30 * np.cos(a), 110 + 52 * np.sin(a)] for a in np.linspace(0, 2 * np.pi, 40)]]
ZERO = [np.rint(ZERO[0]).astype(int).tolist()]
DIGITS = [*FOUR, *SEVEN, *ZERO]
ROUND_ALL = [rectangle(50, 30, 440, 190)]
ROW = [*ROUND_ALL, [[180, 30], [180, 190]], [[310, 30], [310, 190]]]
APART = [rectangle(x, 30, x + 115, 190) for x in (60, 190, 325)]
ABOVE = [rectangle(50, 4, 440, 190), [[50, 30], [440, 30]]]
EMPTY = [*APART, rectangle(-70, 30, 45, 190)]
BOXES = {"round all": ROUND_ALL, "a row": ROW, "apart": APART, "one empty": EMPTY, "above": ABOVE}


def read(ink):
    return digitink.read(np.rint(235 - 200 * ink).astype(np.uint8)).text


@pytest.mark.parametrize("turn", [-4, 0, 2])
@pytest.mark.parametrize("name", BOXES)
def test_digits_in_boxes_are_read(name, turn):
    boxed = np.maximum(drawn(*DIGITS, turn=turn), drawn(*BOXES[name], thick=3, turn=turn))
    assert read(boxed) == "470"


def test_boxes_on_what_is_partly_transparent_are_no_ink():
    boxed = np.maximum(drawn(*DIGITS), drawn(*ROW, thick=3))
    grey = np.rint(235 - 200 * boxed).astype(np.uint8)
    corner = np.dstack([grey, grey, grey, np.full(grey.shape, 255, np.uint8)])
    corner[:4, :4, 3] = 0
    alone = np.dstack([np.zeros((*grey.shape, 3), np.uint8), np.rint(255 * boxed).astype(np.uint8)])
    assert digitink.read(corner).text == digitink.read(alone).text == "470"


def comb(*teeth, line=172, height=35):
    """A level line with upright ones on it."""
    return [
        [[teeth[0], line], [teeth[-1], line]],
        *([[x, line], [x, line - height]] for x in teeth),
    ]


COMBS = {
    "for three": comb(50, 180, 310, 440),
    "for one each": [*comb(60, 175), *comb(190, 305), *comb(325, 440)],
    "one empty": [*comb(-70, 45), *comb(60, 175), *comb(190, 305), *comb(325, 440)],
    "that digits touch": comb(50, 180, 310, 440, line=163),
    "cut off on the left": [*comb(50, 180, 310, 440), [[-140, 172], [50, 172]]],
}


@pytest.mark.parametrize("turn", [-4, 0, 2])
@pytest.mark.parametrize("name", COMBS)
def test_digits_on_combs_are_read(name, turn):
    lined = np.maximum(drawn(*DIGITS, turn=turn), drawn(*COMBS[name], thick=3, turn=turn))
    assert read(lined) == "470"


def table(rows, columns, *, wide=80, outer=3, inner=3):
    """A table with a 4 in each of its boxes, of 100 pixels each in height, as (H, W) float32."""
    ink = np.zeros((100 * rows + 80, wide * columns + 80), np.uint8)
    for x in range(40 + wide, 40 + wide * columns, wide):
        cv2.line(ink, (x, 40), (x, 40 + 100 * rows), 255, inner)
    for y in range(140, 40 + 100 * rows, 100):
        cv2.line(ink, (40, y), (40 + wide * columns, y), 255, inner)
    cv2.rectangle(ink, (40, 40), (40 + wide * columns, 40 + 100 * rows), 255, outer)
    for y in range(40, 40 + 100 * rows, 100):
        for x in range(40, 40 + wide * columns, wide):
            corner = x + (wide - 75) // 2, y
            for points in ([[32, 22], [18, 52], [50, 53]], [[45, 38], [42, 78]]):
                cv2.polylines(ink, [np.array(points) + corner], False, 255, 5, cv2.LINE_AA)
    return ink.astype(np.float32) / 255


@pytest.mark.parametrize(
    ("rows", "columns", "given"),
    [
        (1, 1, {}),
        (2, 4, {}),
        (3, 1, {}),
        (3, 2, {}),
        (5, 3, {}),
        (1, 4, {"wide": 46}),
        (1, 4, {"wide": 150}),
        (1, 4, {"outer": 6, "inner": 2}),
        (1, 4, {"outer": 2, "inner": 5}),
        (1, 20, {}),
    ],
)
def test_rows_and_columns_of_boxes(rows, columns, given):
    assert read(table(rows, columns, **given)) == "\n".join(["4" * columns] * rows)


def test_so_dense_a_grid_is_soon_left_alone():
    grid = np.zeros((600, 600), np.float32)
    grid[::6] = grid[:, ::6] = 1
    assert without_boxes(grid) is grid


@pytest.mark.parametrize("name", ["round all", "a row", "apart"])
def test_nothing_of_the_boxes_is_left_and_nothing_of_the_digits_gone(name):
    digits, boxes = drawn(*DIGITS), drawn(*BOXES[name], thick=3)
    bare = without_boxes(np.maximum(digits, boxes))
    assert not (bare[(digits < 0.1)] > 0.5).any()
    assert (bare > 0.5)[digits > 0.5].all()


def test_strokes_that_cross_a_side_stay_whole():
    digits = drawn(*DIGITS, [[245, 165], [238, 205]])  # a 7 that goes out of its box
    bare = without_boxes(np.maximum(digits, drawn(*ROW, thick=3)))
    lost = np.count_nonzero((digits > 0.5) & (bare <= 0.5))
    assert lost < 0.02 * np.count_nonzero(digits > 0.5)
    assert read(bare) == "470"


def test_what_was_given_stays_as_it_is():
    boxed = np.maximum(drawn(*DIGITS), drawn(*ROW, thick=3))
    before = boxed.copy()
    assert without_boxes(boxed) is not boxed
    assert np.array_equal(boxed, before)


@pytest.mark.parametrize(
    "lines",
    [
        DIGITS,
        ROUND_ALL,  # an angular 0, for all one knows
        [*ROUND_ALL, [[50, 110], [440, 110]]],  # and an 8
        [[[50, 30], [440, 30]], [[50, 190], [440, 190]], *DIGITS],  # no sides
        [ROUND_ALL[0][:4], *DIGITS],  # three sides
        [rectangle(50, 30, 440, 190), [[200, 100], [220, 110]]],  # little is in it
        [[[60, 150], [260, 10], [420, 60], [220, 200], [60, 150]], *SEVEN],  # aslant
        [*comb(60, 320, 400, height=110), *SEVEN],  # 1s on a line
        [*comb(60, 320, 400), [[100, 100], [100, 140]]],  # nothing as high as a digit is on it
        [*comb(60, 90, 400), *DIGITS],  # teeth that are too close
        [*comb(60, 320, 400), *comb(320, 320, height=70), *DIGITS],  # of two heights
        [[[60, 172], [400, 172]], *comb(180, 320), *DIGITS],  # teeth at neither end
    ],
    ids=[
        "digits",
        "empty",
        "divided",
        "two lines",
        "three lines",
        "a speck",
        "aslant",
        "ones on a line",
        "an empty comb",
        "close teeth",
        "uneven teeth",
        "teeth within",
    ],
)
def test_what_is_no_box_stays(lines):
    ink = drawn(*lines, thick=3)
    assert without_boxes(ink) is ink


def test_no_made_up_digit_or_letter_is_a_box():
    random = np.random.RandomState(3)
    inks = [shapes.draw(random)[0] for _ in range(100)]
    inks += [letters.draw(random, letters.TRAINED) for _ in range(100)]
    for ink in inks:
        pixels = ink.raster().pixels
        assert without_boxes(pixels) is pixels


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (24, 24), (24, 2000), (300, 300)])
@pytest.mark.parametrize("value", [0, 1])
def test_blank_and_full_pictures_stay(shape, value):
    ink = np.full(shape, value, np.float32)
    assert without_boxes(ink) is ink
