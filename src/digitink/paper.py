"""From tones to ink: which tone is paper, how light the paper is at each place, how dark the ink.

Nothing is assumed of the picture but that its ink is thin and its paper lies around it. Five steps:

1. One tone. Of colours, the axis along which neighbouring pixels differ most (principal component
   analysis; Pearson, 1901), so that red ink on green paper stands out as black on white does.
2. Polarity. A pixel nearer to the lightest than to the darkest tone around it votes for light
   paper, one nearer to the darkest for dark paper; the rim of the picture votes twice more. Where
   dark paper clearly wins, the tones are turned over: from here on paper is light.
3. Paper. How light it is at each place, in a shadow as beside it; see `digitink.background`.
4. Depth. What the ink takes from the light of its paper, 1 - tone / paper: the same in a shadow
   as beside it.
5. Levels. Depth to ink; see `digitink.levels`.

Where the paper is ruled, see `digitink.ruling`, it is sought as if it were not, and what is no
deeper than the ruling is paper.

Where there is transparency, either ink alone is visible, and the alpha is the ink, or a card is:
paper with ink on it, whose most frequent colour then fills what is transparent.
"""

import cv2
import numpy as np

from digitink import background, ruling
from digitink.background import Image8, Mask
from digitink.levels import levelled, small_copy
from digitink.raster import Pixels

COPY = 256 * 256  # pixels of the small copy on which paper is sought: strokes stay visible on it
BALLOT = 128 * 128  # pixels of the smaller copy on which polarity is voted, ...
FINE = 512 * 512  # ... and of the larger one, on which the thinnest ink is seen
RIM = 0.1  # of the shorter side: the pixels whose votes count more
UNDECIDED = 0.15  # of the votes of pixels that all agree: paper is light unless outvoted by more
RULED = 1.2  # times as deep as nine in ten of its pixels: ruling is hardly deeper
FAINTER = 0.6  # of the ink's depth: ruling that is deeper may as well be ink


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
            return levelled(background.depth(1 - alpha, 1 - little))
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
    return levelled(background.depth(tone, copy)) if ink is None else ink


def _deeper_ink(tone: Pixels, ruled: ruling.Ruling) -> Pixels | None:
    """The ink without the ruling of its paper; None where the ruling may as well be ink."""
    depth = background.depth(tone, ruled.bare)
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
    copy = background.as_bytes(small_copy(tone, BALLOT))
    height, width = copy.shape
    side = min(height, width)
    brightest, dimmest = _extremes(background.as_bytes(small_copy(tone, FINE)), (width, height))
    lightest, darkest = (
        background.closed(brightest, side),
        255 - background.closed(255 - dimmest, side),
    )
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
