"""read(): the whole way, with the shipped model."""

import gc
import io
import json
import os
import shutil
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import digitink
from digitink import Ink, Reading, data
from digitink.errors import DigitinkError, InputError
from digitink.model import Model
from digitink.reader import inspect
from digitink.sights import KEPT

ONE = [[(0, 12), (20, 0), (20, 100)]]
TWO = [[(0, 25), (8, 8), (30, 0), (50, 12), (50, 35), (5, 98), (30, 94), (60, 98)]]
SEVEN = [[(0, 4), (30, 2), (62, 0), (45, 40), (22, 100)]]
ZERO = [[(35, 0), (12, 15), (0, 50), (10, 85), (33, 100), (55, 85), (66, 50), (55, 15), (36, 1)]]
FOUR = [[(25, 0), (0, 60), (70, 58)], [(48, 25), (46, 100)]]

DIGITS = {"1": ONE, "2": TWO, "7": SEVEN, "0": ZERO, "4": FOUR}


def placed(strokes, scale=1.0, dx=0.0, dy=0.0):
    return [[(x * scale + dx, y * scale + dy) for x, y in stroke] for stroke in strokes]


def number(text, step=120):
    return Ink([s for i, c in enumerate(text) for s in placed(DIGITS[c], dx=i * step)])


@pytest.mark.parametrize("text", DIGITS)
def test_reads_drawn_digits(text):
    assert digitink.read(Ink(DIGITS[text]), single=True).text == text


def test_what_is_no_number_is_unsure():
    class Broken:
        def run(self, _, given):
            n = len(given["frames"])
            return np.full((n, 10), np.nan, np.float32), np.zeros((n, 4), np.float32)

    known = digitink.load_model()
    digit = digitink.read(Ink(SEVEN), model=Model(known.card, known.path, Broken())).digits[0]
    assert np.isnan(digit.probability)
    assert digit.unsure


def test_unsure_is_below_the_threshold_on_the_models_card(tmp_path):
    shipped = digitink.load_model()
    strict = Path(shutil.copy(shipped.path, tmp_path))
    card = json.loads(shipped.path.with_suffix(".json").read_text())
    strict.with_suffix(".json").write_text(json.dumps(card | {"unsure_below": 1.0}))
    (digit,) = digitink.read(Ink(SEVEN)).digits
    assert not digit.unsure
    assert digitink.read(Ink(SEVEN), model=strict).digits == (replace(digit, unsure=True),)


def test_what_was_seen_in_strokes_is_remembered_and_nobody_can_change_it(asked):
    first = inspect(number("27"))
    asked.clear()
    again = inspect(number("270"))
    assert asked == [1]  # the 0 alone
    again.frames[:] = 0
    again = inspect(number("270"))
    assert asked == [1]
    assert again.reading.digits[:2] == first.reading.digits
    np.testing.assert_array_equal(again.frames[:2], first.frames)
    for i in range(KEPT):
        inspect(Ink(placed(ONE, dx=i)))
    asked.clear()
    inspect(number("270"))
    assert asked == [3]


def test_what_is_remembered_keeps_no_model():
    model = digitink.load_model().adapted(lambda *_: np.zeros(10, np.float32))
    digitink.read(Ink(SEVEN), model=model)
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_what_another_model_saw_is_not_taken_for_ones_own():
    model = digitink.load_model()
    (digit,) = digitink.read(Ink(SEVEN), model=model).digits
    likes_ones = np.float32(99) * np.eye(10, dtype=np.float32)[1]
    assert digit.value == 7
    assert digitink.read(Ink(SEVEN), model=model.adapted(lambda *_: likes_ones)).text == "1"
    assert digitink.read(Ink(SEVEN), model=model).digits == (digit,)


def test_reads_a_number_from_left_to_right_whatever_the_order():
    ink = number("47012")
    assert digitink.read(ink).text == "47012"
    assert digitink.read(Ink(ink.strokes[::-1])).text == "47012"


