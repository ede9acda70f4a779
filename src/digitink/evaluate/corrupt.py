"""The fifteen corruptions of MNIST-C, each at its one fixed severity.

Mu & Gilmer, "MNIST-C: A Robustness Benchmark for Computer Vision", 2019, arXiv 1906.02337; those
that it takes from ImageNet-C are described by Hendrycks & Dietterich, 2019, arXiv 1903.12261. They
are written anew from the descriptions, with the severities and ranges that the authors fixed in
their own program; the rest is ours: how a sheared digit keeps its height, to which side motion is
drawn out, how lines are drawn. So figures measured here are near those of the published files, and
not the same.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import numpy as np

from digitink.data import Frames
from digitink.errors import UnknownName
from digitink.evaluate import distortions, overlays
from digitink.evaluate.measure import Measurement, measure_frames
from digitink.model import Model
from digitink.raster import Pixels

Corruption = Callable[[Pixels, np.random.Generator], Pixels]
"""Frames (N, 28, 28) float32 in 0..1 and a source of chance to as many corrupted ones, N ≥ 1.

The result may leave 0..1; whoever calls cuts it off.
"""

CORRUPTIONS: Mapping[str, Corruption] = MappingProxyType(
    {
        "shot noise": distortions.shot_noise,
        "impulse noise": distortions.impulse_noise,
        "glass blur": distortions.glass_blur,
        "motion blur": distortions.motion_blur,
        "shear": distortions.shear,
        "scale": distortions.scale,
        "rotate": distortions.rotate,
        "brightness": distortions.brightness,
        "translate": distortions.translate,
        "stripe": overlays.stripe,
        "fog": overlays.fog,
        "spatter": overlays.spatter,
        "dotted line": overlays.dotted_line,
        "zigzag": overlays.zigzag,
        "canny edges": distortions.canny_edges,
    }
)
"""By name, in the paper's order."""


def corrupted(frames: Frames, name: str, seed: int = 0) -> Frames:
    """N frames under the corruption of that name, as many uint8 ones, the same for the same seed.

    Each corruption draws its chance from the seed and its own name, whatever else was corrupted
    before. Raises UnknownName on a name that is not in CORRUPTIONS.
    """
    if name not in CORRUPTIONS:
        raise UnknownName("corruption", name, CORRUPTIONS)
    random = np.random.default_rng([seed, *name.encode()])
    pixels = CORRUPTIONS[name](frames.images.astype(np.float32) / np.float32(255), random)
    images = np.rint(255 * pixels.clip(0, 1)).astype(np.uint8)
    return Frames(frames.name, images, frames.labels)


def measure_all(model: Model, frames: Frames) -> Iterator[tuple[str, Measurement]]:
    """Measure the network on the frames under each corruption; its name comes with each.

    The corrupted frames go to the network as they are, as in the paper: nothing brings them back to
    MNIST's frame first.
    """
    for name in CORRUPTIONS:
        yield name, measure_frames(model, corrupted(frames, name))
