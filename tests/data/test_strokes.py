import gzip
import json

import numpy as np
import pytest

from digitink import limits
from digitink.data import NO_DIGIT, strokes
from digitink.errors import DataError
from digitink.ink import Ink

SEVEN = [[[0, 0], [10, 0], [4, 20]], [[2, 10], [8, 10]]]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "digits.json"


def written(path, items):
    path.write_text(json.dumps(items))
    return path


def test_ink_json(path):
    items = [{"label": "7", "strokes": SEVEN}, {"label": 1, "strokes": [[[0, 0, 5], [0, 9, 6]]]}]
    samples = strokes.read_json(written(path, items))
    assert samples.labels.tolist() == [7, 1]
    assert samples.sources[0] == Ink(SEVEN)
    assert samples.sources[1].strokes[0].shape == (2, 3)
    assert samples.writers is None
    assert samples.written is None


@pytest.mark.parametrize("name", ["digits.json", "digits.jsonl"])
def test_json_has_a_limit_of_its_own(tmp_path, monkeypatch, name):
    path = tmp_path / name
    line = json.dumps({"label": "7", "strokes": SEVEN})
    path.write_text(line if name.endswith("l") else f"[{line}]")
    size = path.stat().st_size
    monkeypatch.setattr(limits, "JSON_BYTES", size)
    assert len(strokes.read_json(path)) == 1
    monkeypatch.setattr(limits, "JSON_BYTES", size - 1)
    with pytest.raises(DataError, match=f"has {size} bytes; at most {size - 1} are read"):
        strokes.read_json(path)
    path.write_bytes(gzip.compress(bytes(10_000)))
    with pytest.raises(DataError, match=f"unpacks to more than {size - 1} bytes"):
        strokes.read_json(path)


def test_writers_are_kept(path):
    items = [{"label": "7", "strokes": SEVEN, "writer": name} for name in ("anna", 2)]
    assert strokes.read_json(written(path, items)).writers.tolist() == ["anna", "2"]


def test_writers_may_follow_from_the_order(path):
    items = [{"label": "7", "strokes": SEVEN}] * 4
    samples = strokes.read_json(written(path, items), per_writer=2)
    assert samples.writers.tolist() == ["1", "1", "2", "2"]


def test_letters_have_no_digit_but_their_text(path):
    items = [{"label": text, "strokes": SEVEN} for text in ("x", "7")]
    samples = strokes.read_json(written(path, items), letters=True)
    assert samples.labels.tolist() == [NO_DIGIT, NO_DIGIT]
    assert samples.written == ("x", "7")


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], 'holds no samples; expected [{"label", "strokes"}, ...]'),
        ({"label": "7", "strokes": SEVEN}, "holds no samples"),
        ([SEVEN], "[0] has no strokes"),
        ([{"label": "7"}], "[0] has no strokes"),
        ([{"label": "7", "strokes": {}}], "[0] has no strokes"),
        ([{"label": "7", "strokes": [[[0, 0], [1]]]}], "[0].strokes[0][1] has 1 numbers"),
        ([{"label": "7", "strokes": [[[0, float("nan")]]]}], "[0].strokes[0][0].y is NaN"),
        ([{"strokes": SEVEN}], "[0].label is None; expected a digit 0..9"),
        ([{"label": "10", "strokes": SEVEN}], "[0].label is '10'"),
        ([{"label": 10, "strokes": SEVEN}], "[0].label is '10'"),
        ([{"label": "x", "strokes": SEVEN}], "[0].label is 'x'"),
        ([{"label": "٣", "strokes": SEVEN}], "[0].label is"),
        ([{"label": True, "strokes": SEVEN}], "[0].label is True"),
        (
            [{"label": "7", "strokes": SEVEN, "writer": "a"}, {"label": "7", "strokes": SEVEN}],
            "names a writer for 1 of 2 samples only",
        ),
    ],
)
def test_what_is_wrong_is_named(path, items, message):
    with pytest.raises(DataError) as caught:
        strokes.read_json(written(path, items))
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, '"\ud800"'])
def test_what_is_no_json_is_refused(path, text):
    path.write_text(text, errors="surrogatepass")
    with pytest.raises(DataError, match=r"is no JSON|is no text"):
        strokes.read_json(path)


HEAD = '.INCLUDE x.doc\n\n.LEXICON "0" "1"\n.HIERARCHY DIGIT\n\n'
DIGIT = '.SEGMENT DIGIT 0 ? "7"\n.COMMENT 7 12 224\n'
STROKE = ".PEN_DOWN\n 10 20\n 30  -40\n.PEN_UP\n.DT 100\n"


def test_unipen(path):
    path.write_text(HEAD + DIGIT + STROKE + STROKE + DIGIT.replace("12", "3") + STROKE)
    samples = strokes.read_unipen(path)
    assert samples.labels.tolist() == [7, 7]
    assert samples.writers.tolist() == ["12", "3"]
    assert [len(ink.strokes) for ink in samples.sources] == [2, 1]
    np.testing.assert_array_equal(samples.sources[1].strokes[0], [[10, -20], [30, 40]])  # y down


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD, "holds no digits"),
        (HEAD + STROKE, "line 6: '.PEN_DOWN' does not belong there"),
        (HEAD + DIGIT + "10 20\n", "line 8: '10 20' does not belong there"),
        (HEAD + DIGIT.replace('"7"', '"x"'), "line 6: '.SEGMENT DIGIT 0 [?] \"x\"' does not"),
        (
            HEAD + DIGIT + STROKE.replace("20", "x"),
            "line 9: 10 x is no point; expected two numbers",
        ),
        (HEAD + DIGIT + STROKE.replace("20", "20 5"), "line 9: ' 10 20 5' does not"),
        (HEAD + DIGIT + STROKE.replace("20", "nan"), r"\[0\]\.strokes\[0\]\[0\]\.y is NaN"),
        (HEAD + DIGIT.replace(".COMMENT", ".DT") + STROKE, "names 0 writers for 1 digits"),
        (HEAD + DIGIT + ".COMMENT 7 12 224\n", "line 8: '.COMMENT 7 12 224' does not"),
        ("PK\x03\x04", "line 1: 'PK"),
    ],
)
def test_unipen_that_is_malformed(path, text, message):
    path.write_text(text)
    with pytest.raises(DataError, match=message):
        strokes.read_unipen(path)


def test_lines_of_json_end_at_line_feeds_alone(tmp_path):
    path = tmp_path / "digits.jsonl"
    item = '{"label": "7", "strokes": [[[0, 0], [9, 9]]], "writer": "an\u2028na\u0085"}'
    path.write_text(f"{item}\r\n{item}\n", encoding="utf-8")
    assert strokes.read_json(path).writers.tolist() == ["an\u2028na\u0085"] * 2