@settings(deadline=None)
@given(
    text=st.sampled_from(sorted(DIGITS)),
    scale=st.floats(0.3, 5),
    dx=st.floats(-2000, 2000),
    dy=st.floats(-2000, 2000),
)
def test_the_answer_does_not_change_when_ink_is_moved_or_scaled(text, scale, dx, dy):
    here = digitink.read(Ink(DIGITS[text])).digits
    there = digitink.read(Ink(placed(DIGITS[text], scale, dx, dy))).digits
    assert [d.value for d in here] == [d.value for d in there] == [int(text)]
    assert np.allclose(here[0].probabilities, there[0].probabilities, atol=0.02)


@settings(deadline=None, max_examples=40)
@given(
    text=st.sampled_from(sorted(DIGITS)),
    scale=st.floats(0.3, 5),
    dx=st.integers(0, 300),
    dy=st.integers(0, 300),
)
def test_the_answer_does_not_change_when_a_picture_is_moved_or_scaled(text, scale, dx, dy):
    pixels = Ink(DIGITS[text]).raster().pixels
    drawn = Image.fromarray(np.uint8(255 - 255 * pixels))
    drawn = drawn.resize((round(drawn.width * scale), round(drawn.height * scale)), Image.LANCZOS)
    page = Image.new("L", (drawn.width + 320, drawn.height + 320), 255)
    page.paste(drawn, (dx, dy))
    assert digitink.read(page).text == text


def test_every_kind_of_source_gives_the_same_reading(tmp_path):
    array = np.uint8(255 - 255 * number("2017").raster().pixels)
    image = Image.fromarray(array)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    path = tmp_path / "year.png"
    path.write_bytes(buffer.getvalue())
    readings = [digitink.read(s) for s in (path, str(path), buffer.getvalue(), image, array)]
    assert [r.text for r in readings] == ["2017"] * 5
    assert all(r == readings[0] for r in readings)


def test_ink_json_is_known_by_its_content(tmp_path):
    ink = number("701")
    path = tmp_path / "drawn.txt"
    path.write_text("\n " + ink.to_json())
    bare = json.dumps([s.tolist() for s in ink.strokes]).encode()
    for source in (ink, ink.to_json().encode(), bare, path):
        assert digitink.read(source) == digitink.read(ink)


def test_ink_json_with_a_byte_order_mark(tmp_path):
    """As PowerShell writes what is sent into a file."""
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.json"
        path.write_text(Ink(SEVEN).to_json(), encoding=encoding)
        assert digitink.read(path).text == "7"


def test_wrong_ink_in_a_file_names_the_file(tmp_path):
    path = tmp_path / "wrong.json"
    path.write_text("[[[1, null]]]")
    with pytest.raises(InputError, match=r"wrong\.json.*strokes\[0\]\[0\]\.y is no number"):
        digitink.read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_read_once(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(Ink(SEVEN).to_json().encode(),))
    writer.start()
    assert digitink.read(pipe).text == "7"
    writer.join()


def test_boxes_are_in_the_units_of_the_source():
    left, right = digitink.read(Ink([*placed(ONE, dx=1000), *placed(SEVEN, dx=1200)])).digits
    assert left.box == pytest.approx((1000, 0, 1020, 100), abs=8)
    assert right.box == pytest.approx((1200, 0, 1262, 100), abs=8)


@pytest.mark.parametrize("source", [Ink([]), Ink([[]]), np.full((40, 40), 255, np.uint8)])
def test_no_ink_no_digits(source):
    found = inspect(source)
    assert found.reading == Reading()
    assert found.frames.shape == (0, 28, 28)
    assert found.strokes == ()


# Strokes that belong together without touching, in hundredths of a digit's height.
IN_PIECES = {
    "4, its stem apart": [
        [(28, 0), (15, 35), (4, 68), (6, 76), (30, 80)],
        [(48, 42), (47, 75), (46, 100)],
    ],
    "8 of two rings": [
        [(50, 5), (35, 0), (10, 5), (0, 20), (8, 36), (30, 42), (55, 36), (62, 18), (50, 5)],
        [(35, 50), (10, 56), (0, 76), (10, 94), (32, 100), (55, 93), (62, 74), (50, 56), (35, 50)],
    ],
    "5, its bar apart": [
        [(12, 12), (8, 45), (40, 40), (55, 60), (48, 88), (20, 100), (0, 92)],
        [(22, 2), (55, 0)],
    ],
}


