"""Make the pictures of the notebook pad in docs/images: a number written in JupyterLab.

    python scripts/make_notebook_screenshots.py

Starts a JupyterLab of its own (lab.py) and writes on the pad in a headless Chromium (the one on
the PATH, or $DIGITINK_CHROMIUM).
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from lab import Lab
from make_screenshots import IMAGES, keep, options, write

CELLS = [
    "from digitink.notebook import DigitPad\n\npad = DigitPad()\npad",
    "pad.reading.digits",
    "pad.ink, pad.frames.shape",
]
NUMBER = ["2", "odd 5", "7", "9"]
WINDOW = {"viewport": {"width": 1160, "height": 720}, "device_scale_factor": 2}
THEMES = {"notebook": "JupyterLab Light", "notebook-dark": "JupyterLab Dark"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        lab = Lab(Path(folder), CELLS)
        try:
            browser = play.chromium.launch(**options())
            page = browser.new_context(**WINDOW).new_page()
            lab.open(page)
            write(page, NUMBER, on=".digitink .pad")
            page.locator(".digitink .figures .unsure").click()
            for cell in page.locator(".jp-CodeCell .cm-content").all()[1:]:
                cell.click()
                page.keyboard.press("Control+Enter")
            page.keyboard.press("Escape")
            page.mouse.move(0, 0)
            for name, theme in THEMES.items():
                lab.do(page, "apputils:change-theme", theme=theme)
                page.wait_for_timeout(2500)
                keep(page.screenshot(), IMAGES / f"{name}.png")
            browser.close()
        finally:
            lab.stop()


if __name__ == "__main__":
    main()
