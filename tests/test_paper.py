"""ink_of: which tone is paper, in any light; and nothing where there is nothing."""

import cv2
import numpy as np
import pytest

from digitink import data
from digitink.paper import ink_of

HEIGHT, WIDTH = 240, 360
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)


def strokes():
    """A four, a seven and a nought of different pens: (240, 360) float32, 1 ink, soft edges."""
    ink = np.zeros((HEIGHT, WIDTH), np.uint8)
    for points, pen in (
        ([[90, 40], [40, 140], [120, 138]], 5),
        ([[96, 90], [94, 200]], 5),
        ([[150, 50], [220, 46], [180, 200]], 9),
    ):
        cv2.polylines(ink, [np.array(points)], False, 255, pen, cv2.LINE_AA)
    cv2.ellipse(ink, (290, 120), (36, 70), 8, 0, 360, 255, 7, cv2.LINE_AA)
    return ink.astype(np.float32) / 255


INK = strokes()


def overlap(found, drawn=INK):
    a, b = found > 0.5, drawn > 0.5
    return np.count_nonzero(a & b) / np.count_nonzero(a | b)


def page(ink=0.15, paper=0.85, light=1.0, noise=0.0, seed=0):
    """Tones (H, W, 1) of the strokes on paper, lit by `light` and with noise of that deviation."""
    tone = (paper + (ink - paper) * INK) * light
    tone = tone + np.random.default_rng(seed).normal(0, noise, tone.shape)
    return np.clip(tone, 0, 1).astype(np.float32)[..., None]


LIGHTS = {
    "even": np.ones_like(X),
    "from one side": 1 - 0.5 * X / WIDTH,
    "from above a corner": 1 - 0.6 * (X / WIDTH + Y / HEIGHT) / 2,
    "a lamp": 1 - 0.5 * ((X / WIDTH - 0.5) ** 2 + (Y / HEIGHT - 0.5) ** 2) * 2,
    "a shadow across": cv2.GaussianBlur(
        np.where(X + Y > 300, 1, 0.55).astype(np.float32), (0, 0), 3
    ),
}


@pytest.mark.parametrize("inverted", [False, True], ids=["dark ink", "light ink"])
@pytest.mark.parametrize("noise", [0.0, 0.03])
@pytest.mark.parametrize("light", LIGHTS)
def test_ink_is_found_in_any_light(light, noise, inverted):
    tones = page(light=LIGHTS[light], noise=noise)
    found = ink_of(1 - tones if inverted else tones)
    assert overlap(found) > 0.85
    assert found[INK == 1].mean() > 0.9
    assert found[cv2.dilate(INK, np.ones((9, 9))) == 0].mean() < 0.03


def test_greys_are_kept():
    found = ink_of(page())
    assert np.abs(found - INK).max() < 0.02
    assert np.count_nonzero((found > 0.2) & (found < 0.8)) > 300


def test_noise_of_the_paper_is_taken_away():
    found = ink_of(page(noise=0.03))
    paper = found[cv2.dilate(INK, np.ones((9, 9))) == 0]
    assert (paper == 0).mean() > 0.99


@pytest.mark.parametrize(
    ("paper", "ink"), [(0.95, 0.75), (0.5, 0.3), (0.2, 0.0), (0.0, 0.25), (0.6, 1.0)]
)
def test_faint_ink_is_brought_to_full_contrast(paper, ink):
    found = ink_of(page(ink=ink, paper=paper))
    assert overlap(found) > 0.97
    assert found[INK == 1].mean() > 0.97


@pytest.mark.parametrize(
    ("paper", "ink"),
    [
        ((0, 130, 0), (255, 0, 0)),
        ((60, 140, 60), (200, 60, 60)),
        ((255, 255, 0), (0, 0, 255)),
        ((30, 30, 90), (250, 240, 80)),
        ((230, 225, 200), (40, 60, 160)),
        ((255, 255, 255), (255, 230, 0)),
    ],
)
def test_coloured_ink_on_coloured_paper(paper, ink):
    paper, ink = np.float32(paper) / 255, np.float32(ink) / 255
    found = ink_of(paper + (ink - paper) * INK[..., None])
    assert np.abs(found - INK).max() < 0.03


def tight(frame):
    x, y, width, height = cv2.boundingRect((frame > 30).view(np.uint8))
    return frame[y : y + height, x : x + width].astype(np.float32)[..., None] / 255


@pytest.mark.parametrize("scale", [1, 6])
@pytest.mark.parametrize("inverted", [False, True])
def test_a_digit_that_fills_its_picture_keeps_its_polarity(inverted, scale):
    digits = data.mnist("train")
    chosen = np.flatnonzero(digits.labels != 1)[:150]  # a 1 cropped tight may be but a bar
    kept = 0
    for frame in digits.images[chosen]:
        size = None if scale == 1 else (0, 0)
        cut = tight(frame)
        if size:
            cut = cv2.resize(cut, size, fx=scale, fy=scale)[..., None]
        found = ink_of(1 - cut if inverted else cut)
        kept += overlap(found, cut[..., 0]) > 0.7
    assert kept >= 148


