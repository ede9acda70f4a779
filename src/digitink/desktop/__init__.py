"""The drawing window: `digitink draw --window`."""

import os
import sys
from typing import TYPE_CHECKING

from digitink.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from digitink.hand import Hand
    from digitink.reader import ModelLike

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
"""The variables that say where a window can be opened, on Linux."""
SETTINGS = {
    "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    "SDL_VIDEO_X11_WMCLASS": "digitink",  # by which desktops know programs
    "SDL_VIDEO_WAYLAND_WMCLASS": "digitink",
    "SDL_WINDOWS_DPI_SCALING": "1",  # there too a window is measured in points
    "SDL_MOUSE_FOCUS_CLICKTHROUGH": "1",  # the stroke that wakes a window is ink as well
}
"""Of SDL and pygame, which look for them when they are imported."""


def run(model: "ModelLike" = None, hand: "Hand | None" = None, *, dark: bool | None = None) -> None:
    """Open a window to draw in, and return when it is closed.

    `model`: a name, the path of an `.onnx`, a Model; None for the default. `hand`: what to read
    with and to teach, None for the user's own. `dark`: light print on dark, None for what the
    desktop is. Raises MissingExtra without pygame-ce, UsageError with pygame in its place and
    without a screen, ModelError where the model cannot be opened.
    """
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        import pygame
    except ImportError as error:
        raise MissingExtra("desktop", "the window") from error
    if not getattr(pygame, "IS_CE", False):  # both are imported by the same name
        raise UsageError(
            "the window needs pygame-ce, and pygame is installed in its place",
            hint='pip uninstall pygame, then pip install "digitink[desktop]"',
        )
    from digitink.desktop.screen import Screen, no_screen
    from digitink.desktop.window import Window

    if sys.platform == "linux" and not any(map(os.environ.get, SCREENS)):
        raise no_screen(f"none of {', '.join(SCREENS)} is set")
    screen = Screen.open(dark=dark)
    try:
        Window(screen, model, hand).run()
    finally:
        screen.close()
