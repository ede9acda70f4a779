"""Every benchmark, one after the other: leaves with 1 where any of them missed a target.

Takes about forty minutes on two idle cores; nothing else should run meanwhile. `record.py`, which
takes hours, is run by itself. With --record what they print takes the place of the tables in
docs/benchmarks.md.
"""

import subprocess
import sys
from pathlib import Path

from claims import parser

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "benchmarks.md"


def run(script: str, arguments: list[str]) -> tuple[int, str]:
    """Run one of the scripts, letting its output through; its exit code and that output."""
    command = [sys.executable, "-u", HERE / script, *arguments]
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return process.returncode, "".join(lines)


def recorded(document: str, script: str, output: str) -> str:
    """The document with `output` between the two comments that name the script."""
    begin, end = f"<!-- {script} -->\n", f"<!-- end of {script} -->\n"
    before, rest = document.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n{output.strip()}\n\n{end}{after}"


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--reference", required=True, metavar="PYTHON", help="with TensorFlow: see reference/"
    )
    options.add_argument("--record", action="store_true", help="into docs/benchmarks.md")
    given = options.parse_args()
    with_reference = ["--reference", given.reference]
    missed = []
    for script, arguments in (
        ("training.py", with_reference),
        ("reading.py", with_reference),
        ("size.py", []),
        ("people.py", []),
        ("photographs.py", []),
        ("cheques.py", []),
        ("robust.py", []),
        ("whole_numbers.py", []),
        ("live.py", []),
        ("replay.py", []),
        ("inside.py", []),
        ("window.py", []),
        ("teach.py", []),
        ("report.py", []),
        ("friends.py", []),
        ("notebooks.py", []),
    ):
        print(f"\n## {script}\n", flush=True)
        code, output = run(script, arguments)
        if code:
            missed.append(script)
        if given.record and "| target" in output:  # else it broke off, and measured nothing
            DOCUMENT.write_text(recorded(DOCUMENT.read_text("utf-8"), script, output), "utf-8")
    print(f"\nmissed: {', '.join(missed) or 'none'}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