def blank_pages():
    rng = np.random.default_rng(1)
    shape = (HEIGHT, WIDTH)
    grain = cv2.GaussianBlur(rng.normal(0, 0.15, shape), (0, 0), 3)
    return {
        "black": np.zeros(shape),
        "nearly black": np.full(shape, 0.0015),
        "white": np.ones(shape),
        "grey": np.full(shape, 0.4),
        "sensor noise": 0.7 + rng.normal(0, 0.03, shape),
        "strong noise": 0.5 + rng.normal(0, 0.1, shape),
        "static": rng.uniform(0, 1, shape),
        "grain": 0.8 + grain,
        "dust": np.where(rng.uniform(0, 1, shape) < 0.005, 0.1, 0.9),
        "gradient": 0.9 - 0.3 * X / WIDTH,
        "noisy gradient": 0.9 - 0.3 * Y / HEIGHT + rng.normal(0, 0.02, shape),
        "lamp": 0.9 * LIGHTS["a lamp"],
        "small noise": (0.5 + rng.normal(0, 0.1, (28, 28))),
    }


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("name", blank_pages())
def test_blank_paper_has_no_ink(name, inverted):
    tone = np.clip(blank_pages()[name], 0, 1).astype(np.float32)[..., None]
    assert not ink_of(1 - tone if inverted else tone).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (2, 2), (3, 5), (1, 2000), (2000, 3)])
@pytest.mark.parametrize("channels", [1, 3])
def test_any_shape_gives_ink_of_that_shape(shape, channels):
    tones = np.random.default_rng(2).random((*shape, channels), np.float32)
    for given in (tones, np.zeros_like(tones), np.ones_like(tones)):
        found = ink_of(given)
        assert found.shape == shape
        assert found.dtype == np.float32
        assert found.min() >= 0
        assert found.max() <= 1


def test_without_anything_visible_there_is_no_ink():
    clear = np.zeros((HEIGHT, WIDTH), np.float32)
    assert not ink_of(np.zeros((HEIGHT, WIDTH, 3), np.float32), clear).any()


def test_faint_ink_on_nothing_is_brought_to_full_contrast():
    alpha = np.float32(0.3) * INK
    found = ink_of(alpha[..., None] * np.float32([0.1, 0.2, 0.9]), alpha)
    assert np.abs(found - INK).max() < 0.03


def test_strokes_of_several_colours_on_nothing_are_all_ink():
    colours = np.where(X[..., None] < WIDTH / 2, np.float32([0.9, 0.1, 0]), np.float32([0, 0.2, 1]))
    found = ink_of(colours * INK[..., None], INK)
    assert np.abs(found - INK).max() < 0.03


def test_a_blank_card_on_nothing_has_no_ink():
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    alpha[10:-10, 10:-10] = 1
    assert not ink_of(alpha[..., None] * np.float32([0.9, 0.9, 0.8]), alpha).any()


def test_an_opaque_alpha_changes_nothing():
    tones = np.repeat(page(), 3, axis=2)
    assert np.array_equal(ink_of(tones, np.ones((HEIGHT, WIDTH), np.float32)), ink_of(tones))


@pytest.mark.parametrize("turn", range(4))
def test_thin_ink_on_a_large_page_that_lies_mostly_in_shadow(turn):
    ink = np.zeros((1000, 1300), np.uint8)
    cv2.polylines(ink, [np.array([[300, 600], [360, 600], [325, 700]])], False, 255, 3, cv2.LINE_AA)
    ink = np.rot90(ink.astype(np.float32) / 255, turn)
    light = np.where(np.indices(ink.shape).sum(axis=0) < 600, 1.0, 0.6)
    tones = (0.9 - 0.45 * ink) * cv2.GaussianBlur(light, (0, 0), 9)
    assert overlap(ink_of(tones.astype(np.float32)[..., None]), ink) > 0.7


@pytest.mark.parametrize("noise", [0, 4])
@pytest.mark.parametrize("tone", [150, 170, 190])
def test_a_thin_pencil_on_a_whole_page(tone, noise):
    pencil = np.zeros((2048, 1448), np.uint8)
    cv2.polylines(pencil, [np.array([[600, 600], [640, 600], [615, 660]])], False, 255, 2)
    tones = np.where(pencil, tone, 235) + np.random.default_rng(0).normal(0, noise, pencil.shape)
    found = ink_of((np.clip(tones, 0, 255) / 255).astype(np.float32)[..., None])
    assert overlap(found, pencil / 255) > 0.8
