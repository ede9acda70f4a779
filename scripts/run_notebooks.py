"""Run the notebooks from fresh kernels and keep what they show.

    python scripts/run_notebooks.py [NOTEBOOK.ipynb ...]

Each is run in an empty folder, with a hand of its own. What would differ from run to run without
meaning anything is left out: times, and the widgets of a kernel that has ended.
"""

import argparse
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
VERSION = 4  # of the format
PATIENCE = 600  # seconds for a cell
WIDGET = "application/vnd.jupyter.widget-view+json"


def run(notebook: Any, folder: Path) -> float:
    """Run a notebook in `folder`, its outputs in the place of those it had: the seconds it took.

    Raises CellExecutionError where a cell does.
    """
    environment = {
        "DIGITINK_HAND": str(folder / "hand.db"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # No thread spins while it waits for another: many times slower where cores are shared.
        "OMP_WAIT_POLICY": "passive",
    }
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )
    began = perf_counter()
    client.execute(env=os.environ | environment)
    return perf_counter() - began


def tidy(notebook: Any) -> None:
    """Leave out of its outputs what another run would have otherwise, and note what was run."""
    for cell in code(notebook):
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET, None)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "digitink": {"ran": fingerprint(notebook)},
    }


def fingerprint(notebook: Any) -> str:
    """SHA-256 of all code, so that outputs can be told from those of other code."""
    return hashlib.sha256("\0".join(cell.source for cell in code(notebook)).encode()).hexdigest()


def code(notebook: Any) -> list[Any]:
    """The cells that hold code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "notebooks", nargs="*", type=Path, default=sorted(NOTEBOOKS.glob("*.ipynb"))
    )
    for path in parser.parse_args().notebooks:
        notebook = nbformat.read(path, VERSION)
        with tempfile.TemporaryDirectory() as folder:
            try:
                seconds = run(notebook, Path(folder))
            except CellExecutionError as error:
                sys.exit(f"{path.name} failed, and is as it was:\n{error}")
        tidy(notebook)
        nbformat.write(notebook, path)
        print(f"{path.name}  {seconds:.0f} s")


if __name__ == "__main__":
    main()
