"""Every benchmark, one after the other: leaves with 1 where any of them missed a target.

Takes about a quarter of an hour on two idle cores. Each prints its claim, the machine, its
tables in Markdown and its verdict; nothing else should run meanwhile.
"""

import subprocess
import sys
from pathlib import Path

from claims import parser

HERE = Path(__file__).parent


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--reference", required=True, metavar="PYTHON", help="with TensorFlow: see reference/"
    )
    given = options.parse_args()
    with_reference = ["--reference", given.reference]
    missed = []
    for script, arguments in (
        ("size.py", []),
        ("reading.py", with_reference),
        ("training.py", with_reference),
        ("people.py", []),
    ):
        print(f"\n## {script}\n", flush=True)
        done = subprocess.run([sys.executable, HERE / script, *arguments], check=False)
        if done.returncode:
            missed.append(script)
    print(f"\nmissed: {', '.join(missed) or 'none'}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
