"""A module imports only what stands on a floor below its own (or beside it, in its own house)."""

import ast
import re
from pathlib import Path

import pytest

import digitink

ROOT = Path(digitink.__file__).parent
DOCUMENT = Path(__file__).parents[1] / "docs" / "architecture.md"

FLOORS = [
    {"errors", "limits", "lines", "reading"},
    {"bundle", "cards", "crossing", "durable", "parts", "raster", "signs", "straight"},
    {
        "boxes",
        "cuts",
        "decode",
        "ink",
        "frame",
        "lattice",
        "levels",
        "model",
        "ruling",
        "underline",
    },
    {"background", "bands", "grouping", "maps", "occlusion", "segment", "sheet", "sights"},
    {"inside", "paper"},
    {"picture"},
    {"reader"},
    {"data"},
    {"hand"},
    {"evaluate"},
    {"train", "server", "notebook", "desktop"},
    {"exchange"},
    {"cli"},
]
LEVEL = {house: level for level, floor in enumerate(FLOORS) for house in floor}
MODULES = sorted(
    path for path in ROOT.rglob("*.py") if path.parent != ROOT or not path.name.startswith("__")
)


def house_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_houses(path: Path) -> set[str]:
    houses = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            if module == "digitink":
                houses |= {alias.name for alias in node.names if alias.name in LEVEL}
            elif module.startswith("digitink."):
                houses.add(module.split(".")[1])
        elif isinstance(node, ast.Import):
            houses |= {a.name.split(".")[1] for a in node.names if a.name.startswith("digitink.")}
    return houses


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_downward(path):
    house = house_of(path)
    for other in imported_houses(path) - {house}:
        assert LEVEL[other] < LEVEL[house], f"{house} imports {other}"


def test_the_document_draws_the_same_floors():
    document = DOCUMENT.read_text(encoding="utf-8")
    (drawn,) = re.findall(r"^## Floors\n.*?\n\n((?:    [^\n]+\n)+)", document, re.DOTALL | re.M)
    floors = [set(line.replace("/", "").split()) for line in drawn.splitlines()]
    assert floors[::-1] == FLOORS


def test_the_document_names_the_scripts_that_the_pages_share_and_none_that_is_not_there():
    web = ROOT / "web"
    named = set(re.findall(r"`(\w+\.js)`", DOCUMENT.read_text(encoding="utf-8")))
    pages = [(web / name).read_text(encoding="utf-8") for name in ("app.js", "collect.js")]
    ours, theirs = (set(re.findall(r' from "\./(\w+\.js)";', page)) for page in pages)
    assert ours & theirs <= named <= {path.name for path in web.glob("*.js")}


def test_every_house_has_a_floor():
    assert {house_of(path) for path in MODULES} <= set(LEVEL)


def test_no_file_of_leftovers():
    names = {path.stem for path in MODULES}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc"}
