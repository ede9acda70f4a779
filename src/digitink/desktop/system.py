"""What the desktop says about itself: whether it is dark, and how large it draws.

SDL 2 tells neither. Where no answer can be had the window is light, and as large as usual.
"""

import os
import re
import subprocess
import sys

PATIENCE = 0.25  # seconds that an answer may take: the window waits for it
USUAL_DPI = 96
ZOOM_RANGE = (1.0, 4.0)

DARK_BY = {
    "darwin": ["defaults", "read", "-g", "AppleInterfaceStyle"],
    "linux": ["gsettings", "get", "org.gnome.desktop.interface", "color-scheme"],
}
LIGHT_APPS = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


def is_dark() -> bool:
    """Whether the desktop is set to dark."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, LIGHT_APPS) as key:
                return bool(winreg.QueryValueEx(key, "AppsUseLightTheme")[0] == 0)
        except OSError:
            return False
    return "dark" in _said(DARK_BY.get(sys.platform, [])).lower()


def x11_zoom() -> float:
    """Pixels a point on an X server: 1 at the usual 96 dots an inch."""
    given = os.environ.get("GDK_SCALE")
    if given is None:
        dpi = re.search(r"^Xft\.dpi:\s*(\d+(?:\.\d+)?)", _said(["xrdb", "-query"]), re.MULTILINE)
        zoom = float(dpi[1]) / USUAL_DPI if dpi else 1.0
    else:
        zoom = float(given) if re.fullmatch(r"\d+(\.\d+)?", given) else 1.0
    least, most = ZOOM_RANGE
    return min(max(zoom, least), most)


def _said(command: list[str]) -> str:
    """What a command prints; "" where it is not there, fails or takes too long."""
    if not command:
        return ""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace")
