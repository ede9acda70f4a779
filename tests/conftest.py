"""No test reads or writes the user's home, asks the network, or depends on the user's settings.

And one Chromium for all tests that need a page.
"""

import os
import runpy
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "browser.py"))["QUIET"]

os.environ["SCIPY_ARRAY_API"] = "1"  # before SciPy is imported: its checks skip without

OURS = ("DIGITINK_DEBUG", "NO_COLOR")
FOLDERS = (
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "APPDATA",
    "LOCALAPPDATA",
)


def leave_home(home, monkeypatch):
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in FOLDERS:
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def no_home_between_tests(tmp_path_factory):
    """For what outlives a test: the servers and models that several share."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        leave_home(tmp_path_factory.mktemp("shared-home"), monkeypatch)
        yield


@pytest.fixture(autouse=True)
def no_home(tmp_path_factory, monkeypatch):
    leave_home(tmp_path_factory.mktemp("home"), monkeypatch)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(call):
        def only_here(self, address):
            here = self.family == getattr(socket, "AF_UNIX", None)
            if not here and address[0] not in ("127.0.0.1", "::1", "localhost"):
                pytest.fail(f"a test wanted to connect to {address}")
            return call(self, address)

        return only_here

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))


@pytest.fixture
def asked(monkeypatch) -> list[int]:
    """How many frames the network is asked about, call by call; grows as the test goes on."""
    from digitink.model import Model

    counts: list[int] = []
    probabilities = Model.probabilities

    def counted(model, frames):
        counts.append(len(frames))
        return probabilities(model, frames)

    monkeypatch.setattr(Model, "probabilities", counted)
    return counts


@pytest.fixture(scope="session")
def chromium() -> str:
    given = os.environ.get("DIGITINK_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        reason = "no Chromium found; install one or set DIGITINK_CHROMIUM to its path"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return found


@pytest.fixture(scope="module")  # no longer: while Playwright runs, so does its event loop
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()
