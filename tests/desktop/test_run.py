"""digitink.desktop.run, and the command in front of it."""

import subprocess
import sys
from types import ModuleType

import pytest
from click.testing import CliRunner

from digitink import desktop
from digitink.cli import draw
from digitink.errors import MissingExtra, UsageError

DRAW = [sys.executable, "-W", "error", "-m", "digitink", "draw", "--window"]


def test_without_pygame_the_pip_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygame", None)
    with pytest.raises(MissingExtra, match=r'pip install "digitink\[desktop\]"'):
        desktop.run()


def test_with_pygame_in_the_place_of_pygame_ce(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygame", ModuleType("pygame"))
    with pytest.raises(UsageError, match="needs pygame-ce, and pygame is installed in its place"):
        desktop.run()


@pytest.fixture
def no_screen(monkeypatch):
    for name in desktop.SCREENS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_one_line_and_what_to_do(no_screen):
    done = subprocess.run(DRAW, capture_output=True, text=True, check=False)
    assert done.returncode == UsageError.exit_code == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("digitink: there is no screen to open a window on")
    assert "`digitink draw`" in line


def test_a_screen_that_is_not_there_is_said_so(no_screen, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "nonsense")
    done = subprocess.run(DRAW, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "nonsense" in done.stderr


def test_a_model_that_is_not_there_is_one_line(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    command = [*DRAW, "--model", "nonsense"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 5
    assert done.stderr.startswith("digitink: no model named 'nonsense'")
    assert len(done.stderr.splitlines()) == 1


def test_nothing_heavy_is_imported_before_the_first_frame():
    code = """
import os, sys
os.environ["SDL_VIDEODRIVER"] = "dummy"
import pygame
from digitink.desktop.screen import Screen
from digitink.desktop.window import Window
screen = Screen.open(dark=False)
window = Window(screen, None, None)
window._refresh()
print(sorted({"numpy", "cv2", "onnxruntime", "PIL", "fastapi"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("options", [["--window", "--port", "80"], ["--window", "--no-browser"]])
def test_a_window_serves_no_page(options):
    result = CliRunner().invoke(draw.command, options)
    assert result.exit_code == 2
    assert "--window serves no page" in result.output


def test_colours_are_for_the_window():
    result = CliRunner().invoke(draw.command, ["--dark"])
    assert result.exit_code == 2
    assert "--dark and --light are for --window" in result.output


@pytest.mark.parametrize(
    ("options", "dark"), [([], None), (["--dark"], True), (["--light"], False)]
)
def test_the_command_opens_the_window(monkeypatch, options, dark):
    called = []
    monkeypatch.setattr(desktop, "run", lambda *given, **named: called.append((given, named)))
    result = CliRunner().invoke(draw.command, ["--window", "--model", "mnist", *options])
    assert result.exit_code == 0
    assert called == [(("mnist",), {"dark": dark})]
