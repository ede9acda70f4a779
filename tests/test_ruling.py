"""Ruled and squared pages: digits are read as on a plain one; what is no ruling is left alone."""

import cv2
import numpy as np
import pytest

import digitink
from digitink import ruling
from digitink.paper import ink_of

HEIGHT, WIDTH = 480, 640
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
PAPER, PEN = 0.9, 0.2


def digits():
    """How much of each pixel a 4, a 7 and a 0 cover: (480, 640) float32."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    for points in (
        [[150, 180], [110, 250], [185, 252]],
        [[165, 215], [160, 300]],
        [[240, 184], [310, 180], [268, 298]],
    ):
        cv2.polylines(ink, [np.array(points)], False, 255, 6, cv2.LINE_AA)
    cv2.ellipse(ink, (410, 240), (34, 58), 8, 0, 360, 255, 6, cv2.LINE_AA)
    return ink.astype(np.float32) / 255


INK = digits()


def level(step=60, climb=0.0, bend=0.0, thick=2.0, first=20):
    """How much of each pixel level lines cover."""
    rows = (Y + climb * X + bend * np.sin(np.pi * X / WIDTH) - first) % step
    return np.clip(thick - np.abs(rows - thick), 0, 1)


def upright(step=60, climb=0.0):
    return np.clip(1.5 - np.abs((X - climb * Y - 30) % step - 1.5), 0, 1)


RULINGS = {
    "level": level(),
    "climbing": level(climb=0.08),
    "bent": level(bend=12),
    "close": level(step=24),
    "squares": np.maximum(level(step=30, thick=1.5), upright(step=30)),
    "turned squares": np.maximum(level(step=40, climb=0.06), upright(step=40, climb=0.06)),
}


def page(lines, ink=INK, *, ruled=0.65, pen=PEN, light=1.0, seed=0):
    """Tones (H, W) of lines and ink on paper that is not quite smooth."""
    tone = PAPER + (ruled - PAPER) * lines
    tone = (tone + (pen - tone) * ink) * light
    noise = np.random.default_rng(seed).normal(0, 0.01, tone.shape)
    return np.clip(tone + noise, 0, 1).astype(np.float32)


def read(tones):
    return digitink.read((255 * tones).astype(np.uint8)).text


@pytest.mark.parametrize("name", RULINGS)
@pytest.mark.parametrize("ruled", [0.82, 0.65, 0.55])
def test_what_is_written_across_ruling_is_read(name, ruled):
    assert read(page(RULINGS[name], ruled=ruled)) == "470"


@pytest.mark.parametrize("name", RULINGS)
def test_its_ink_is_what_it_is_on_a_plain_page(name):
    ruled, plain = (ink_of(page(lines)[..., None]) > 0.5 for lines in (RULINGS[name], 0 * INK))
    assert np.count_nonzero(ruled & plain) / np.count_nonzero(ruled | plain) > 0.9


def test_a_small_number_on_a_large_page():
    small = np.zeros_like(INK)
    small[60:180, 40:200] = cv2.resize(INK, (160, 120), interpolation=cv2.INTER_AREA)
    assert read(page(level(step=24), small)) == "470"


def test_light_ruling_on_a_blackboard():
    assert read(1 - page(level())) == "470"


def test_in_a_light_from_one_side():
    assert read(page(level(), light=1 - 0.4 * X / WIDTH)) == "470"


def test_the_lines_and_the_page_without_them():
    lines = level()
    found = ruling.find(page(lines, 0 * INK))
    assert found is not None
    assert np.count_nonzero(found.lines & (lines > 0.5)) > 0.9 * np.count_nonzero(lines > 0.5)
    assert np.count_nonzero(found.lines & (lines == 0)) < 0.5 * np.count_nonzero(found.lines)
    assert found.bare == pytest.approx(PAPER, abs=0.05)


def test_ink_stays_on_the_page_without_them():
    found = ruling.find(page(level()))
    assert found is not None
    assert np.mean(found.bare[INK > 0.9] < PEN + 0.1) > 0.98


@pytest.mark.parametrize("pen", [PEN, 0.75])
def test_there_is_no_ruling_on_a_plain_page(pen):
    assert ruling.find(page(0 * INK, pen=pen)) is None


def test_nor_in_a_shadow_that_ends_in_a_line():
    assert ruling.find(page(0 * INK, light=np.where(Y < 200, 1, 0.7))) is None


@pytest.mark.parametrize("side", [1, 5, 28, 99])
def test_nor_is_it_sought_in_what_is_too_small(side):
    assert ruling.find(page(level(step=20))[:side]) is None
    assert ruling.find(page(level(step=20))[:140]) is not None


@pytest.mark.parametrize(
    "lines",
    [level(step=480, first=420), level(climb=0.4), upright()],
    ids=["one", "steep", "upright"],
)
def test_nor_are_a_single_line_steep_ones_or_upright_ones(lines):
    assert ruling.find(page(lines, 0 * INK)) is None


def test_lines_as_dark_as_the_ink_may_as_well_be_ink():
    """Then all of it is: free lines are left out as they are under a number, the others touch."""
    dark = page(level(step=200, first=120), ruled=PEN)
    assert ruling.find(dark) is not None
    assert read(dark) == "470"
    ink = ink_of(page(level(), ruled=0.35)[..., None])
    assert np.mean(ink[level() == 1] > 0.5) > 0.9


def test_pale_1s_beside_a_dark_0_are_no_ruling():
    pale = np.zeros((HEIGHT, WIDTH), np.uint8)
    for x in (120, 330, 430):
        cv2.line(pale, (x, 80), (x, 400), 255, 3, cv2.LINE_AA)
    dark = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.ellipse(dark, (220, 240), (60, 150), 0, 0, 360, 255, 8, cv2.LINE_AA)
    tone = page(0 * INK, pale / np.float32(255), pen=0.6)
    assert read(np.minimum(tone, 0.9 - 0.7 * dark / np.float32(255))) == "1011"


def test_digits_of_hair_lines_are_no_ruling():
    thin = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.polylines(thin, [np.array([[120, 60], [520, 60], [300, 440]])], False, 255, 2, cv2.LINE_AA)
    assert read(page(0 * INK, thin.astype(np.float32) / 255, pen=0.5)) == "7"
