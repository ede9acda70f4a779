"""A real Chromium in front of the real `digitink draw`."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [  # no sandbox in a container, and no word to anyone but the page
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DRAW = [sys.executable, "-m", "digitink", "draw", "--no-browser"]


class Server:
    """`digitink draw` in a process of its own, on one port however often it is started."""

    def __init__(self) -> None:
        self.port = 0
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*DRAW, "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout
        self.address = self._process.stdout.readline().strip()
        assert self.address, "the server did not start"
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=10)


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


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture
def opened(browser: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Open the page; at the end of the test nothing must have gone wrong in it, or gone out."""
    contexts, complaints = [], []

    def open_page(**options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and "WebSocket" not in said.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(server.address)
                else complaints.append(f"a request to {request.url}")
            ),
        )
        page.goto(server.address)
        page.get_by_text("reading as you write").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
