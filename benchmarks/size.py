"""`import digitink` adds at most 30 ms to bare Python; without extras it takes at most 400 MB.

The import: the difference of the medians of whole processes, `python -c pass` and
`python -c "import digitink"`, run in turn. The size: all that lies on disk in a fresh virtual
environment after `pip install .`, pip and Python's own links included; torch must not be there.
Needs a package index to install from.
"""

import sys
import tempfile
import venv
from pathlib import Path

from claims import Target, conclude, machine, parser, table
from timing import Spread, alternate, process

ROOT = Path(__file__).parents[1]
IMPORT_MS = 30
INSTALLED_MB = 400
MB = 1_000_000


def import_times(rounds: int) -> dict[str, Spread]:
    """Milliseconds of a whole process that does nothing, and of one that imports digitink."""
    programs = {"bare Python": "pass", "import digitink": "import digitink"}
    times = alternate(
        {
            name: lambda program=program: process([sys.executable, "-c", program])
            for name, program in programs.items()
        },
        rounds,
    )
    return {name: Spread.of([1_000 * t for t in values]) for name, values in times.items()}


def installed(folder: Path) -> Path:
    """Make a virtual environment in `folder`, install digitink; gives its site-packages."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    process([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ROOT])
    _, site = process([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    return Path(site.strip())


def bytes_on_disk(path: Path) -> int:
    """All files under `path`, in the blocks they take where the system tells; no links."""
    stats = [file.lstat() for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    return sum(getattr(stat, "st_blocks", -(-stat.st_size // 512)) * 512 for stat in stats)


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--rounds", type=int, default=31, help="of the import, at least 21")
    options.add_argument("--largest", type=int, default=8, help="packages to list")
    given = options.parse_args()

    print(machine("numpy"), end="\n\n")
    times = import_times(max(21, given.rounds))
    rows = [[name, *spread.cells()] for name, spread in times.items()]
    print(table(["process, ms", "n", "median", "lowest", "highest"], rows), end="\n\n")

    with tempfile.TemporaryDirectory() as folder:
        site = installed(Path(folder))
        sizes = {path.name: bytes_on_disk(path) for path in site.iterdir() if path.is_dir()}
        total = bytes_on_disk(Path(folder))
        torch_is_there = (site / "torch").exists()
    largest = sorted(sizes, key=sizes.__getitem__, reverse=True)[: given.largest]
    rows = [[name, f"{sizes[name] / MB:.1f}"] for name in largest]
    rows.append(["all", f"{total / MB:.1f}"])
    print(table(["installed", "MB"], rows), end="\n\n")

    added = times["import digitink"].median - times["bare Python"].median
    conclude(
        [
            Target("import digitink adds", added, IMPORT_MS, " ms", at_most=True),
            Target("installed without extras", total / MB, INSTALLED_MB, " MB", at_most=True),
            Target("torch among it", int(torch_is_there), 0, at_most=True),
        ]
    )


if __name__ == "__main__":
    main()
