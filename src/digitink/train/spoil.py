"""Frames as bad light, bad scanners and other people's pens leave them, in batches.

What a network has seen in training it reads later, and what is near to it (Hendrycks et al., 2020,
"AugMix", arXiv 1912.02781). These are families of our own with wide ranges; MNIST-C, on which
models are measured, is another program with fixed severities.

Each way takes frames (N, 1, 28, 28), float in 0..1, 0 paper and 1 ink, and gives as many new ones.
"""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from digitink.train.augment import SIDE, augment
from digitink.train.recipe import Augmentation

FAR = Augmentation(rotate=30, shear=0.5, scale=0.4, shift=4.0)
CLOUD_GRIDS = (2, 4, 7, 14)  # points a side, from the broadest clouds to the finest
EDGE = 0.5  # from here on a pixel is ink, where only black and white are left


def spoil(frames: Tensor, share: float) -> Tensor:
    """Spoil a share of frames (N, 1, 28, 28), float in 0..1, each in one way.

    The first ones: frames are expected in random order. All ways get as many, the last ones fewer
    by one where they do not come out even, so of a small batch perhaps half as many. Draws from
    torch's own generator of the frames' device. Returns the same shape and range.
    """
    parts = frames[: round(share * len(frames))].tensor_split(len(WAYS))
    done = [way(part).clamp(0, 1) for way, part in zip(WAYS, parts, strict=True) if len(part)]
    return torch.cat([*done, frames[sum(map(len, done)) :]])


def grey_paper(frames: Tensor) -> Tensor:
    """Paper that is no longer white, ink that is no longer black, and some overexposed."""
    paper = 0.7 * _chance(frames)
    ink = paper + (1 - paper) * (0.3 + 1.2 * _chance(frames))
    return paper + (ink - paper) * frames


def uneven_light(frames: Tensor) -> Tensor:
    """Clouds over the digit, up to four times as strong as its ink."""
    clouds = _clouds(frames)
    strength = 4 * _chance(frames)
    return (frames + strength * clouds) / (1 + strength)


def inverted(frames: Tensor) -> Tensor:
    """Light ink on dark paper: everywhere, or within or outside a rectangle or a band."""
    y, x = _places(frames)
    low, high = SIDE * torch.rand(2, 2, len(frames), 1, 1, 1, device=frames.device).sort(0).values
    band = _chance(frames) < 0.5
    upright, level = (x >= low[0]) & (x < high[0]), (y >= low[1]) & (y < high[1])
    within = upright & (band | level)
    return torch.where(within ^ (_chance(frames) < 0.6), 1 - frames, frames)


def noisy(frames: Tensor) -> Tensor:
    """Single pixels lost or filled, grain over all, and grain in the ink alone."""
    chance = torch.rand_like(frames)
    hit = 0.15 * _chance(frames)
    grain = torch.randn_like(frames) * 0.3 * _chance(frames)
    of_ink = torch.randn_like(frames) * 0.8 * _chance(frames) * frames.sqrt()
    grained = frames + torch.where(_chance(frames) < 0.5, grain, of_ink)
    return torch.where(chance < hit, 0.0, torch.where(chance > 1 - hit, 1.0, grained))


