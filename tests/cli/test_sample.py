"""digitink sample: an image in a terminal, in a file, on a teletype."""

import io
import json

import numpy as np
import pytest

from digitink.cli import sample
from digitink.data import mnist


class Screen(io.StringIO):
    """Standard output that is a terminal of the given encoding."""

    encoding = "utf-8"

    def isatty(self):
        return True


def test_shows_the_image_the_label_and_what_is_made_of_it(sevens, run):
    sevens()
    code, out, err = run("sample", "--index", 0)
    assert (code, err) == (0, "")
    assert "MNIST test image 0, a 7; read as 7\n" in out
    assert "7   94.3%  " in out
    assert out.count("%") == 10
    assert "\x1b" not in out


def test_doubt_is_said_in_words(sevens, run):
    sevens(sure=False)
    assert "read as 7, unsure\n" in run("sample", "--index", 0)[1]


def test_json_holds_what_is_shown(sevens, run):
    sevens()
    facts = json.loads(run("sample", "--index", 1, "--json")[1])
    assert facts["index"] == 1
    assert facts["label"] == int(mnist("test").labels[1])
    assert facts["value"] == 7
    assert facts["probability"] == max(facts["probabilities"])
    assert sum(facts["probabilities"]) == pytest.approx(1)
    assert (facts["unsure"], facts["model"]) == (False, "stub")


def test_the_seed_chooses_the_same_one_again(sevens, run):
    sevens()
    chosen = [json.loads(run("sample", "--seed", s, "--json")[1])["index"] for s in (1, 1, 2)]
    assert chosen[0] == chosen[1] != chosen[2]
    assert json.loads(run("sample", "--json")[1])["index"] in range(10_000)


@pytest.mark.parametrize("arguments", [("--index", "10000"), ("--index", "1", "--seed", "1")])
def test_a_wrong_call_is_code_2(sevens, run, arguments):
    sevens()
    assert run("sample", *arguments)[0] == 2


def test_a_terminal_shows_greys_two_rows_a_line(monkeypatch):
    monkeypatch.setattr("sys.stdout", Screen())
    frame = np.zeros((28, 28), np.uint8)
    frame[1, 0] = 255
    lines = sample.picture(frame).splitlines()
    assert len(lines) == 14
    assert lines[0].startswith("\x1b[38;5;232;48;5;255m▀\x1b[38;5;232;48;5;232m▀")
    assert all(line.count("▀") == 28 and line.endswith("\x1b[0m") for line in lines)


def test_no_color_and_what_cannot_show_blocks_get_characters(monkeypatch):
    frame = np.zeros((28, 28), np.uint8)
    frame[0, 0], frame[27, 1] = 255, 130
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("NO_COLOR", "1")
    assert sample.picture(frame).split("\n") == ["██", *[""] * 26, "  ▒▒"]
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(Screen, "encoding", "ascii")
    assert sample.picture(frame).split("\n") == ["@@", *[""] * 26, "  ++"]
    assert sample.bars([1.0] + [0.0] * 9).splitlines()[0] == "0  100.0%  " + "#" * sample.BAR
