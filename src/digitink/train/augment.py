"""Random affine and elastic distortion of a batch of frames, as one matrix product and one lookup.

Where each pixel of the new frame comes from in the old one is a sum of fixed fields over the
frame, weighted by a frame's random coefficients: x, y and 1 make the affine part, a lattice of
Gaussian bumps the elastic one. It is that of Simard, Steinkraus & Platt ("Best Practices for
Convolutional Neural Networks", 2003), white noise smoothed by a Gaussian of 4 pixels; their
strength of 34 comes to a standard deviation of 1.4 pixels.
"""

import math
from functools import lru_cache

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from digitink.train.recipe import Augmentation

SIDE = 28
SMOOTH = 4.0  # pixels: the Gaussian's standard deviation, and the lattice's spacing
UNIT = 2 / SIDE  # a pixel, in grid_sample's coordinates of -1..1 across the frame


def augment(frames: Tensor, strength: Augmentation) -> Tensor:
    """Distort frames (N, 1, 28, 28), float in 0..1, each at random; the same shape and range.

    Draws from torch's own generator of the frames' device, so `torch.manual_seed` fixes it.
    """
    coefficients = _affine(len(frames), strength, frames.device)
    if strength.elastic:
        noise = torch.randn(len(frames), 2, len(_bumps(frames.device)), device=frames.device)
        coefficients = torch.cat([coefficients, noise * (strength.elastic * UNIT)], dim=2)
    fields = _fields(frames.device)[: coefficients.shape[2]]
    grid = (coefficients @ fields).view(-1, 2, SIDE, SIDE).permute(0, 2, 3, 1)
    return F.grid_sample(frames, grid, mode="bilinear", align_corners=False)


def _affine(n: int, strength: Augmentation, device: torch.device) -> Tensor:
    """Coefficients (n, 2, 3) of the fields x, y, 1: rotation times shear times scale, and shift."""
    uniform = torch.rand(6, n, device=device) * 2 - 1
    angle = uniform[0] * math.radians(strength.rotate)
    shear = uniform[1] * strength.shear
    wide, high = 1 + uniform[2:4] * strength.scale
    right, down = uniform[4:6] * (strength.shift * UNIT)
    sine, cosine = angle.sin(), angle.cos()
    x = torch.stack([cosine * wide, (cosine * shear - sine) * high, right], dim=1)
    y = torch.stack([sine * wide, (sine * shear + cosine) * high, down], dim=1)
    return torch.stack([x, y], dim=1)


@lru_cache
def _fields(device: torch.device) -> Tensor:
    """The fixed fields (3 + K, 784): x, y, 1 and the bumps."""
    centres = (torch.arange(SIDE, device=device) + 0.5) * UNIT - 1
    y, x = torch.meshgrid(centres, centres, indexing="ij")
    plane = torch.stack([x, y, torch.ones_like(x)]).view(3, -1)
    return torch.cat([plane, _bumps(device)])


@lru_cache
def _bumps(device: torch.device) -> Tensor:
    """Gaussian bumps (K, 784), scaled so that normal weights give a mean variance of 1 pixel."""
    pixels = torch.arange(SIDE, device=device, dtype=torch.float32)
    knots = torch.arange(SMOOTH / 2 - 0.5, SIDE, SMOOTH, device=device)
    bump = torch.exp(-((pixels - knots[:, None]) ** 2) / (2 * SMOOTH**2))
    bumps = torch.einsum("ay,bx->abyx", bump, bump).reshape(-1, SIDE * SIDE)
    return bumps / bumps.square().sum(0).mean().sqrt()
