"""The report of a standard run is made in at most 10 s and weighs at most 3 MB.

Trains `digitink train --recipe standard` (or takes the run given by --run), then measures the
command `digitink evaluate --model RUN/model.onnx --report FILE` from the start of its process to
the end: MNIST is read, 10,000 digits answered, plots and page made. The median of five, after one
that does not count.
"""

import json
import tempfile
from pathlib import Path

from claims import Target, conclude, machine, parser, table
from timing import Spread, digitink_command, process

RUNS = 5
SECONDS = 10
MEGABYTES = 3


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--run", type=Path, help="the folder of a standard run that has ended")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = given.run or trained(Path(folder))
        recipe = json.loads((run / "run.json").read_text("utf-8"))["recipe"]["name"]
        page = Path(folder) / "report.html"
        command = [digitink_command(), "evaluate", "--model", run / "model.onnx", "--report", page]
        times = [process(command)[0] for _ in range(RUNS + 1)][1:]
        megabytes = page.stat().st_size / 1e6
    spread = Spread.of(times)
    print(f"a run of the recipe {recipe}; {machine('matplotlib', 'jinja2')}", end="\n\n")
    head = ["", "n", "median", "lowest", "highest"]
    print(table(head, [["the command, s", *spread.cells(".2f")]]), end="\n\n")
    conclude(
        [
            Target(
                "the report of a standard run, time", spread.median, SECONDS, " s", at_most=True
            ),
            Target("its weight", megabytes, MEGABYTES, " MB", at_most=True),
        ]
    )


def trained(folder: Path) -> Path:
    """A new standard run in `folder`."""
    command = [digitink_command(), "train", "--recipe", "standard", "--out", folder, "--json"]
    _, output = process(command)
    return Path(json.loads(output)["run"])


if __name__ == "__main__":
    main()
