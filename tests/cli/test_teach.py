"""digitink teach: every command of it, with a stub for the network."""

import json
import sqlite3

import pytest

from digitink import data
from digitink.hand import Hand
from digitink.ink import Ink

SEVEN = Ink([[(0, 0), (10, 0), (4, 20)]])


@pytest.fixture(autouse=True)
def stub(sevens):
    return sevens()


@pytest.fixture(autouse=True)
def hand(tmp_path, monkeypatch):
    path = tmp_path / "hand.db"
    monkeypatch.setenv("DIGITINK_HAND", str(path))
    return Hand(path)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "seven.json"
    path.write_text(SEVEN.to_json())
    return path


def moved(file, by):
    """The same pixels, written elsewhere."""
    path = file.with_name(f"moved-{by}.json")
    path.write_text(Ink([[(x + by, y) for x, y, *_ in SEVEN.strokes[0]]]).to_json())
    return path


def test_ink_is_taught(run, file, hand):
    assert run("teach", file, 7) == (0, "learnt: this is 7\n", "")
    assert [(one.label, one.ink) for one in hand.corrections()] == [(7, SEVEN)]


def test_as_json(run, file):
    code, out, err = run("teach", file, 7, "--json")
    assert (code, json.loads(out), err) == (
        0,
        {"id": 1, "applied": True, "why": "learnt: this is 7"},
        "",
    )


def test_from_standard_input(run, file, hand, monkeypatch):
    with file.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert run("teach", "-", 7)[0] == 0
    assert hand.corrections()[0].ink == SEVEN


def test_what_contradicts_is_kept_and_said(run, file, hand):
    run("teach", file, 7)
    code, out, _ = run("teach", moved(file, 1), 1)
    assert code == 0
    assert out.startswith("kept but not applied: it contradicts")
    assert [one.applied for one in hand.corrections()] == [True, False]


def test_list(run, file, hand):
    assert run("teach", "list") == (0, "", f"0 corrections in {hand.path}\n")
    run("teach", file, 7)
    assert run("teach", "list")[2] == f"1 correction in {hand.path}\n"
    run("teach", moved(file, 1), 1)
    code, out, err = run("teach", "list")
    header, *lines = out.splitlines()
    assert (code, err) == (0, f"2 corrections in {hand.path}\n")
    assert header.split() == ["id", "digit", "strokes", "taught", "(UTC)", "applied"]
    assert [line.split()[:3] for line in lines] == [["1", "7", "1"], ["2", "1", "1"]]
    assert [line.split()[-1] for line in lines] == ["yes", "no"]


def test_list_as_json(run, file, hand, stub):
    run("teach", file, 7)
    found = json.loads(run("teach", "list", "--json")[1])
    assert found == {"path": str(hand.path), **hand.to_dict(stub)}


def test_undo(run, file, hand):
    run("teach", file, 7)
    assert run("teach", "undo") == (0, "taken back: 1, a 7\n", "")
    assert run("teach", "undo") == (0, "", "nothing is left to take back\n")
    assert hand.corrections() == []


def test_forget(run, file, hand):
    for i in range(4):
        run("teach", moved(file, i), 7)
    assert run("teach", "forget", 2, 3) == (0, "", "")
    assert [one.id for one in hand.corrections()] == [1, 4]
    code, _, err = run("teach", "forget", 1, 3)
    assert (code, "there is no correction 3; digitink teach list" in err) == (2, True)
    assert [one.id for one in hand.corrections()] == [4]
    assert run("teach", "forget", "--all") == (0, "forgotten: 1\n", "")
    for arguments in ((), (4, "--all")):
        assert run("teach", "forget", *arguments)[0] == 2


def test_off_and_on(run, file, hand):
    run("teach", file, 7)
    assert run("teach", "off") == (0, "", "")
    assert not hand.enabled
    assert run("teach", file, 7)[1] == "kept; learning is switched off\n"
    assert run("teach", "list")[2].endswith("; switched off\n")
    run("teach", "on")
    assert hand.enabled


def test_export(run, file, tmp_path):
    run("teach", file, 7)
    assert run("teach", "export", tmp_path / "mine.jsonl") == (0, "", "")
    assert data.load(tmp_path / "mine.jsonl").labels.tolist() == [7]
    code, _, err = run("teach", "export", tmp_path / "nowhere" / "mine.jsonl")
    assert (code, err.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["nothing.json", "7"], 3), (["{file}"], 2), (["{file}", "10"], 2), (["{file}", "x"], 2)],
)
def test_what_cannot_be_taught(run, file, hand, arguments, code):
    found, out, err = run("teach", *(argument.format(file=file) for argument in arguments))
    assert (found, out) == (code, "")
    assert err
    assert not hand.path.exists()


def test_a_picture_is_no_ink(run, tmp_path, hand):
    (tmp_path / "one.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    code, out, err = run("teach", tmp_path / "one.png", 1)
    assert (code, out) == (3, "")
    assert err.startswith(f"digitink: {tmp_path / 'one.png'}: the ink is no JSON")


@pytest.mark.parametrize("command", ["list", "undo", "on", "forget --all"])
def test_a_file_from_a_newer_version(run, file, hand, command):
    run("teach", file, 7)
    with sqlite3.connect(hand.path) as database:
        database.execute("PRAGMA user_version = 9")
    database.close()
    code, out, err = run("teach", *command.split())
    assert (code, out) == (5, "")
    assert "was written by a newer digitink" in err
    assert err.count("\n") == 1
