"""The Chromium that pages are measured and photographed in."""

import os
import shutil
import sys
from typing import Any

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


def options(executable: str | None = None) -> dict[str, Any]:
    """For Playwright's `launch`, without a window: this one, $DIGITINK_CHROMIUM or the PATH's."""
    found = executable or os.environ.get("DIGITINK_CHROMIUM") or shutil.which("chromium")
    if found is None:
        sys.exit("no Chromium found; install one or set DIGITINK_CHROMIUM to its path")
    return {"executable_path": found, "args": QUIET}
