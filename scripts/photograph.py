"""Pictures of pages that lie in files, by the Chromium on the PATH or in $DIGITINK_CHROMIUM."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from make_screenshots import options


def photograph(page: Path, target: Path, width: int, height: int | None = None) -> None:
    """Write the top of a page, `width` x `height` CSS px, or all of it, as a PNG."""
    with sync_playwright() as play:
        browser = play.chromium.launch(**options())
        view = browser.new_page(viewport={"width": width, "height": height or 800})
        view.goto(page.resolve().as_uri())
        view.screenshot(path=target, full_page=height is None)
        browser.close()
