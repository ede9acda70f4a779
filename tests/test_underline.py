"""Lines as dark as the ink, from edge to edge: digits that touch them are read as on bare paper."""

import cv2
import numpy as np
import pytest

import digitink
from digitink.underline import without_line_below, without_underlines

HEIGHT, WIDTH = 200, 480
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
PEN = 7


def digits(*, thick=PEN):
    """A 4, a 7 and a 0, all standing on row 160: (200, 480) float32, 0 paper to 1 ink."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    for points in (
        [[130, 50], [90, 112], [165, 114]],
        [[145, 85], [140, 160]],
        [[220, 46], [290, 42], [248, 160]],
    ):
        cv2.polylines(ink, [np.array(points)], False, 255, thick, cv2.LINE_AA)
    cv2.ellipse(ink, (385, 102), (32, 57), 8, 0, 360, 255, thick, cv2.LINE_AA)
    return ink.astype(np.float32) / 255


INK = digits()


def line(row=157, *, climb=0.0, bend=0.0, thick=3.0, left=0, right=WIDTH):
    rows = row + climb * (X - WIDTH / 2) + bend * np.sin(np.pi * X / WIDTH)
    across = np.clip(thick / 2 + 0.5 - np.abs(Y - rows), 0, 1)
    return across * ((left <= X) & (right > X))


LINES = {
    "under": line(),
    "just under": line(163),
    "climbing": line(climb=0.03),
    "bent": line(bend=4),
    "through": line(135),
    "thick": line(thick=6),
    "two": np.maximum(line(157), line(30)),
    "falling through": line(140, climb=-0.05),
}


def read(ink):
    return digitink.read(np.rint(235 - 200 * ink).astype(np.uint8)).text


@pytest.mark.parametrize("name", LINES)
def test_digits_that_touch_a_line_are_read(name):
    assert read(np.maximum(INK, LINES[name])) == "470"


@pytest.mark.parametrize("name", LINES)
def test_strokes_that_cross_a_line_stay_whole(name):
    bare = without_underlines(np.maximum(INK, LINES[name])) > 0.5
    lost = np.count_nonzero((INK > 0.5) & ~bare)
    left = np.count_nonzero((INK < 0.1) & bare)
    assert lost < 0.05 * np.count_nonzero(INK > 0.5)
    assert left < 0.1 * np.count_nonzero(LINES[name] > 0.5)


@pytest.mark.parametrize("foot", [56, 64, 72])
@pytest.mark.parametrize("row", [152, 158, 164])
def test_strokes_may_lie_along_most_of_a_line(row, foot):
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    two = [(10, 30), (25, 5), (50, 2), (65, 25), (45, 60), (0, 110), (foot, 110)]
    for left in (50, 150, 250, 350):
        cv2.polylines(drawn, [np.array(two) + np.array([left, 48])], False, 255, PEN, cv2.LINE_AA)
    assert read(np.maximum(drawn.astype(np.float32) / 255, line(row))) == "2222"


@pytest.mark.parametrize("thick", [10, 12, 14])
def test_in_a_small_picture_a_line_may_be_as_thick_as_a_stroke(thick):
    lined = np.maximum(digits(thick=9), line(thick=thick))
    assert read(cv2.resize(lined, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)) == "470"


def test_a_shorter_line_beside_it_hides_none():
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    for left in range(70, 380, 75):  # 7s that go through the line
        seven = np.array([(left, 60), (left + 48, 58), (left + 20, 175)])
        cv2.polylines(drawn, [seven], False, 255, 9, cv2.LINE_AA)
    for shorter in (line(25, left=20, right=WIDTH - 20), line(25, left=30, right=WIDTH - 30)):
        assert read(np.maximum.reduce([drawn.astype(np.float32) / 255, line(), shorter])) == "77777"


def test_ink_without_a_line_is_handed_back():
    assert without_underlines(INK) is INK


def test_what_was_given_stays_as_it_is():
    lined = np.maximum(INK, line())
    before = lined.copy()
    assert without_underlines(lined) is not lined
    assert np.array_equal(lined, before)


@pytest.mark.parametrize(
    "other",
    [line(left=30), line(right=WIDTH - 30), line(climb=0.2), line(bend=40), line(thick=20)],
    ids=["from within", "to within", "steep", "arched", "a beam"],
)
def test_what_is_no_such_line_stays(other):
    lined = np.maximum(INK, other)
    assert without_underlines(lined) is lined


def test_the_bar_of_a_seven_that_fills_its_picture_stays():
    seven = INK[30:170, 216:294]
    assert without_underlines(seven) is seven
    assert digitink.read(np.rint(235 - 200 * seven).astype(np.uint8)).text == "7"


def test_bars_of_digits_beside_one_another_are_no_line():
    ink = np.zeros((104, 302), np.float32)
    for left in range(0, 302, 77):
        bar = [(left, 4), (left + 65, 4), (left + 45, 44), (left + 22, 100)]
        cv2.polylines(ink, [np.array(bar)], isClosed=False, color=1, thickness=4)
    assert without_underlines(ink) is ink
    assert digitink.read(1 - ink).text == "7777"


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (1, 5000), (24, 24), (24, 2000)])
@pytest.mark.parametrize("value", [0, 1])
def test_blank_and_full_pictures_stay(shape, value):
    ink = np.full(shape, value, np.float32)
    assert without_underlines(ink) is ink


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 6])
def test_what_is_narrower_than_any_line_stays(width):
    stripes = np.zeros((30, width), np.float32)
    stripes[5::4, ::2] = 1
    assert without_underlines(stripes) is stripes


@pytest.mark.parametrize("room", [25, 45])
def test_one_digit_on_a_line_needs_room_on_either_side(room):
    lined = np.maximum(INK, line(163))[20:190, 216 - room : 294 + room]
    assert without_underlines(lined) is not lined
    assert read(lined) == "7"


def test_in_a_high_picture_a_line_with_ink_at_its_side_stays():
    lined = np.maximum(INK, line())[:, 216:294]
    lined[:8, 0] = 1
    assert without_underlines(lined) is lined


def test_a_line_alone_stays():
    alone = line()
    assert without_underlines(alone) is alone


# Upright lines


def upright(column, *, lean=0.0, bend=0.0, thick=3.0):
    columns = column + lean * (Y - HEIGHT / 2) + bend * np.sin(np.pi * Y / HEIGHT)
    return np.clip(thick / 2 + 0.5 - np.abs(X - columns), 0, 1)


@pytest.mark.parametrize("column", [8, 60, 91, 340, 470])
@pytest.mark.parametrize("lean", [-0.05, 0, 0.05])
def test_an_upright_line_from_edge_to_edge_is_no_one(column, lean):
    assert read(np.maximum(INK, upright(column, lean=lean))) == "470"


def test_a_margin_beside_several_lines_of_digits_is_no_one():
    page = np.vstack([np.maximum(INK, upright(30))] * 3)
    assert read(page) == "470\n470\n470"


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        (upright(60), slice(30, 170)),
        (upright(60, bend=6), slice(None)),
        (upright(142), slice(None)),
        (upright(60, lean=0.2), slice(None)),
        (upright(60, thick=20), slice(None)),
        (upright(60) * (Y > 20), slice(None)),
    ],
    ids=["hardly higher", "bent", "crossed", "aslant", "a beam", "from within"],
)
def test_what_may_be_a_one_stays(other, rows):
    ink = np.maximum(INK, other)[rows]
    assert without_underlines(ink) is ink


# A line that does not go from edge to edge

SHORT = {
    "under all": line(left=60, right=440),
    "under two": line(left=70, right=310),
    "climbing": line(left=60, right=440, climb=0.04),
    "just under": line(164, left=60, right=440),
}


@pytest.mark.parametrize("name", SHORT)
def test_digits_that_stand_on_a_shorter_line_are_read(name):
    assert read(np.maximum(INK, SHORT[name])) == "470"


@pytest.mark.parametrize("row", [152, 155, 158, 161, 164])
def test_a_two_whose_foot_lies_on_a_shorter_line_keeps_it(row):
    twos = np.zeros((HEIGHT, WIDTH), np.uint8)
    for left in (90, 200, 310):
        two = [(0, 25), (14, 4), (38, 2), (52, 22), (44, 50), (0, 110), (60, 110)]
        points = np.array(two) + np.array([left, 48])
        cv2.polylines(twos, [points], False, 255, PEN, cv2.LINE_AA)
    assert read(np.maximum(twos.astype(np.float32) / 255, line(row, left=60, right=400))) == "222"


@pytest.mark.parametrize("thick", [4, 5, 6, 7])
def test_what_lies_along_a_line_as_thin_as_a_stroke_stays(thick):
    """In a small picture a 2's foot is hardly thicker than the line, and yet no line."""
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    two = [(100, 80), (115, 55), (145, 50), (165, 70), (150, 105), (100, 158), (170, 158)]
    seven = [(255, 50), (300, 50), (270, 158)]
    for points in (two, seven):
        cv2.polylines(drawn, [np.array(points)], False, 255, 8, cv2.LINE_AA)
    lined = np.maximum(drawn.astype(np.float32) / 255, line(thick=thick))
    small = cv2.resize(lined, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    assert read(small) == "27"


@pytest.mark.parametrize(
    "other",
    [
        line(100, left=60, right=440),
        line(60, left=60, right=440),
        line(100, left=60, right=440, climb=0.08),
        line(left=200, right=260),
    ],
    ids=["through the middle", "over the tops", "aslant", "short"],
)
def test_other_lines_stay(other):
    lined = np.maximum(INK, other)
    assert without_line_below(lined, 115) is lined


@pytest.mark.parametrize("row", [90, 105, 120, 135])
def test_what_is_crossed_out_stays_unsure(row):
    lined = np.maximum(INK, line(row, left=60, right=440))
    assert digitink.read(np.rint(235 - 200 * lined).astype(np.uint8)).unsure


@pytest.mark.parametrize("value", [0, 1])
def test_blank_and_full_ink_stay(value):
    for shape in [(1, 1), (30, 200), (200, 30)]:
        ink = np.full(shape, value, np.float32)
        assert without_line_below(ink, 30) is ink
