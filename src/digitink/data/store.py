"""Where the files of a known data set lie, and whether they are the right ones."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

from digitink.data import catalogue, content
from digitink.data.catalogue import Entry
from digitink.errors import DataError

PACKAGED = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Found:
    """What became of looking for a data set: the folder it lies under, and what is wrong if any."""

    state: Literal["present", "missing", "altered"]
    folder: Path | None
    problem: str


def folders() -> list[Path]:
    """Where data sets are looked for: $DIGITINK_DATA if it is set, then the user's data folder."""
    given = os.environ.get("DIGITINK_DATA")
    own = Path(platformdirs.user_data_dir("digitink", appauthor=False)) / "data"
    return [Path(given).expanduser(), own] if given else [own]


def find(entry: Entry) -> Path:
    """The folder under which a set lies, each of its files checked.

    Raises DataError where one is missing or is not the one that the catalogue knows.
    """
    root = _root(entry)
    for path, expected in entry.files.items():
        if entry.bundled:
            bundled(entry, path)
        elif root is None or not (root / path).exists():
            raise _missing(entry, path)
        elif (found := sha256_of(root / path)) != expected:
            raise _altered(entry, path, root / path, found)
    assert root is not None  # no set is without files
    return root


def look_for(entry: Entry) -> Found:
    """As `find`, but what is wrong is said, not raised."""
    try:
        return Found("present", find(entry), "")
    except DataError as error:
        root = _root(entry)
        whole = root is not None and (
            entry.bundled or all((root / path).exists() for path in entry.files)
        )
        return Found("altered" if whole else "missing", root, str(error))


def _root(entry: Entry) -> Path | None:
    if entry.bundled:
        return PACKAGED
    first = next(iter(entry.files))
    return next((root for root in folders() if (root / first).exists()), None)


def bundled(entry: Entry, path: str) -> bytes:
    """A file of MNIST from the package, unpacked. Raises DataError where it was altered."""
    packed = PACKAGED / f"{path}.gz"
    unpacked = content.unpacked(packed)
    if (found := hashlib.sha256(unpacked).hexdigest()) != entry.files[path]:
        raise _altered(entry, path, packed, found)
    return unpacked


def entry_of(path: Path) -> Entry | None:
    """The set of the catalogue that a file belongs to by what is in it, packed or not."""
    if not content.exists(path) or path.is_dir():
        return None
    contents = (content.read_bytes(path), content.unpacked(path))
    found = {hashlib.sha256(each).hexdigest() for each in contents}
    return next((e for e in catalogue.ENTRIES if found & set(e.files.values())), None)


def sha256_of(path: Path) -> str:
    """Of a file; of a folder, that of what `sha256sum *` prints in it in the C locale."""
    if not path.is_dir():
        return hashlib.sha256(content.read_bytes(path)).hexdigest()
    files = sorted(file for file in path.iterdir() if not file.name.startswith("."))
    lines = "".join(f"{sha256_of(file)}  {file.name}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def _missing(entry: Entry, path: str) -> DataError:
    roots = folders()
    return DataError(
        f"the data set {entry.name} is missing: no {path} in {' or '.join(map(str, roots))}",
        hint=f"get it from {entry.origin.home} and put it at {roots[0] / path}"
        f" (SHA-256 {entry.files[path]})",
    )


def _altered(entry: Entry, path: str, at: Path, found: str) -> DataError:
    cure = (
        "install digitink again"
        if entry.bundled
        else f"get it again from {entry.origin.home} and put it at {at}"
    )
    return DataError(
        f"{at} is not that of {entry.name}: its SHA-256 is {found}, expected {entry.files[path]}",
        hint=cure,
    )
