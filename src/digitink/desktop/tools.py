"""The buttons below the sheet, each with its key."""

import sys
from collections.abc import Collection
from enum import Enum

from pygame import Rect

from digitink.desktop.canvas import Canvas
from digitink.desktop.layout import INSET

SIZE = 18  # points of a button's letters
KEY = 14  # points of its key's
HINT = 15
COMMAND = "Cmd " if sys.platform == "darwin" else "Ctrl "


class Action(Enum):
    """What a key or a button does."""

    RECOGNISE = "Recognise"
    CLEAR = "Clear"
    UNDO = "Undo"
    REDO = "Redo"
    SAVE = "Save"
    COPY = "Copy"
    PREVIOUS = "Previous digit"
    NEXT = "Next digit"
    QUIT = "Quit"


BUTTONS = {
    Action.RECOGNISE: "P",
    Action.UNDO: "U",
    Action.REDO: f"{COMMAND}Y",
    Action.CLEAR: "C",
    Action.SAVE: "S",
}


def place_buttons(canvas: Canvas, area: Rect) -> dict[Action, Rect]:
    """Where each button lies, from left to right; their keys are left out where room is short."""
    keys = sum(_width(canvas, action, key) for action, key in BUTTONS.items()) <= area.width
    places, left = {}, area.left
    for action, key in BUTTONS.items():
        width = round(_width(canvas, action, key if keys else ""))
        places[action] = Rect(left, area.top, width, area.height)
        left += width
    return places


def draw_tools(
    canvas: Canvas,
    area: Rect,
    places: dict[Action, Rect],
    *,
    enabled: Collection[Action],
    under: Action | None,
    hint: str,
) -> None:
    """Draw the buttons, of which the pointer is on `under`; a hint beside them if it has room."""
    palette = canvas.palette
    canvas.fill(area, palette.paper)
    for action, place in places.items():
        alive = action in enabled
        if alive and action is under:
            canvas.fill(place, palette.sheet)
            canvas.outline(canvas.pixels(place), palette.hair)
        baseline = place.centery + 0.32 * SIZE
        colour = palette.print if alive else palette.faint
        named = canvas.text(action.value, (place.left + INSET, baseline), SIZE, colour)
        if place.width > _width(canvas, action, "") + 1:
            colour = palette.quiet if alive else palette.faint
            canvas.text(BUTTONS[action], (named.right + 7, baseline), KEY, colour)
    room = area.right - INSET - max(place.right for place in places.values())
    if canvas.width(hint, HINT, italic=True) <= room:
        at = (area.right - INSET, area.centery + 0.32 * SIZE)
        canvas.text(hint, at, HINT, palette.quiet, italic=True, align="right")


def _width(canvas: Canvas, action: Action, key: str) -> float:
    letters = canvas.width(action.value, SIZE)
    return letters + 2 * INSET + (7 + canvas.width(key, KEY) if key else 0)
