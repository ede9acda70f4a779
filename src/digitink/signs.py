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
LOW, FOOT = 0.5, 0.3  # points and commas lie below the first and reach below the second
COMMA = 0.6  # the height of a comma at most; what is higher than a point reaches below ...
TAIL = -0.1  # ... this, or it might be a small 1
END = (1.1, 0.35)  # the width and the height of what ends an amount, at most; ...
WIDE = 1.2  # ... it is as many times as wide as high, or else it might be a small 0, ...
REACH = (-0.15, 1.3)  # ... its middle lies between these ...
CLEAR = 0.05  # ... and all of it so far to the right of all digits


def signs(boxes: Boxes) -> npt.NDArray[np.bool_]:
    """(n,) which boxes of one line, in heights of its digits, may be such signs."""
    found = np.zeros(len(boxes), bool)
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    for i in np.flatnonzero((width <= END[0]) & (height <= COMMA)):
        box, tall = boxes[i], height >= DIGIT
        tall[i] = False
        digits = boxes[tall]
        before = digits[digits[:, 0] + digits[:, 2] < box[0] + box[2]]
        if len(before):
            foot = float(before[before[:, 2].argmax(), 3])
            found[i] = _is_point(box, foot, digits) or _is_end(box, foot, digits)
    return found


def _is_point(box: Floats, foot: float, digits: Boxes) -> bool:
    """Whether a box is a point or comma at the foot of a digit, and of none of the digits."""
    x0, y0, x1, y1 = box.tolist()
    over = np.minimum(digits[:, 2], x1) - np.maximum(digits[:, 0], x0)
    small = x1 - x0 <= POINT and y1 - y0 <= COMMA and over.max() <= (x1 - x0) / 2
    reach = FOOT if y1 - y0 <= POINT else TAIL
    return bool(small and foot - y0 <= LOW and foot - y1 <= reach)


def _is_end(box: Floats, foot: float, digits: Boxes) -> bool:
    """Whether a box is a dash or the like on the right of all digits."""
    x0, y0, x1, y1 = box.tolist()
    flat = x1 - x0 <= END[0] and y1 - y0 <= min(END[1], (x1 - x0) / WIDE)
    flat = flat and x0 >= digits[:, 2].max() + CLEAR
    return bool(flat and REACH[0] <= foot - (y0 + y1) / 2 <= REACH[1])
