"""digitink draw, as a process of its own."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser

import pytest
from click.testing import CliRunner
from websockets.sync.client import connect

from digitink.cli import draw, serving
from digitink.errors import ModelError
from digitink.model import DEFAULT

DRAW = [sys.executable, "-m", "digitink", "draw"]
BUSY = """
import sys
import numpy as np
from digitink.cli.main import main
from digitink.hand import Hand

def prepare(_, model):
    for _ in range(3000):
        model.run(np.zeros((1, 28, 28), np.uint8))

Hand.prepare = prepare
sys.exit(main())
"""


@pytest.fixture
def start(monkeypatch):
    """Start `digitink draw` without a screen; gives the process and the address it prints."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    processes = []

    def started(*arguments, command=DRAW):
        process = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        processes.append(process)
        address = process.stdout.readline().strip()
        assert address, process.stderr.read()
        return process, address

    yield started
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        yield sock.getsockname()[1]


def test_it_prints_the_address_and_serves_the_page(start):
    process, address = start("--port", "0")
    with urllib.request.urlopen(address, timeout=10) as page:
        assert "<title>digitink</title>" in page.read().decode()
    with urllib.request.urlopen(f"{address}readyz", timeout=10) as answer:
        assert json.load(answer)["model"] == DEFAULT
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert out == ""
    assert err.strip() == "Ctrl-C ends it"


def test_a_taken_port_is_moved_past_and_it_says_so(start, taken):
    process, address = start("--port", str(taken))
    port = int(address.rstrip("/").rpartition(":")[2])
    assert port != taken
    urllib.request.urlopen(address, timeout=10).close()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert err.splitlines()[0] == f"port {taken} is taken, using {port}"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_whoever_is_connected(start, sent):
    process, address = start("--port", "0")
    url = address.replace("http", "ws") + "api/ink"
    with connect(url, proxy=None) as ink, connect(url, proxy=None):
        ink.send('{"seq": 1, "strokes": [[[0, 0], [1, 9]]]}')
        assert json.loads(ink.recv(10))["seq"] == 1
        process.send_signal(sent)
        _, err = process.communicate(timeout=10)
    assert process.returncode == (130 if sent == signal.SIGINT else -signal.SIGTERM)
    assert err.strip() == "Ctrl-C ends it"


def test_ctrl_c_waits_for_the_network_that_runs(start):
    """Cut off inside it, a thread would abort the process."""
    command = [sys.executable, "-c", BUSY, "draw"]
    process, address = start("--port", "0", command=command)
    with connect(address.replace("http", "ws") + "api/ink", proxy=None):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, "Ctrl-C ends it")


def test_a_model_that_is_not_there_ends_it_before_it_serves():
    result = CliRunner().invoke(draw.command, ["--model", "nonsense"])
    assert isinstance(result.exception, ModelError)
    assert result.stdout == ""


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none(port):
    assert CliRunner().invoke(draw.command, ["--port", port]).exit_code == 2


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", None, False),
        ("linux", "DISPLAY", True),
        ("linux", "WAYLAND_DISPLAY", True),
        ("linux", "BROWSER", True),
        ("darwin", None, True),
        ("win32", None, True),
    ],
)
def test_a_browser_is_opened_only_where_it_has_a_screen(monkeypatch, platform, variable, expected):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "x")
    monkeypatch.setattr(sys, "platform", platform)
    assert serving.has_screen() is expected


def test_the_browser_is_shown_the_page(start, monkeypatch, tmp_path):
    shown = tmp_path / "shown"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {shown}.new && mv {shown}.new {shown}\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    _, address = start("--port", "0")
    for _ in range(1000):
        if shown.exists():
            break
        time.sleep(0.01)
    assert shown.read_text().strip() == address


def test_a_browser_that_does_not_open_does_no_harm(monkeypatch):
    opened = []

    def fail(address):
        opened.append(address)
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "open", fail)
    serving.open_browser("http://127.0.0.1:1/")
    assert opened == ["http://127.0.0.1:1/"]
