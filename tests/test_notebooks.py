"""Every notebook runs from a fresh kernel, on small settings, and what it keeps is its own."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

nbformat = pytest.importorskip("nbformat", reason="the extra `dev` is not installed")
pytest.importorskip("nbclient", reason="the extra `dev` is not installed")
pytest.importorskip("torch", reason="the extra `train` is not installed")
pytest.importorskip("sklearn", reason="the extra `sklearn` is not installed")

from digitink.data import mnist  # noqa: E402

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
SMALL = {
    "explore_mnist": "ON_THE_MAP = 100",
    "train_and_draw": 'EPOCHS = 2\nDATA = ("small.npz",)',
    "your_own_digits": "TIMES = 2",
}
ABSOLUTE = re.compile(r"(?<![\w./])/(?:home|root|tmp|usr|var|work|Users)/|[A-Z]:\\")


@pytest.fixture(scope="module")
def script():
    spec = spec_from_file_location("run_notebooks", ROOT / "scripts/run_notebooks.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def notebook(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4)


def outputs(cells):
    return [output for cell in cells for output in cell.outputs]


def test_every_notebook_has_small_settings():
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == set(SMALL)


@pytest.mark.parametrize("name", SMALL)
def test_it_is_valid_and_light(notebook, name):
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert (NOTEBOOKS / f"{name}.ipynb").stat().st_size < 1_000_000


@pytest.mark.parametrize("name", SMALL)
def test_its_outputs_are_those_of_its_code(notebook, script):
    cells = script.code(notebook)
    assert notebook.metadata.digitink.ran == script.fingerprint(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@pytest.mark.parametrize("name", SMALL)
def test_what_it_keeps_can_be_shown_anywhere(notebook, script):
    kept = outputs(script.code(notebook))
    assert {output.output_type for output in kept} <= {"display_data", "execute_result", "stream"}
    assert not [output for output in kept if output.get("name") == "stderr"]
    pictures = [output for output in kept if "image/png" in output.get("data", {})]
    assert len(pictures) > 2
    assert all(picture.metadata["image/png"]["alt"] for picture in pictures)
    assert not any(script.WIDGET in output.get("data", {}) for output in kept)


@pytest.mark.parametrize("name", SMALL)
def test_it_names_no_folder_of_the_machine_that_ran_it(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            words = {
                kind: text for kind, text in output.get("data", {}).items() if "png" not in kind
            }
            assert not ABSOLUTE.search(f"{output.get('text', '')} {words}")
        assert not ABSOLUTE.search(cell.source)
        assert cell.metadata.keys() <= {"tags"}


@pytest.mark.parametrize("name", SMALL)
def test_it_runs_on_small_settings(notebook, script, tmp_path, name):
    train = mnist("train")
    np.savez(tmp_path / "small.npz", images=train.images[:600], labels=train.labels[:600])
    (settings,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    names = re.findall(r"^(\w+) =", settings.source, re.MULTILINE)
    assert names == re.findall(r"^(\w+) =", SMALL[name], re.MULTILINE)
    settings.source = SMALL[name]
    before = [len(cell.outputs) for cell in script.code(notebook)]
    script.run(notebook, tmp_path)
    script.tidy(notebook)
    assert [len(cell.outputs) for cell in script.code(notebook)] == before


def test_a_cell_that_fails_leaves_the_notebook_as_it_was(script, tmp_path, monkeypatch):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="a")])
    path = tmp_path / "wrong.ipynb"
    nbformat.write(made, path)
    before = path.read_bytes()
    monkeypatch.setattr("sys.argv", ["run_notebooks.py", str(path)])
    with pytest.raises(SystemExit, match=r"wrong\.ipynb failed, and is as it was"):
        script.main()
    assert path.read_bytes() == before
