"""People's own data: which of the known formats a path holds."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from digitink.data import content, csv_files, idx, npz, pictures, strokes
from digitink.data.samples import Samples
from digitink.errors import DataError, OutputError, UsageError

KNOWN = (
    "a folder of folders 0 to 9 with pictures, a .csv of label and 784 pixels, IDX, "
    'a .npz of images and labels, or a .json of [{"label", "strokes"}] (.jsonl: one a line)'
)

WRITERS: dict[str, Callable[[Samples, Path], None]] = {
    "csv": csv_files.write,
    "idx": idx.write,
    "json": strokes.write_json,
    "png": pictures.write_folder,
}
"""Those that can be written: samples and the path that `read` then takes. Ink stays ink in json
and a drawing in png; csv and idx hold the frames that networks see."""
SUFFIXES = {"csv": (".csv",), "json": (".json", ".jsonl")}


def write(samples: Samples, path: Path, kind: str) -> None:
    """Write samples in a format of WRITERS, whole or not at all.

    Raises UsageError on a name that `read` takes for another format, DataError where they have no
    place in it, OutputError where they cannot be written.
    """
    check_name(path, kind)
    if kind != "png":
        WRITERS[kind](samples, path)
        return
    if path.exists():
        raise OutputError(f"{path} is there already", hint="give a folder that is to be made")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A folder of its own, whose name nobody else can have taken before.
        with TemporaryDirectory(prefix=".digitink-", suffix=".part", dir=path.parent) as within:
            part = Path(within) / path.name
            WRITERS[kind](samples, part)
            part.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def check_name(path: Path, kind: str) -> None:
    """Raise UsageError on a name that is not one of that format's."""
    suffixes = SUFFIXES.get(kind)
    if suffixes and path.suffix.lower() not in suffixes:
        raise UsageError(f"{path} does not end in {' or '.join(suffixes)}", hint="give it that")
    if kind == "idx" and path.suffix:
        raise UsageError(f"{path} has a suffix, as no IDX has", hint="leave it out")


def read(path: Path, part: str = "") -> Samples:
    """Read the data set at `path`; `part` chooses one of several in an .npz.

    Raises DataError, naming the place, where it is none or malformed.
    """
    try:
        if path.is_dir():
            return pictures.read_folder(path)
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error
    match Path(path.name.lower().removesuffix(".gz")).suffix:
        case ".npz":
            return npz.read(path, part)
        case ".csv":
            return csv_files.read(path)
        case ".json" | ".jsonl":
            return strokes.read_json(path)
    if idx.is_idx(content.unpacked(path)[:4]):
        return idx.read(path)
    raise DataError(f"{path} is in no known format", hint=f"expected {KNOWN}")