def blurred(frames: Tensor) -> Tensor:
    """Out of focus, or drawn out along a line: one kernel for all, as strong as it happens."""
    side = 11
    offsets = torch.arange(side, device=frames.device) - side // 2
    y, x = torch.meshgrid(offsets, offsets, indexing="ij")
    angle, long, wide, start = torch.rand(4, device=frames.device).tolist()
    angle *= math.pi
    along, across = (
        x * math.cos(angle) + y * math.sin(angle),
        y * math.cos(angle) - x * math.sin(angle),
    )
    long, wide = 0.5 + 3 * long, 0.4 + 0.9 * wide
    along = along - (2 * start - 1) * long  # an uneven push leaves its trace to one side
    kernel = torch.exp(-(along / long).square() / 2 - (across / wide).square() / 2)
    smooth = F.conv2d(frames, (kernel / kernel.sum()).expand(1, 1, -1, -1), padding=side // 2)
    return smooth * (1 + 0.5 * _chance(frames))


def frosted(frames: Tensor) -> Tensor:
    """Each pixel taken from somewhere near, and smoothed a little."""
    reach = 0.5 + 1.5 * _chance(frames)
    y, x = _places(frames)
    shape = (len(frames), 1, SIDE, SIDE)
    moved_x = x + reach * torch.randn(shape, device=frames.device)
    moved_y = y + reach * torch.randn(shape, device=frames.device)
    grid = torch.stack([moved_x, moved_y], dim=-1)[:, 0] * (2 / (SIDE - 1)) - 1
    taken = F.grid_sample(frames, grid, mode="nearest", align_corners=True)
    smooth = F.avg_pool2d(taken, 3, 1, 1)
    return torch.lerp(taken, smooth, _chance(frames))


def outlined(frames: Tensor) -> Tensor:
    """Only the rim of the ink, inside or outside, soft or hard."""
    hard = _chance(frames) < 0.7
    ink = torch.where(hard, (frames > EDGE * (0.4 + _chance(frames))).to(frames.dtype), frames)
    grown, shrunk = F.max_pool2d(ink, 3, 1, 1), -F.max_pool2d(-ink, 3, 1, 1)
    which = _chance(frames)
    return torch.where(
        which < 0.4, grown - ink, torch.where(which < 0.7, ink - shrunk, grown - shrunk)
    )


def crossed(frames: Tensor) -> Tensor:
    """A line right across: straight, wavy, jagged or dotted."""
    y, x = _places(frames)
    angle = math.pi * _chance(frames)
    middle = SIDE / 2 + (SIDE / 3) * (2 * _chance(frames) - 1)
    along = (x - SIDE / 2) * angle.cos() + (y - middle) * angle.sin()
    across = (y - middle) * angle.cos() - (x - SIDE / 2) * angle.sin()
    phase = along / (2 + 8 * _chance(frames)) + _chance(frames)
    jagged = 4 * (phase - phase.round()).abs() - 1
    wave = torch.where(_chance(frames) < 0.5, jagged, (2 * math.pi * phase).sin())
    height = 3 * _chance(frames) * (_chance(frames) < 0.6)
    width = 0.5 + _chance(frames)
    # Where the wave is steep, its ink is as much thinner across it as it is longer.
    line = (width + 0.5 * height - (across - height * wave).abs()).clamp(0, 1)
    dotted = (_chance(frames) < 0.3) & ((along / (2 + 2 * _chance(frames))) % 1 > 0.5)
    return torch.maximum(frames, torch.where(dotted, 0.0, line) * (0.6 + 0.4 * _chance(frames)))


def blotted(frames: Tensor) -> Tensor:
    """Blots of any tone over the digit."""
    clouds = _clouds(frames)
    blot = ((clouds - 0.6 - 0.25 * _chance(frames)) * (5 + 20 * _chance(frames))).clamp(0, 1)
    return torch.lerp(frames, _chance(frames).expand_as(frames), blot)


def far_off(frames: Tensor) -> Tensor:
    """Turned, leaning, stretched and away from the middle, further than digits are written."""
    return augment(frames, FAR)


WAYS: tuple[Callable[[Tensor], Tensor], ...] = (
    grey_paper,
    uneven_light,
    inverted,
    noisy,
    blurred,
    frosted,
    outlined,
    crossed,
    blotted,
    far_off,
)


def _chance(frames: Tensor) -> Tensor:
    """A number for each frame, uniform in 0..1: (N, 1, 1, 1)."""
    return torch.rand(len(frames), 1, 1, 1, device=frames.device)


def _places(frames: Tensor) -> tuple[Tensor, Tensor]:
    """Row and column of each pixel, (28, 1) and (1, 28)."""
    indices = torch.arange(SIDE, device=frames.device, dtype=frames.dtype)
    return indices[:, None], indices[None, :]


def _clouds(frames: Tensor) -> Tensor:
    """Smooth noise (N, 1, 28, 28) from 0 to 1: grids of random numbers, finer ones fainter."""
    roughness = 0.2 + 0.6 * _chance(frames)
    clouds = torch.zeros_like(frames)
    for power, side in enumerate(CLOUD_GRIDS):
        grid = torch.rand(len(frames), 1, side, side, device=frames.device)
        clouds += roughness**power * F.interpolate(grid, SIDE, mode="bilinear", align_corners=True)
    lowest, highest = clouds.amin((1, 2, 3), True), clouds.amax((1, 2, 3), True)
    return (clouds - lowest) / (highest - lowest)