@pytest.mark.parametrize("shape", IN_PIECES)
def test_a_digit_in_pieces_is_one(shape):
    assert digitink.read(Ink(IN_PIECES[shape])).text == shape[0]


TURN = np.arange(0, 6.4, 0.2)
RING = np.stack([25 + 25 * np.cos(TURN), 25 + 25 * np.sin(TURN)], axis=1)
SLASH, BACKSLASH = [(-5, 100), (65, 0)], [(-5, 0), (65, 100)]


@pytest.mark.parametrize(
    "strokes",
    [
        [SLASH, BACKSLASH],  # an X is no 11
        *([*digit, SLASH, BACKSLASH] for digit in (TWO, SEVEN, ZERO, FOUR)),  # crossed out
        [RING, [(50, 5), (50, 100)]],  # a 9, or 0 and 1
        [[(0, 25), (30, 0)], [(30, 0), (30, 100)]],  # a 1 with a flag of its own, or two
    ],
)
def test_what_may_be_another_number_is_not_sure(strokes):
    reading = digitink.read(Ink(strokes))
    assert reading.unsure or reading.text in ("9", "1")


def test_a_slashed_zero_is_one():
    reading = digitink.read(Ink([*ZERO, [(70, 8), (0, 95)]]))
    assert (reading.text, reading.unsure) == ("0", False)


@pytest.mark.parametrize("step", [125, 160])
def test_digits_below_one_another_are_no_single_one(step):
    column = [stroke for i, c in enumerate("7247") for stroke in placed(DIGITS[c], dy=i * step)]
    for source in (Ink(column), 1 - np.pad(Ink(column).raster().pixels, 20)):
        assert digitink.read(source).text == "7\n2\n4\n7"


@pytest.mark.parametrize("length", [300, 1_050, 3_000])
def test_a_line_of_any_length_under_a_number_is_left_out(length):
    reading = digitink.read(Ink([*number("472").strokes, [(0, 120), (length, 125)]]))
    assert (reading.text, reading.unsure) == ("472", False)


@pytest.mark.parametrize("rows", [(0, 8), (-8, None)])
def test_what_an_edge_has_cut_off_something_else_is_left_out(rows):
    pixels = np.pad(number("27", step=260).raster().pixels, 30)
    pixels[slice(*rows), 140:190] = 1
    reading = digitink.read(1 - pixels)
    assert reading.text == "27"
    assert not reading.unsure


def test_single_never_splits():
    assert len(digitink.read(number("71"), single=True).digits) == 1


def test_frames_come_in_the_order_of_the_digits():
    found = inspect(number("710"))
    assert found.reading.text == "710"
    again = digitink.classify(found.frames)
    assert np.allclose(again, [d.probabilities for d in found.reading.digits], atol=1e-6)


def test_strokes_come_in_the_order_of_the_digits():
    assert inspect(number("4714")).strokes == ((0, 1), (2,), (3,), (4, 5))
    pixels = np.uint8(255 - 255 * number("47").raster().pixels)
    assert inspect(pixels).strokes == ()


def test_mnist_through_the_whole_way():
    """Pictures of test digits, padded as a form would: nearly all of the sure ones are right."""
    samples = data.mnist("test")
    hits = sure = 0
    for image, label in zip(samples.images[:300], samples.labels[:300], strict=True):
        (digit,) = digitink.read(np.pad(image, 10), single=True).digits
        sure += not digit.unsure
        hits += not digit.unsure and digit.value == label
    assert sure > 270
    assert hits >= sure - 2


@given(st.binary(max_size=200))
def test_any_bytes_give_a_reading_or_one_error(source):
    try:
        outcome = digitink.read(source)
    except DigitinkError as error:
        outcome = error
    assert isinstance(outcome, Reading) or "\n" not in str(outcome)


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"missing\.json"):
        digitink.read(tmp_path / "missing.json")
