"""Which key does what."""

import pygame

from digitink.desktop.tools import Action

PLAIN = {
    pygame.K_p: Action.RECOGNISE,
    pygame.K_RETURN: Action.RECOGNISE,
    pygame.K_KP_ENTER: Action.RECOGNISE,
    pygame.K_c: Action.CLEAR,
    pygame.K_DELETE: Action.CLEAR,
    pygame.K_BACKSPACE: Action.CLEAR,
    pygame.K_u: Action.UNDO,
    pygame.K_s: Action.SAVE,
    pygame.K_LEFT: Action.PREVIOUS,
    pygame.K_RIGHT: Action.NEXT,
    pygame.K_q: Action.QUIT,
    pygame.K_ESCAPE: Action.QUIT,
}
WITH_CONTROL = {
    pygame.K_z: Action.UNDO,
    pygame.K_y: Action.REDO,
    pygame.K_s: Action.SAVE,
    pygame.K_c: Action.COPY,
    pygame.K_q: Action.QUIT,
    pygame.K_w: Action.QUIT,
}
FIGURES = (
    *(pygame.KSCAN_0, pygame.KSCAN_1, pygame.KSCAN_2, pygame.KSCAN_3, pygame.KSCAN_4),
    *(pygame.KSCAN_5, pygame.KSCAN_6, pygame.KSCAN_7, pygame.KSCAN_8, pygame.KSCAN_9),
)


def action_of(event: pygame.Event) -> Action | None:
    """What a pressed key does, None for nothing."""
    if event.mod & pygame.KMOD_ALT:
        return None
    if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
        if event.key == pygame.K_z and event.mod & pygame.KMOD_SHIFT:
            return Action.REDO
        return WITH_CONTROL.get(event.key)
    return PLAIN.get(event.key)


def digit_of(event: pygame.Event) -> int | None:
    """The digit of a pressed key, None for another; the upper row is one on every keyboard.

    Some, such as the French, have figures there only with Shift.
    """
    if event.mod & (pygame.KMOD_ALT | pygame.KMOD_CTRL | pygame.KMOD_META):
        return None
    if event.unicode and event.unicode in "0123456789":
        return int(event.unicode)
    return FIGURES.index(event.scancode) if event.scancode in FIGURES else None
