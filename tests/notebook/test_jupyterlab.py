"""The pad in a real JupyterLab: drawn on with the mouse, the reading asked of the kernel."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "scripts"
CELL = """\
from digitink.notebook import DigitPad

texts = []
pad = DigitPad()
pad.observe(lambda change: texts.append(change["new"]), "text")
pad
"""
INVITATION = "Draw a digit, or a whole number"
FOUR = [[(0.5, 0), (0.1, 0.62), (0.95, 0.6)], [(0.68, 0.34), (0.62, 1.04)]]
THREE = [[(0.15, 0.15), (0.4, 0), (0.75, 0.2), (0.4, 0.46), (0.8, 0.72), (0.45, 1), (0.1, 0.86)]]


class Notebook:
    """The page of the notebook, and its kernel."""

    def __init__(self, lab, page):
        self.lab = lab
        self.page = page

    def kernel(self, expression):
        """The value of an expression in the kernel, as JSON tells it."""
        from jupyter_client import BlockingKernelClient

        (connection,) = (self.lab.home / "runtime").glob("kernel-*.json")
        client = BlockingKernelClient(connection_file=str(connection))
        client.load_connection_file()
        client.start_channels()
        try:
            ask = {"value": f"__import__('json').dumps({expression})"}
            reply = client.execute("", user_expressions=ask, reply=True, timeout=20)
            found = reply["content"]["user_expressions"]["value"]
            assert found["status"] == "ok", found
            return json.loads(eval(found["data"]["text/plain"]))
        finally:
            client.stop_channels()

    def write(self, digit, place=0):
        box = self.page.locator(".digitink .pad").bounding_box()
        height = 0.56 * box["height"]
        left, top = box["x"] + (0.3 + 0.75 * place) * height, box["y"] + 0.22 * box["height"]
        for stroke in digit:
            points = [(left + 0.6 * height * x, top + height * y) for x, y in stroke]
            self.page.mouse.move(*points[0])
            self.page.mouse.down()
            for _, point in pairwise(points):
                self.page.mouse.move(*point, steps=6)
            self.page.mouse.up()

    def reads(self, text):
        """Wait until the pad shows this number."""
        self.page.wait_for_function(
            "text => document.querySelector('.digitink .figures')?.textContent === text", arg=text
        )


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SCRIPTS)
        from lab import Lab

        started = Lab(tmp_path_factory.mktemp("jupyterlab"), [CELL, "pad.text"])
        yield started
        started.stop()


@pytest.fixture(scope="module")
def notebook(lab, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(60_000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((lab.address, "data:", "blob:"))
            else complaints.append(f"a request to {request.url}")
        ),
    )
    lab.open(page)
    yield Notebook(lab, page)
    context.close()
    assert complaints == []


def test_what_is_drawn_is_read_in_the_kernel(notebook):
    notebook.write(FOUR)
    notebook.write(THREE, 1)
    notebook.reads("43")
    assert notebook.kernel("[pad.reading.text, pad.text, texts[-1]]") == ["43"] * 3
    assert notebook.kernel("[len(pad.ink.strokes), pad.frames.shape]") == [3, [2, 28, 28]]


def test_keys_on_the_pad_are_no_commands_of_the_notebook(notebook):
    notebook.kernel("pad.clear()")  # without a digit, a number corrects none
    notebook.page.get_by_text(INVITATION).wait_for()
    notebook.page.locator(".digitink .pad").focus()
    for key in ["a", "b", "d", "d", "x", "0", "0", "Enter", "m"]:
        notebook.page.keyboard.press(key)
    cells = notebook.page.locator(".jp-Cell")
    assert cells.count() == 2
    assert notebook.page.evaluate("document.activeElement.className") == "pad"


def test_python_writes_on_the_pad(notebook):
    notebook.kernel("setattr(pad, 'ink', type(pad.ink)([[(0, 0), (0, 9)]]))")
    notebook.reads("1")
    notebook.kernel("pad.clear()")
    notebook.page.get_by_text(INVITATION).wait_for()


def test_dark_and_opened_again(notebook):
    notebook.write(FOUR)
    notebook.reads("4")
    notebook.lab.do(notebook.page, "apputils:change-theme", theme="JupyterLab Dark")
    notebook.page.locator(".digitink.dark").wait_for()
    notebook.page.keyboard.press("Control+s")  # is the notebook's, and saves its output
    notebook.page.locator(".jp-NotebookPanel:not(.jp-mod-dirty)").wait_for()
    notebook.page.reload()
    notebook.reads("4")
    assert notebook.kernel("pad.text") == "4"
