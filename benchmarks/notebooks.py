"""Every notebook runs from a fresh kernel in at most 3 minutes on two cores.

A copy of each file in notebooks/ is run by `scripts/run_notebooks.py`, once: from the start of that
process, the start of the kernel and all imports among it, to the end. On a machine of more cores
two of them are used. Threads that wait do not spin (OMP_WAIT_POLICY=passive).
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from claims import Target, conclude, machine, parser, table
from timing import process

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "run_notebooks.py"
CORES = 2
SECONDS = 180


def main() -> None:
    parser(__doc__).parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(ROOT.glob("notebooks/*.ipynb")):
            copy = shutil.copy(path, folder)
            seconds[path.name], _ = process([sys.executable, SCRIPT, copy])
    print(machine("torch", "scikit-learn", "matplotlib", "nbclient"), end="\n\n")
    rows = [[name, f"{taken:.0f}"] for name, taken in seconds.items()]
    print(table(["notebook", "s"], rows), end="\n\n")
    conclude([Target(name, taken, SECONDS, " s", at_most=True) for name, taken in seconds.items()])


if __name__ == "__main__":
    main()
