"""Pictures of pages that lie in files, by the Chromium on the PATH or in $DIGITINK_CHROMIUM."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from make_screenshots import QUIET


def photograph(page: Path, target: Path, width: int, height: int | None = None) -> None:
    """Write the top of a page, `width` x `height` CSS px, or all of it, as a PNG."""
    chromium = os.environ.get("DIGITINK_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium found; install one or set DIGITINK_CHROMIUM to its path")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=QUIET)
        view = browser.new_page(viewport={"width": width, "height": height or 800})
        view.goto(page.resolve().as_uri())
        view.screenshot(path=target, full_page=height is None)
        browser.close()
