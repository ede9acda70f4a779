"""The tone of the paper behind the ink, and how deep the ink is in it.

On light paper. A morphological closing (Serra, 1982) wider than the strokes wipes the ink away and
keeps shadows, for those are wider still. How wide the strokes are is found by trying widths: from
the right one on, the ink that Otsu's threshold (Otsu, 1979, "A threshold selection method from
gray-level histograms") finds no longer changes with the width, as the regions of MSER (Matas et
al., 2002) are found where they are stable.
"""

import cv2
import numpy as np
import numpy.typing as npt

from digitink.levels import SMOOTHED
from digitink.raster import Pixels

ICON = 32  # pixels of the shorter side: a smaller picture has no room for shadows
GROWTH = 1.35  # from one width of stroke tried to the next
WIDE = 1 / 3  # of the shorter side: wider strokes are believed only where no others are found
STABLE = 0.65  # overlap of the ink at two widths from which on it counts as found
PLATEAU = 0.97  # of the greatest overlap: the narrowest of such widths follows shadows best
CONTINUED = 0.7  # of the depth of the known ink, where it is followed to the edge of the picture
DARKEST_PAPER = 0.4  # of the light paper: darker shadows are not made up for, or noise would glare

Image8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def depth(tone: Pixels, copy: Pixels) -> Pixels:
    """How much of its paper's light each pixel lacks, about 0..1; the paper of `tone` is light.

    `copy`: the same smaller, on which the paper is sought.
    """
    if min(copy.shape) >= SMOOTHED:
        copy = np.asarray(cv2.GaussianBlur(copy, (5, 5), 1.0))
    paper = _paper(as_bytes(copy)).astype(np.float32) / np.float32(255)
    height, width = tone.shape
    lightest = float(np.quantile(paper, 0.95))
    paper = np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR))
    return _relative(paper - tone, paper, lightest)


def closed(tone: Image8, side: int, *, beyond: bool = False) -> Image8:
    """The closing of `tone` by squares of `side` pixels.

    Each pixel becomes the darkest of the lightest tones of all squares around it, so that ink
    narrower than a square vanishes. The squares, cut to the picture's size, lie wholly inside it;
    or, where they may reach `beyond` its edge, only what is inside counts.
    """
    if beyond:
        reach = side - 1
        wide = cv2.copyMakeBorder(tone, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
        return closed(np.asarray(wide, np.uint8), side)[reach:-reach, reach:-reach]
    height, width = tone.shape
    rows, columns = min(side, height), min(side, width)
    square = np.ones((rows, columns), np.uint8)
    lightest = cv2.dilate(tone, square, anchor=(0, 0))[: height - rows + 1, : width - columns + 1]
    around = cv2.copyMakeBorder(
        lightest, rows - 1, rows - 1, columns - 1, columns - 1, cv2.BORDER_CONSTANT, value=255
    )
    return np.asarray(cv2.erode(around, square, anchor=(0, 0))[:height, :width], np.uint8)


def as_bytes(tone: Pixels) -> Image8:
    """Tones in 0..1 as uint8, of the same shape."""
    return np.asarray(np.rint(tone * 255), np.uint8)


def _relative(missing: Pixels, paper: Pixels, lightest: float) -> Pixels:
    """The light that is `missing`, in parts of its paper's."""
    light = np.maximum(paper, np.float32(max(DARKEST_PAPER * lightest, 1e-3)))
    return np.asarray(missing / light, np.float32)


def _paper(tone: Image8) -> Image8:
    """The tone of the paper alone at each pixel of a small picture."""
    side = min(tone.shape)
    widths = _widths(min(max(tone.shape), 4 * side))
    if side < ICON:
        return closed(tone, widths[-1])
    likely = sum(width <= WIDE * side for width in widths)
    for tried in (widths[: likely + 2], widths):  # each is compared with the next but one
        papers = [closed(tone, width, beyond=True) for width in tried]
        inks = [_ink_mask(tone, paper) for paper in papers]
        stability = [_overlap(ink, wider) for ink, wider in zip(inks, inks[2:], strict=False)]
        if max(stability) >= STABLE:
            break
    found = next(i for i, value in enumerate(stability) if value >= PLATEAU * max(stability))
    return _to_the_edge(tone, papers[found + 1], inks[found + 1], widths[found + 1])


def _to_the_edge(tone: Image8, paper: Image8, ink: Mask, width: int) -> Image8:
    """The paper where ink runs along the edge of the picture too.

    Squares that reach beyond the edge take such ink for paper; those inside take the end of a
    shadow there for ink. So the latter are believed only where they find what is as deep as the
    ink that is known, and continues it.
    """
    if not ink.any():
        return paper
    inside = closed(tone, width)
    known = float(np.median(_relative_depth(tone, paper)[ink]))
    depth = _relative_depth(tone, inside)
    found = (depth >= CONTINUED * known) & (depth <= known / CONTINUED)
    count, blobs = cv2.connectedComponents(found.view(np.uint8))
    continued = np.bincount(blobs[ink], minlength=count) > 0
    continued[0] = False
    rim = cv2.dilate(continued[blobs].view(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(rim > 0, inside, paper)


def _widths(most: int) -> list[int]:
    """Growing widths up to `most` pixels."""
    widths = [min(2, most)]
    while widths[-1] < most:
        widths.append(min(most, max(widths[-1] + 1, round(widths[-1] * GROWTH))))
    return widths


def _relative_depth(tone: Image8, paper: Image8) -> Pixels:
    light = paper.astype(np.float32)
    return _relative(light - tone, light, float(np.quantile(paper, 0.95)))


def _ink_mask(tone: Image8, paper: Image8) -> Mask:
    """What Otsu's threshold finds darker than its paper."""
    depth = as_bytes(_relative_depth(tone, paper))
    _, mask = cv2.threshold(depth, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(mask, np.bool_)


def _overlap(a: Mask, b: Mask) -> float:
    """Intersection over union."""
    return float(np.count_nonzero(a & b)) / max(1.0, float(np.count_nonzero(a | b)))
