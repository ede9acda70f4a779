"""What the desktop says about itself: whether it is dark, how much larger than usual it is.

SDL 2 tells neither. Where no answer can be had the window is light, and as large as usual.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass

PATIENCE = 0.25  # seconds for an answer that comes after the window is ready otherwise
USUAL_DPI = 96

DARK_BY = {
    "darwin": ["defaults", "read", "-g", "AppleInterfaceStyle"],
    "linux": ["gsettings", "get", "org.gnome.desktop.interface", "color-scheme"],
}
LIGHT_APPS = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


@dataclass(frozen=True, slots=True)
class Question:
    """A command that was started and is answered while other things are done."""

    process: subprocess.Popen[str] | None

    @classmethod
    def ask(cls, *command: str) -> "Question":
        """Start a command; one that is not there answers nothing."""
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        except OSError:
            return cls(None)
        return cls(process)

    def answer(self) -> str:
        """What the command said, "" where it failed or takes too long."""
        if self.process is None:
            return ""
        with self.process as process:
            try:
                return process.communicate(timeout=PATIENCE)[0]
            except subprocess.TimeoutExpired:
                process.kill()
                return ""


def ask_darkness() -> Question:
    """Ask for the colour scheme, to be handed to `is_dark`."""
    command = DARK_BY.get(sys.platform)
    return Question.ask(*command) if command else Question(None)


def is_dark(question: Question) -> bool:
    """Whether the desktop is set to dark."""
    if sys.platform == "win32":
        return _windows_is_dark()
    return "dark" in question.answer().lower()


def _windows_is_dark() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, LIGHT_APPS) as key:
            return winreg.QueryValueEx(key, "AppsUseLightTheme")[0] == 0
    except OSError:
        return False


def ask_size() -> Question:
    """Ask an X server how large things are to be drawn, to be handed to `scale`."""
    asked = sys.platform == "linux" and "GDK_SCALE" not in os.environ
    return Question.ask("xrdb", "-query") if asked else Question(None)


def scale(question: Question) -> float:
    """Pixels a point on X11, 1 at the usual 96 dots an inch; elsewhere SDL scales by itself."""
    given = os.environ.get("GDK_SCALE", "")
    if given:
        return min(max(float(given), 1), 4) if re.fullmatch(r"\d(\.\d+)?", given) else 1
    found = re.search(r"^Xft\.dpi:\s*(\d+(?:\.\d+)?)", question.answer(), re.MULTILINE)
    return min(max(float(found[1]) / USUAL_DPI, 1), 4) if found else 1
