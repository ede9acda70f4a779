"""digitink read: what is printed where, and the exit codes."""

import csv
import io
import json

import cv2
import numpy as np
import pytest
from PIL import Image

from digitink import Reading

SEVEN = 1 / (1 + 9 * np.exp(-5))  # the probability that the stub gives


def drawn(columns, rows=(20,)):
    """A page with a stroke for each column in each row."""
    page = np.full((40 * len(rows) + 20, 30 * columns + 30), 255, np.uint8)
    for row, top in enumerate(rows):
        for column in range(columns):
            x = 30 + 30 * column
            cv2.line(page, (x, top + 40 * row), (x - 4, top + 25 + 40 * row), 0, 3)
    return page


@pytest.fixture
def pages(tmp_path):
    """Pictures by name, and what is no picture."""
    Image.fromarray(drawn(1)).save(tmp_path / "one.png")
    Image.fromarray(drawn(3)).save(tmp_path / "three.png")
    Image.fromarray(drawn(2, rows=(10, 20))).save(tmp_path / "lines.png")
    Image.new("L", (60, 40), 255).save(tmp_path / "blank.png")
    (tmp_path / "broken.png").write_bytes((tmp_path / "one.png").read_bytes()[:60])
    ink = {"strokes": [[[0, 0], [4, 40]], [[30, 0], [34, 40]]]}
    (tmp_path / "ink.dat").write_text(json.dumps(ink), encoding="utf-8")
    return tmp_path


def test_the_text_of_one_source_stands_alone(sevens, run, pages):
    sevens()
    assert run("read", pages / "three.png") == (0, "777\n", "")


def test_several_sources_are_named(sevens, run, pages):
    sevens()
    one, ink = pages / "one.png", pages / "ink.dat"
    assert run("read", one, ink) == (0, f"{one}: 7\n{ink}: 77\n", "")


def test_single_never_splits(sevens, run, pages):
    sevens()
    assert run("read", "--single", pages / "three.png") == (0, "7\n", "")


def test_lines_of_digits_are_lines(sevens, run, pages):
    sevens()
    lines, one = pages / "lines.png", pages / "one.png"
    assert run("read", lines) == (0, "77\n77\n", "")
    assert run("read", lines, one) == (0, f"{lines}: 77\n{lines}: 77\n{one}: 7\n", "")


def test_doubt_is_said_in_words_and_fails_only_the_strict(sevens, run, pages):
    sevens(sure=False)
    assert run("read", pages / "one.png") == (0, "7  (unsure)\n", "")
    assert run("read", "--strict", pages / "one.png") == (4, "7  (unsure)\n", "")


def test_no_digits_is_code_4_and_no_data(sevens, run, pages):
    sevens()
    blank = pages / "blank.png"
    assert run("read", blank) == (4, "", f"digitink: no digits in {blank}\n")


def test_one_bad_file_does_not_stop_the_others(sevens, run, pages):
    sevens()
    files = [pages / name for name in ("one.png", "broken.png", "gone.png", "blank.png", "ink.dat")]
    code, out, err = run("read", *files)
    assert code == 3
    assert out == f"{files[0]}: 7\n{files[4]}: 77\n"
    broken, gone, blank = err.splitlines()
    assert "broken.png" in broken
    assert "cannot be decoded" in broken
    assert "gone.png" in gone
    assert blank.endswith("blank.png")


def test_json_is_one_object_a_source(sevens, run, pages):
    sevens()
    files = [pages / name for name in ("lines.png", "broken.png", "blank.png")]
    code, out, err = run("read", "--json", *files)
    lines, broken, blank = map(json.loads, out.splitlines())
    assert (code, err) == (3, "")
    assert [d["source"] for d in (lines, broken, blank)] == list(map(str, files))
    assert lines["model"] == "stub"
    assert lines["error"] is None
    assert Reading.from_dict(lines).text == lines["text"] == "77\n77"
    assert broken["text"] == ""
    assert "broken.png" in broken["error"]
    assert (blank["text"], blank["lines"], blank["error"]) == ("", [], None)


def test_csv_is_a_header_and_a_row_a_source(sevens, run, pages):
    sevens(sure=False)
    files = [str(pages / name) for name in ("lines.png", "broken.png", "blank.png")]
    code, out, err = run("read", "--csv", *files)
    header, lines, broken, blank = csv.reader(io.StringIO(out))
    assert (code, err) == (3, "")
    assert header == ["source", "text", "probability", "unsure", "error"]
    assert lines == [files[0], "77\n77", f"{SEVEN:.4f}", "true", ""]
    assert broken[:4] == [files[1], "", "", ""]
    assert "broken.png" in broken[4]
    assert blank == [files[2], "", "", "", ""]


