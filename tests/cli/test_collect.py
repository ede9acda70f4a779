"""digitink collect, as a process of its own."""

import json
import signal
import subprocess
import sys
import urllib.request

import pytest

from digitink import data

ONE = {"strokes": [[[10, 10], [11, 60]]], "label": 1}


@pytest.fixture
def start(monkeypatch):
    """Start `digitink collect`; gives the process and the address of its API."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    processes = []

    def started(*arguments):
        command = [sys.executable, "-m", "digitink", "collect", "--port", "0", *arguments]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        processes.append(process)
        address = process.stdout.readline().strip()
        assert address.endswith("/collect.html"), process.stderr.read()
        return process, address.replace("collect.html", "api/collection")

    yield started
    for process in processes:
        process.kill()
        process.communicate()


def post(address, value):
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(address, json.dumps(value).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_nothing_kept_is_lost_however_it_ends(start, tmp_path, sent):
    folder = tmp_path / "mine"
    process, address = start("--out", str(folder), "--times", "3", "--writer", "anna")
    for expected in (1, 2):
        found = post(address, ONE)
        assert (found["times"], found["counts"][1]) == (3, expected)
    process.send_signal(sent)
    process.communicate(timeout=10)
    assert data.load(folder / "digits.jsonl").writers.tolist() == ["anna", "anna"]
    made = (folder / "digits.csv").exists()
    assert made == (sent == signal.SIGINT)
    if made:
        assert data.load(folder).labels.tolist() == [1, 1]


@pytest.mark.parametrize("arguments", [[], ["--out", "x", "--times", "0"]])
def test_a_call_that_is_wrong(run, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("collect", *arguments)
    assert (code, out) == (2, "")
    assert "--out" in err or "--times" in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_used(run, tmp_path):
    (tmp_path / "file").touch()
    code, out, err = run("collect", "--out", tmp_path / "file")
    assert (code, out, err.count("\n")) == (1, "", 1)
