"""Where everything lies in a window of a given size, in points."""

from dataclasses import dataclass

from pygame import Rect

OPENING = (1180, 760)
SMALLEST = (460, 580)
AROUND = (60, 120)  # left of a desktop around a new window, for its title and the desktop's bars
WIDE = 860  # from this width on, frame and probabilities stand beside the sheet
ROWS = 10  # probabilities
CELLS = 28  # a side of the frame
TITLE = 28  # points above the probabilities
INSET = 14  # points from a button's edge to its letters, which are in line with the sheet
FRAME_SIDES = (252, 168, 140, 112, 84)


@dataclass(frozen=True, slots=True)
class Layout:
    """The areas of a window. `odds` holds a title and ten rows of `row` points."""

    window: Rect
    header: Rect
    headline: Rect
    gloss: Rect
    sheet: Rect
    tools: Rect
    frame: Rect
    caption: Rect
    odds: Rect
    footer: Rect
    row: int


def opening_size(desktop_width: float, desktop_height: float) -> tuple[float, float]:
    """The size of a new window on a desktop of that size."""
    width = max(min(OPENING[0], desktop_width - AROUND[0]), SMALLEST[0])
    height = max(min(OPENING[1], desktop_height - AROUND[1]), SMALLEST[1])
    return width, height


def arrange(width: int, height: int) -> Layout:
    """The layout of a window of that size."""
    return _beside(width, height) if width >= WIDE else _below(width, height)


def _beside(width: int, height: int) -> Layout:
    side = max(40, (width - 1320) // 2)
    inner = Rect(side, 20, width - 2 * side, height - 34)
    header = Rect(inner.left, inner.top, inner.width, 28)
    headline = Rect(inner.left, header.bottom, inner.width, _between(0.15 * height, 62, 136))
    gloss = Rect(inner.left, headline.bottom, inner.width, 26)
    footer = Rect(inner.left, inner.bottom - 20, inner.width, 20)
    tools = Rect(inner.left - INSET, footer.top - 50, inner.width - 332 + 2 * INSET, 40)
    top = gloss.bottom + 18
    sheet = Rect(inner.left, top, inner.width - 332, tools.top - 8 - top)
    column = Rect(inner.right - 280, top, 280, sheet.height)
    row = _between((column.height - 168 - TITLE - 50) / ROWS, 16, 24)
    odds_height = TITLE + ROWS * row
    room = column.height - odds_height - 44
    frame_side = next((side for side in FRAME_SIDES if side <= room), FRAME_SIDES[-1])
    frame = Rect(column.left, top, frame_side, frame_side)
    return Layout(
        window=Rect(0, 0, width, height),
        header=header,
        headline=headline,
        gloss=gloss,
        sheet=sheet,
        tools=tools,
        frame=frame,
        caption=Rect(frame.left, frame.bottom + 2, column.width, 26),
        odds=Rect(column.left, column.bottom - odds_height, column.width, odds_height),
        footer=footer,
        row=row,
    )


def _below(width: int, height: int) -> Layout:
    inner = Rect(20, 14, width - 40, height - 24)
    header = Rect(inner.left, inner.top, inner.width, 26)
    headline = Rect(inner.left, header.bottom, inner.width, _between(0.1 * height, 54, 110))
    gloss = Rect(inner.left, headline.bottom, inner.width, 24)
    footer = Rect(inner.left, inner.bottom - 20, inner.width, 20)
    row = _between(height / 45, 15, 22)
    odds_height = TITLE + ROWS * row
    odds = Rect(inner.left + 140, footer.top - 10 - odds_height, inner.width - 140, odds_height)
    frame = Rect(inner.left, odds.top + 4, 112, 112)
    tools = Rect(inner.left - INSET, odds.top - 48, inner.width + 2 * INSET, 40)
    top = gloss.bottom + 12
    return Layout(
        window=Rect(0, 0, width, height),
        header=header,
        headline=headline,
        gloss=gloss,
        sheet=Rect(inner.left, top, inner.width, tools.top - 6 - top),
        tools=tools,
        frame=frame,
        caption=Rect(frame.left, frame.bottom + 2, 130, 26),
        odds=odds,
        footer=footer,
        row=row,
    )


def _between(value: float, least: int, most: int) -> int:
    return round(min(max(value, least), most))
