"""only_sheet: a sheet on a table is read as if there were no table; all else is left alone."""

import cv2
import numpy as np
import pytest

import digitink
from digitink.sheet import only_sheet

HEIGHT, WIDTH = 300, 460
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
WHOLE = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]
ASLANT = [(70, 40), (400, 62), (420, 262), (50, 245)]
PAPER = (0.86, 0.88, 0.9)


def grain(deviation, seed=0):
    return np.random.default_rng(seed).normal(0, deviation, (HEIGHT, WIDTH, 1))


def plain(*colour):
    return np.ones((HEIGHT, WIDTH, 3)) * colour + grain(0.012)


def wood():
    streaks = cv2.GaussianBlur(np.random.default_rng(1).normal(size=(HEIGHT, WIDTH)), (0, 0), 30, 1)
    return plain(0.6, 0.4, 0.25) + 0.06 * (streaks / streaks.std())[..., None]


TABLES = {
    "black": plain(0.1, 0.1, 0.12),
    "grey": plain(0.5, 0.5, 0.5),
    "wood": wood(),
    "light": plain(0.74, 0.74, 0.7),
    "blue": plain(0.2, 0.35, 0.8),
}
LIGHTS = {"even": np.ones_like(X), "from one side": 1 - 0.3 * X / WIDTH}


def written():
    """A seven and, apart from it, a one: (300, 460), 1 ink."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    for points in ([[130, 110], [200, 106], [160, 210]], [[282, 108], [278, 208]]):
        cv2.polylines(ink, [np.array(points)], False, 255, 6, cv2.LINE_AA)
    return ink[..., None] / 255


def lying(table, corners=ASLANT, light=LIGHTS["even"], paper=PAPER, ink=(0.1, 0.12, 0.4)):
    """Tones (H, W, 3) of a sheet with these corners, on which 71 is written, on a table."""
    mask = cv2.fillConvexPoly(np.zeros((HEIGHT, WIDTH), np.uint8), np.array(corners), 255)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.8)[..., None] / 255
    sheet = paper + (np.array(ink) - paper) * written() + grain(0.008, 2)
    picture = (table + (sheet - table) * mask) * light[..., None]
    return np.clip(picture, 0, 1).astype(np.float32)


def read(tones):
    return digitink.read(tones).text


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("table", TABLES)
def test_a_number_on_a_sheet_on_a_table_is_read(table, light):
    tones = lying(TABLES[table], light=LIGHTS[light])
    assert only_sheet(tones) is not None
    assert read(tones) == "71"


@pytest.mark.parametrize(
    "corners",
    [
        [(-20, 30), (400, 40), (410, 270), (-20, 260)],  # the table is to the right of it
        [(150, 25), (430, 110), (330, 274), (40, 190)],  # turned a good deal
    ],
)
def test_what_lies_around_it_becomes_paper(corners):
    alone = only_sheet(lying(TABLES["wood"], corners))
    around = cv2.fillConvexPoly(np.zeros((HEIGHT, WIDTH), np.uint8), np.array(corners), 1) == 0
    assert np.abs(alone[around] - PAPER).max() < 0.1
    assert alone[around].std(axis=0).max() > 0.004  # with grain


def test_the_larger_of_two_sheets_is_the_one_that_is_read():
    tones = lying(TABLES["black"], [(110, 85), (310, 90), (305, 235), (100, 230)])
    card = lying(TABLES["black"], [(350, 20), (440, 20), (440, 120), (350, 120)])
    tones[:130, 340:] = card[:130, 340:]
    cv2.line(tones, (370, 60), (420, 60), (0.1, 0.1, 0.1), 4)
    assert read(tones) == "71"


def test_dark_paper_on_a_light_desk():
    tones = lying(plain(0.9, 0.9, 0.88), paper=(0.15, 0.2, 0.17), ink=(0.9, 0.9, 0.9))
    assert read(tones) == "71"


def test_in_grey():
    tones = lying(TABLES["wood"]).mean(axis=2, keepdims=True)
    assert read(tones) == "71"


def test_the_digits_stay_where_they_are_and_the_picture_as_it_is():
    tones = lying(TABLES["black"])
    before = tones.copy()
    alone = only_sheet(tones)
    assert np.array_equal(tones, before)
    assert np.array_equal(alone[100:220, 120:300], tones[100:220, 120:300])
    seven, one = (digit.box for digit in digitink.read(tones).digits)
    assert seven == pytest.approx((127, 103, 204, 214), abs=4)
    assert one == pytest.approx((274, 104, 286, 212), abs=4)


def test_the_same_picture_gives_the_same_to_the_bit():
    tones = lying(TABLES["wood"])
    assert np.array_equal(only_sheet(tones), only_sheet(tones))


def shadow(where, depth=0.55, soft=3):
    light = np.where(where, depth, 1).astype(np.float32)
    return cv2.GaussianBlur(light, (0, 0), soft)


NO_SHEETS = {
    "one corner alone": lying(TABLES["wood"], [(60, 50), (480, 40), (480, 330), (50, 330)]),
    "paper alone": lying(TABLES["grey"], WHOLE),
    "a hard shadow across": lying(TABLES["grey"], WHOLE, shadow(X + Y > 350, soft=1)),
    "a soft shadow at a corner": lying(TABLES["grey"], WHOLE, shadow(X + Y < 200, soft=8)),
    "light from one side": lying(TABLES["grey"], WHOLE, LIGHTS["from one side"]),
    "a box drawn on the paper": cv2.rectangle(
        lying(TABLES["grey"], WHOLE), (70, 50), (400, 260), (0.1, 0.1, 0.4), 5
    ),
    "a round table mat": np.where(
        (((X - 230) / 200) ** 2 + ((Y - 150) / 130) ** 2 < 1)[..., None], plain(*PAPER), wood()
    ).astype(np.float32),
    "wood alone": np.clip(wood(), 0, 1).astype(np.float32),
    "too small": cv2.resize(lying(TABLES["black"]), (160, 104), interpolation=cv2.INTER_AREA),
}


@pytest.mark.parametrize("picture", NO_SHEETS)
def test_what_is_no_sheet_on_a_table_is_left_alone(picture):
    assert only_sheet(NO_SHEETS[picture]) is None


@pytest.mark.parametrize("picture", [name for name in NO_SHEETS if "shadow" in name])
def test_a_number_half_in_shadow_is_read(picture):
    assert read(NO_SHEETS[picture]) == "71"


def test_a_number_beside_what_looks_like_a_sheet_is_read():
    # A white label on brown paper, and the number is not on the label.
    picture = np.where(written() > 0.5, 0.05, plain(0.62, 0.5, 0.36)).astype(np.float32)
    cv2.rectangle(picture, (310, 30), (450, 280), (0.95, 0.95, 0.95), -1)
    assert only_sheet(picture) is not None
    assert "71" in read(picture)