def test_json_and_csv_exclude_each_other(sevens, run, pages):
    sevens()
    code, out, err = run("read", "--json", "--csv", pages / "one.png")
    assert (code, out) == (2, "")
    assert "exclude each other" in err


@pytest.mark.parametrize("name", ["one.png", "ink.dat"])
def test_standard_input_holds_either(sevens, run, pages, name, monkeypatch):
    sevens()
    expected = {"one.png": "7\n", "ink.dat": "77\n"}
    stdin = io.TextIOWrapper(io.BytesIO((pages / name).read_bytes()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert run("read", "-") == (0, expected[name], "")


def test_empty_standard_input_is_unreadable(sevens, run, monkeypatch):
    sevens()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    code, out, err = run("read", "-")
    assert (code, out) == (3, "")
    assert "empty" in err


def test_a_model_that_is_not_there_is_code_5_before_anything_is_read(run, pages):
    code, out, err = run("read", "--model", "nonesuch", pages / "one.png")
    assert (code, out) == (5, "")
    assert err.startswith("digitink: no model named 'nonesuch'")


def test_reads_with_the_shipped_model(run, tmp_path):
    page = np.full((80, 120), 255, np.uint8)
    cv2.line(page, (60, 10), (60, 70), 0, 6)
    Image.fromarray(page).save(tmp_path / "one.png")
    code, out, _ = run("read", tmp_path / "one.png")
    assert (code, out[0]) == (0, "1")


@pytest.fixture
def test_csv(tmp_path):
    """Three rows of Kaggle's test.csv."""
    header = ",".join(f"pixel{i}" for i in range(784))
    rows = np.zeros((3, 784), int)
    rows[:, 300:310] = 255
    path = tmp_path / "test.csv"
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


def test_submission_is_kaggle_s_answer_file(sevens, run, test_csv, tmp_path):
    sevens()
    out = tmp_path / "submission.csv"
    out.write_text("of yesterday")
    code, stdout, stderr = run("read", test_csv, "--submission", out)
    assert (code, stdout, stderr) == (0, "", f"wrote 3 answers to {out}\n")
    assert out.read_text() == "ImageId,Label\n1,7\n2,7\n3,7\n"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace("pixel783", "").replace(",\n", "\n"), "has 783 columns"),
        (lambda text: text.replace("\n0,0,0,", "\n0,0,", 1), "line 2: 783 columns; expected 784"),
        (
            lambda text: text.replace(",255,", ",256,", 1),
            "line 2, column pixel300: 256; expected 0..255",
        ),
        (
            lambda text: text.replace(",255,", ",ink,", 1),
            "line 2, column pixel300: 'ink' is no number",
        ),
        (lambda text: text.partition("\n")[0], "holds no rows"),
        (lambda _: "", "has 0 columns"),
    ],
)
def test_what_is_no_test_csv_leaves_the_answers_alone(
    sevens, run, test_csv, tmp_path, spoil, words
):
    sevens()
    out = tmp_path / "submission.csv"
    out.write_text("of yesterday")
    test_csv.write_text(spoil(test_csv.read_text()))
    code, stdout, stderr = run("read", test_csv, "--submission", out)
    assert (code, stdout, stderr.count("\n")) == (3, "", 1)
    assert words in stderr
    assert out.read_text() == "of yesterday"


def test_a_submission_that_cannot_be_written(sevens, run, test_csv, tmp_path):
    sevens()
    code, _, stderr = run("read", test_csv, "--submission", tmp_path / "none" / "x.csv")
    assert (code, stderr.count("\n")) == (1, 1)
    assert "cannot write" in stderr


@pytest.mark.parametrize("more", ["--json", "--csv", "--single", "--strict", "other.png"])
def test_submission_stands_alone(sevens, run, test_csv, tmp_path, more):
    sevens()
    code, _, stderr = run("read", test_csv, more, "--submission", tmp_path / "x.csv")
    assert code == 2
    assert "--submission takes one FILE and --model, nothing else" in stderr
    assert not (tmp_path / "x.csv").exists()


def test_names_of_files_steer_no_terminal(run, sevens, tmp_path):
    sevens()
    name = tmp_path / "\x1b]0;pwn\x07\x9b2J.png"
    Image.fromarray(drawn(1)).save(name)
    missing = tmp_path / "\x1b[2Jmissing.png"
    for options in ([], ["--csv"], ["--json"]):
        code, out, err = run("read", name, missing, *options)
        assert code == 3
        assert not set(out + err) & {"\x1b", "\x07", "\x9b"}
    assert "\\x1b]0;pwn\\x07" in run("read", name, missing)[1]
    code, out, err = run("read", f"--{missing.name}")
    assert code == 2
    assert "\x1b" not in err
