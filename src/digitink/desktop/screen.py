"""The window of the operating system: its size, its density, its pixels."""

import os
from importlib import resources
from typing import Self

import pygame

from digitink.desktop import system
from digitink.desktop.canvas import Canvas
from digitink.desktop.layout import SMALLEST, Layout, arrange, opening_size
from digitink.desktop.lettering import Lettering
from digitink.desktop.palette import DARK, LIGHT, Palette
from digitink.errors import UsageError

NAME = "digitink"


class Screen:
    """An open window. It is measured in points: a pixel on an ordinary screen, more on a fine one.

    `zoom`: units of the window system a point; 1 where that scales by itself.
    """

    def __init__(self, palette: Palette, zoom: float) -> None:
        self.palette = palette
        self._zoom = zoom
        self._lettering = Lettering()
        desktop = [side / zoom for side in pygame.display.get_desktop_sizes()[0]]
        width, height = opening_size(desktop[0], desktop[1])
        size = (round(width * zoom), round(height * zoom))
        self._window = pygame.Window(NAME, size, resizable=True, allow_high_dpi=True)
        width, height = SMALLEST
        self._window.minimum_size = (round(width * zoom), round(height * zoom))
        self._window.set_icon(_icon())

    @classmethod
    def open(cls, *, dark: bool | None) -> Self:
        """Open a window, dark or light, None for what the desktop is.

        Raises UsageError where there is no screen to open it on.
        """
        try:
            pygame.display.init()
            on_x11 = pygame.display.get_driver() == "x11"
            if on_x11:
                # Its own pixels are on the screen sooner than a texture's, the first most of all.
                os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
            pygame.font.init()
            dark = system.is_dark() if dark is None else dark
            return cls(DARK if dark else LIGHT, system.x11_zoom() if on_x11 else 1)
        except pygame.error as error:
            pygame.quit()
            raise no_screen(str(error)) from error

    def layout(self) -> Layout:
        """Where everything lies in the window as it is now."""
        width, height = self._window.size
        return arrange(round(width / self._zoom), round(height / self._zoom))

    def canvas(self) -> Canvas:
        """The window's surface as it is now."""
        surface = self._window.get_surface()
        ratio = surface.get_width() / self._window.size[0] * self._zoom
        return Canvas(surface, ratio, self.palette, self._lettering)

    def points(self, at: tuple[float, float]) -> tuple[float, float]:
        """A place of a mouse event, in points."""
        return at[0] / self._zoom, at[1] / self._zoom

    def flip(self, title: str) -> None:
        """Show what was drawn, under a title."""
        if self._window.title != title:
            self._window.title = title
        self._window.flip()

    def hide(self) -> None:
        """Take the window off the screen."""
        self._window.hide()

    def close(self) -> None:
        """End the window, and pygame with it."""
        self._window.destroy()
        pygame.quit()


def no_screen(why: str) -> UsageError:
    """What to say where no window can be opened."""
    return UsageError(
        f"there is no screen to open a window on ({why})",
        hint="`digitink draw` serves a page instead, for any browser",
    )


def _icon() -> pygame.Surface:
    icon = resources.files("digitink") / "web" / "icon.svg"
    with resources.as_file(icon) as path:
        return pygame.image.load_sized_svg(path, (64, 64))
