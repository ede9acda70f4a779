# ruff: noqa: E501  (a file and its hash stand on one line)
"""The data sets that digitink knows by name: what they are, their files, how they are read.

A set that is not `trainable` is for measuring only: nothing is trained on it, so that its figures
stay those of people and pens that no model has seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from digitink.data import bitmaps, pictures, strokes, tables
from digitink.data.origins import (
    DIGILETS,
    HWD_1000,
    MNIST,
    OPTDIGITS,
    PENDIGITS,
    SEMEION,
    USPS,
    Origin,
)
from digitink.data.samples import Samples
from digitink.errors import DataError


@dataclass(frozen=True, slots=True)
class Entry:
    """One data set by its name.

    `files`: their paths in the data folder, with `/`, and their SHA-256; a path that ends in `/` is
    a folder, its SHA-256 that of what `sha256sum *` prints in there in the C locale. `n`: how many
    samples. `writers`: how many people wrote them, as the origin says, or None. `read`: reads it,
    given the path of the first of its files; None for MNIST, whose files lie in the package as
    gzip, their SHA-256 being those of what is unpacked.
    """

    name: str
    what: str
    origin: Origin
    files: Mapping[str, str]
    n: int
    writers: int | None
    trainable: bool
    read: Callable[[Path], Samples] | None

    @property
    def bundled(self) -> bool:
        """Whether it lies in the package."""
        return self.read is None

    def to_dict(self) -> dict[str, Any]:
        """What is known of it as plain values, ready for JSON."""
        return {
            "name": self.name,
            "what": self.what,
            **asdict(self.origin),
            "n": self.n,
            "writers": self.writers,
            "trainable": self.trainable,
            "files": dict(self.files),
        }


ENTRIES = (
    Entry(
        "mnist-train",
        "60,000 training digits",
        MNIST,
        {
            "mnist/train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "mnist/train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        },
        n=60_000,
        writers=250,
        trainable=True,
        read=None,
    ),
    Entry(
        "mnist-test",
        "10,000 test digits of other writers",
        MNIST,
        {
            "mnist/t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "mnist/t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        },
        n=10_000,
        writers=250,
        trainable=False,
        read=None,
    ),
    Entry(
        "pendigits.tra",
        "strokes of 30 writers on a tablet, which lost some of them",
        PENDIGITS,
        {
            "pendigits/pendigits-orig.tra": "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4",
        },
        n=7_494,
        writers=30,
        trainable=True,
        read=strokes.read_unipen,
    ),
    Entry(
        "pendigits.tes",
        "strokes of 14 other writers",
        PENDIGITS,
        {
            "pendigits/pendigits-orig.tes": "ddb1c19e277a56c7ffe682cc024d6ab73696f9adcc1643ef9ed5aa753007e081",
        },
        n=3_498,
        writers=14,
        trainable=False,
        read=strokes.read_unipen,
    ),
    Entry(
        "usps.train",
        "from envelopes, deslanted",
        USPS,
        {
            "usps/zip.train.gz": "66ebf231ab51f2cf6ac1a892d0f98ccffee1079d7a5db638c1f11f366046ca16",
        },
        n=7_291,
        writers=None,
        trainable=False,
        read=tables.read_usps,
    ),
    Entry(
        "usps.test",
        "from envelopes, deslanted; about 2.5 % of it defeats people",
        USPS,
        {
            "usps/zip.test.gz": "8dacc3c6e136af6c3488de9e5113a7daf140c8c2f1f0b61c54ee02f03f1a962f",
        },
        n=2_007,
        writers=None,
        trainable=False,
        read=tables.read_usps,
    ),
    Entry(
        "optdigits.tra",
        "cropped tight and stretched",
        OPTDIGITS,
        {
            "optdigits/optdigits-orig.tra": "a4eff709680076cae40420343de292b5960fc2b0da439b8a57c3d14124113bda",
        },
        n=1_934,
        writers=30,
        trainable=True,
        read=bitmaps.read,
    ),
    Entry(
        "optdigits.windep",
        "other writers than .tra; cropped tight and stretched",
        OPTDIGITS,
        {
            "optdigits/optdigits-orig.windep": "c09ab8735d588fdf980724f10a5072c0b757037dc80b448b2f6a10392751c9d6",
        },
        n=1_797,
        writers=13,
        trainable=False,
        read=bitmaps.read,
    ),
    Entry(
        "semeion",
        "each digit written once with care and once in haste; stretched to fill its square",
        SEMEION,
        {
            "semeion/semeion.data": "d92d6c4103d1dbe202ad7fa50652f821c11b5bc1890f9d2673706203410d68b8",
        },
        n=1_593,
        writers=80,
        trainable=False,
        read=tables.read_semeion,
    ),
    Entry(
        "hwd-1000",
        "one person's digits, black on white",
        HWD_1000,
        {
            "hwd-1000/dataset.csv": "ea9a3819887f5b16eff22bb9f43124a62f543998cbd94fb3dc1fe16147494c13",
            "hwd-1000/img/": "b841ac4b978e1dcfefb95f6cc874d755e8a9106d9983189e9d784aee2cc0627e",
        },
        n=1_000,
        writers=1,
        trainable=False,
        read=pictures.read_list,
    ),
    Entry(
        "digilets-a",
        "digits of 39 writers on a tablet, with German 1s and 7s",
        DIGILETS,
        {
            "digilets-a/digits.json": "4da30c6ebca086ef99ea7f0a2c7c1d7bd98d70a89addd60e2e13a1a406cccb1c",
        },
        n=1_950,
        writers=39,
        trainable=False,
        read=partial(strokes.read_json, per_writer=50),
    ),
    Entry(
        "digilets-a.letters",
        "letters of the same 39 writers: no digits",
        DIGILETS,
        {
            "digilets-a/letters.json": "bcc900268bb81b94357f246c16891fb0fe8250dfa7517c7666076d857d6d376e",
        },
        n=3_510,
        writers=39,
        trainable=False,
        read=partial(strokes.read_json, per_writer=90, letters=True),
    ),
)


def names() -> list[str]:
    """The names of all sets, MNIST first."""
    return [entry.name for entry in ENTRIES]


def entry(name: str) -> Entry:
    """The set of this name; DataError, listing the right ones, where there is none."""
    for found in ENTRIES:
        if found.name == name:
            return found
    raise DataError(f"no data set named {name!r}", hint=f"known: {', '.join(names())}")
