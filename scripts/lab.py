"""JupyterLab with a notebook of its own, for its tests and its pictures.

Its server asks nobody for news and has every folder in one that is given to it.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

QUIET = [
    "--no-browser",
    "--allow-root",  # in a container
    "--ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--ServerApp.terminals_enabled=False",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.extension_manager=readonly",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
PATIENCE = 60.0  # seconds for the server to start


class Lab:
    """A server in a process of its own, and on its disk the notebook pad.ipynb of some cells."""

    def __init__(self, home: Path, cells: Sequence[str]) -> None:
        self.home = home
        news = home / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
        news.parent.mkdir(parents=True)
        news.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
        (home / "work").mkdir()
        (home / "work/pad.ipynb").write_text(json.dumps(notebook_of(cells)))
        folders = {
            "HOME": "",
            "XDG_DATA_HOME": "share",
            "DIGITINK_HAND": "hand.db",  # what was taught lies here
            "XDG_CACHE_HOME": "cache",
            "IPYTHONDIR": "ipython",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        root = f"--ServerApp.root_dir={home / 'work'}"
        with (home / "log").open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", f"--port={port}", root, *QUIET],
                env=os.environ | {name: str(home / folder) for name, folder in folders.items()},
                stdout=log,
                stderr=log,
            )

    def open(self, page: Page) -> None:
        """Open the notebook and run its first cell, as soon as the server is there."""
        self._wait()
        page.goto(f"{self.address}doc/tree/pad.ipynb")
        page.wait_for_function(
            """() => {
                const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
                return session?.isReady && session.session?.kernel?.status === "idle";
            }"""
        )
        self.do(page, "notebook:run-cell")
        page.locator(".digitink .pad").wait_for()

    def do(self, page: Page, command: str, **options: Any) -> None:
        """Begin a command of JupyterLab."""
        page.evaluate(
            "([command, options]) => { jupyterapp.commands.execute(command, options) }",
            [command, options],
        )

    def stop(self) -> None:
        """End the server and its kernel."""
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:  # it waits long for a kernel that is at work
            self._process.kill()
            self._process.wait()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.address}api"):
                    return
            except urllib.error.URLError:
                time.sleep(0.1)
        raise RuntimeError((self.home / "log").read_text())


def notebook_of(cells: Sequence[str]) -> dict[str, Any]:
    """The JSON of a notebook, none of whose cells was run."""
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    blank = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": python},
        "cells": [blank | {"id": f"cell{i}", "source": cell} for i, cell in enumerate(cells)],
    }
