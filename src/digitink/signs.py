"""Points and commas among the digits of a line, and what ends an amount: told by where they lie.

Amounts are written 1.250 or 1,250.- or 980=. None of these signs is a digit, and the network would
make one of each. A dash before or between digits stays, to be unsure: it may be a minus.
"""

import numpy as np
import numpy.typing as npt

from digitink.lines import Boxes, Floats

# Lengths are in heights of an ordinary digit of the line, from a digit's foot upwards.
DIGIT = 0.45  # digits are at least so tall
POINT = 0.32  # the width of points and commas at most, of which half may lie over a digit
FINE = 0.25  # the sides of points at most where two are neighbours; else they are small digits
LOW, FOOT = 0.5, 0.3  # points and commas lie below the first and reach below the second
COMMA = 0.42  # the height of a comma at most, less than a digit's; what is higher than a point ...
TAIL, LEAN = -0.1, 0.5  # ... reaches below the first, and is no wider than so much of its height
END = (1.1, 0.35)  # the width and the height of what ends an amount, at most; ...
WIDE = 1.2  # ... it is as many times as wide as high, or else it might be a small 0, ...
REACH = (-0.15, 1.3)  # ... its middle lies between these ...
CLEAR = 0.05  # ... and all of it so far to the right of all digits


def signs(boxes: Boxes) -> npt.NDArray[np.bool_]:
    """(n,) which boxes of one line, in heights of its digits, may be such signs."""
    points, ends = np.zeros((2, len(boxes)), bool)
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    digits = boxes[height >= DIGIT]
    for i in np.flatnonzero((width <= END[0]) & (height <= COMMA)):
        box = boxes[i]
        before = digits[digits[:, 0] + digits[:, 2] < box[0] + box[2]]
        if len(before):
            foot = float(before[before[:, 2].argmax(), 3])
            points[i] = _is_point(box, foot, digits)
            ends[i] = _is_end(box, foot, digits)
    order = np.lexsort((*boxes.T, boxes[:, 0] + boxes[:, 2]))  # in whatever order they came
    fat = (points & (np.maximum(width, height) > FINE))[order]
    row = fat[1:] & fat[:-1]
    points[order[1:][row]] = False
    points[order[:-1][row]] = False
    return points | ends


def _is_point(box: Floats, foot: float, digits: Boxes) -> bool:
    """Whether a box is a point or comma at the foot of a digit, and of none of the digits."""
    x0, y0, x1, y1 = box.tolist()
    over = np.minimum(digits[:, 2], x1) - np.maximum(digits[:, 0], x0)
    if over.max() > (x1 - x0) / 2 or foot - y0 > LOW:
        return False
    if y1 - y0 <= POINT:
        return bool(x1 - x0 <= POINT and foot - y1 <= FOOT)
    return bool(y1 - y0 <= COMMA and x1 - x0 <= LEAN * (y1 - y0) and foot - y1 <= TAIL)


def _is_end(box: Floats, foot: float, digits: Boxes) -> bool:
    """Whether a box is a dash or the like on the right of all digits."""
    x0, y0, x1, y1 = box.tolist()
    flat = x1 - x0 <= END[0] and y1 - y0 <= min(END[1], (x1 - x0) / WIDE)
    flat = flat and x0 >= digits[:, 2].max() + CLEAR
    return bool(flat and REACH[0] <= foot - (y0 + y1) / 2 <= REACH[1])
