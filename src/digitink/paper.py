"""From tones to ink: which tone is paper, how light the paper is at each place, how dark the ink.

Nothing is assumed of the picture but that its ink is thin and its paper lies around it. Five steps:

1. One tone. Of colours, the axis along which neighbouring pixels differ most (principal component
   analysis; Pearson, 1901), so that red ink on green paper stands out as black on white does.
2. Polarity. A pixel nearer to the lightest than to the darkest tone around it votes for light
   paper, one nearer to the darkest for dark paper; the rim of the picture votes twice more. Where
   dark paper clearly wins, the tones are turned over: from here on paper is light.
3. Paper. A morphological closing (Serra, 1982) wider than the strokes wipes the ink away and
   keeps shadows, for those are wider still. How wide the strokes are is found by trying widths:
   from the right one on, the ink that Otsu's threshold (Otsu, 1979, "A threshold selection method
   from gray-level histograms") finds no longer changes with the width, as the regions of MSER
   (Matas et al., 2002) are found where they are stable.
4. Depth. What the ink takes from the light of its paper, 1 - tone / paper: the same in a shadow
   as beside it.
5. Levels. Depth to ink; see `digitink.levels`.

Where the paper is ruled, see `digitink.ruling`, it is sought as if it were not, and what is no
deeper than the ruling is paper.

Where there is transparency, either ink alone is visible, and the alpha is the ink, or a card is:
paper with ink on it, whose most frequent colour then fills what is transparent.
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from digitink import ruling
from digitink.levels import SMOOTHED, levelled, small_copy
from digitink.raster import Pixels

COPY = 256 * 256  # pixels of the small copy on which paper is sought: strokes stay visible on it
BALLOT = 128 * 128  # pixels of the smaller copy on which polarity is voted, ...
FINE = 512 * 512  # ... and of the larger one, on which the thinnest ink is seen
RIM = 0.1  # of the shorter side: the pixels whose votes count more
UNDECIDED = 0.15  # of the votes of pixels that all agree: paper is light unless outvoted by more
ICON = 32  # pixels of the shorter side: a smaller picture has no room for shadows
GROWTH = 1.35  # from one width of stroke tried to the next
WIDE = 1 / 3  # of the shorter side: wider strokes are believed only where no others are found
STABLE = 0.65  # overlap of the ink at two widths from which on it counts as found
PLATEAU = 0.97  # of the greatest overlap: the narrowest of such widths follows shadows best
CONTINUED = 0.7  # of the depth of the known ink, where it is followed to the edge of the picture
RULED = 1.2  # times as deep as nine in ten of its pixels: ruling is hardly deeper
FAINTER = 0.6  # of the ink's depth: ruling that is deeper may as well be ink
DARKEST_PAPER = 0.4  # of the light paper: darker shadows are not made up for, or noise would glare

Image8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[Any]


def ink_of(tones: Pixels, alpha: Pixels | None = None) -> Pixels:
    """The ink in a picture.

    `tones`: (H, W, C) float32 in 0..1, C 1 (grey) or 3 (red, green, blue); where there is `alpha`,
    (H, W) float32 in 0..1, already multiplied by it. Returns (H, W) float32, 0 paper to 1 ink; all
    zeros where nothing stands out.
    """
    copy = small_copy(tones, COPY)
    if alpha is None or alpha.min() == 1:
        axis = _axis(copy)
        tone = _mixed(tones, axis)
    else:
        little = small_copy(alpha, COPY)
        if not _is_card(copy, little):
            return levelled(_depth(1 - alpha, 1 - little))
        colour = _visible_colour(copy, little)
        axis = _axis(copy + colour * (1 - little[..., None]))
        tone = _mixed(tones, axis) + (colour @ axis) * (1 - alpha)
    tone = np.clip(tone - np.minimum(axis, 0).sum(), 0, 1)
    return _ink_on_light(tone if _paper_is_light(tone) else 1 - tone)


def _ink_on_light(tone: Pixels) -> Pixels:
    """The ink on light paper."""
    copy = small_copy(tone, COPY)
    ruled = ruling.find(copy)
    ink = _deeper_ink(tone, ruled) if ruled is not None else None
    return levelled(_depth(tone, copy)) if ink is None else ink


def _deeper_ink(tone: Pixels, ruled: ruling.Ruling) -> Pixels | None:
    """The ink without the ruling of its paper; None where the ruling may as well be ink."""
    depth = _depth(tone, ruled.bare)
    size = tone.shape[::-1]
    lines = cv2.resize(ruled.lines.view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    deep = float(np.quantile(depth[lines > 0], 0.9))
    ink = levelled(depth, least=RULED * deep)
    found = ink.any() and deep <= FAINTER * float(np.average(depth, weights=ink))
    return ink if found else None


def _axis(copy: Pixels) -> Pixels:
    """The weights (C,) of the colours in the one tone, of magnitudes that sum to 1."""
    channels = copy.shape[2]
    if channels == 1:
        return np.ones(1, np.float32)
    side = max(3, min(copy.shape[:2]) // 4)
    differences = (copy - cv2.blur(copy, (side, side))).reshape(-1, channels)
    _, axes = np.linalg.eigh(differences.T @ differences)
    axis = axes[:, -1] * (1 if axes[:, -1].sum() >= 0 else -1)
    return np.asarray(axis / np.abs(axis).sum(), np.float32)


def _mixed(tones: Pixels, axis: Pixels) -> Pixels:
    """The weighted sum (H, W) of the colours; channel by channel, for the sake of memory."""
    tone: Pixels = tones[..., 0] * axis[0]
    for channel in range(1, len(axis)):
        tone += tones[..., channel] * axis[channel]
    return tone


def _is_card(tones: Pixels, alpha: Pixels) -> bool:
    """Whether what is visible is paper with ink on it, rather than ink alone.

    It is where it fills most of its own box, and is of two tones or fills most of the picture too.
    """
    visible = _visible(alpha)
    _, _, width, height = cv2.boundingRect(visible.view(np.uint8))
    area = np.count_nonzero(visible)
    if area <= 0.5 * width * height:
        return False
    away = np.abs(tones - _visible_colour(tones, alpha) * alpha[..., None]).max(axis=2)
    return bool(area > 0.5 * alpha.size or (away[visible] > 0.25).mean() > 0.001)


def _visible(alpha: Pixels) -> Mask:
    return np.asarray(alpha >= max(0.5 * float(alpha.max()), 1e-3))


def _visible_colour(tones: Pixels, alpha: Pixels) -> Pixels:
    """The median colour (C,) of the visible part."""
    visible = _visible(alpha)
    return np.asarray(np.median(tones[visible] / alpha[visible][:, None], axis=0), np.float32)


def _paper_is_light(tone: Pixels) -> bool:
    copy = _bytes(small_copy(tone, BALLOT))
    height, width = copy.shape
    side = min(height, width)
    brightest, dimmest = _extremes(_bytes(small_copy(tone, FINE)), (width, height))
    lightest, darkest = _closed(brightest, side), 255 - _closed(255 - dimmest, side)
    votes = 2.0 * copy - lightest - darkest
    rim = np.ones(copy.shape, np.bool_)
    band = max(1, round(RIM * side))
    rim[band:-band, band:-band] = False
    all_alike = np.mean(lightest - darkest)  # what the votes would be if all pixels agreed
    return bool(2 * votes[rim].mean() + votes.mean() >= -UNDECIDED * all_alike)


def _extremes(copy: Image8, size: tuple[int, int]) -> tuple[Image8, Image8]:
    """The lightest and the darkest tones of a copy, brought down to a size (width, height).

    The mean of thin ink and its paper would be hardly darker than a shadow.
    """
    pool = np.ones(2 * [max(1, round(copy.shape[0] / size[1]))], np.uint8)
    lightest, darkest = (
        cv2.resize(pooled(copy, pool), size, interpolation=cv2.INTER_NEAREST)
        for pooled in (cv2.dilate, cv2.erode)
    )
    return np.asarray(lightest, np.uint8), np.asarray(darkest, np.uint8)


def _bytes(tone: Pixels) -> Image8:
    return np.asarray(np.rint(tone * 255), np.uint8)


def _closed(tone: Image8, side: int, *, beyond: bool = False) -> Image8:
    """The closing of `tone` by squares of `side` pixels.

    Each pixel becomes the darkest of the lightest tones of all squares around it, so that ink
    narrower than a square vanishes. The squares, cut to the picture's size, lie wholly inside it;
    or, where they may reach `beyond` its edge, only what is inside counts.
    """
    if beyond:
        reach = side - 1
        wide = cv2.copyMakeBorder(tone, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
        return _closed(np.asarray(wide, np.uint8), side)[reach:-reach, reach:-reach]
    height, width = tone.shape
    rows, columns = min(side, height), min(side, width)
    square = np.ones((rows, columns), np.uint8)
    lightest = cv2.dilate(tone, square, anchor=(0, 0))[: height - rows + 1, : width - columns + 1]
    around = cv2.copyMakeBorder(
        lightest, rows - 1, rows - 1, columns - 1, columns - 1, cv2.BORDER_CONSTANT, value=255
    )
    return np.asarray(cv2.erode(around, square, anchor=(0, 0))[:height, :width], np.uint8)


def _depth(tone: Pixels, copy: Pixels) -> Pixels:
    """How much of its paper's light each pixel lacks, about 0..1; the paper of `tone` is light.

    `copy`: the same smaller, on which the paper is sought.
    """
    if min(copy.shape) >= SMOOTHED:
        copy = np.asarray(cv2.GaussianBlur(copy, (5, 5), 1.0))
    paper = _paper(_bytes(copy)).astype(np.float32) / np.float32(255)
    height, width = tone.shape
    lightest = float(np.quantile(paper, 0.95))
    paper = np.asarray(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR))
    return _relative(paper - tone, paper, lightest)


def _relative(missing: Pixels, paper: Pixels, lightest: float) -> Pixels:
    """The light that is `missing`, in parts of its paper's."""
    light = np.maximum(paper, np.float32(max(DARKEST_PAPER * lightest, 1e-3)))
    return np.asarray(missing / light, np.float32)


def _paper(tone: Image8) -> Image8:
    """The tone of the paper alone at each pixel of a small picture."""
    side = min(tone.shape)
    widths = _widths(min(max(tone.shape), 4 * side))
    if side < ICON:
        return _closed(tone, widths[-1])
    likely = sum(width <= WIDE * side for width in widths)
    for tried in (widths[: likely + 2], widths):  # each is compared with the next but one
        papers = [_closed(tone, width, beyond=True) for width in tried]
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
    inside = _closed(tone, width)
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
    depth = _bytes(_relative_depth(tone, paper))
    _, mask = cv2.threshold(depth, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(mask, np.bool_)


def _overlap(a: Mask, b: Mask) -> float:
    """Intersection over union."""
    return float(np.count_nonzero(a & b)) / max(1.0, float(np.count_nonzero(a | b)))
