"""README.md: its commands run where they are quick, what it installs exists."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden"
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]
QUICK = [line for line in LINES if re.match(r"digitink (read|sample|teach) ", line + " ")]


@pytest.fixture
def folder(tmp_path):
    """A folder with the pictures that the commands name, and ink to be taught."""
    shutil.copytree(GOLDEN, tmp_path / "tests/golden")
    (tmp_path / "seven.json").write_text("[[[0, 4], [62, 0], [45, 40], [22, 100]]]")
    return tmp_path


def run(line, folder):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_are_quick_commands():
    assert len(QUICK) >= 7


@pytest.mark.parametrize("line", QUICK)
def test_quick_commands_run(line, folder):
    if "undo" in line:
        assert run("digitink teach seven.json 7", folder).returncode == 0
    done = run(line, folder)
    assert done.returncode == 0, done.stderr
    if promised := re.search(r"# (\d+)$", line):
        assert done.stdout.strip() == promised[1]
    if into := re.search(r"> ([\w.]+)", line):
        assert len((folder / into[1]).read_text().splitlines()) > 3


def test_what_is_to_be_installed_can_be():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {name for line in README.splitlines() for name in re.findall(r'"\.\[(\w+)\]"', line)}
    assert extras
    assert extras <= set(project["optional-dependencies"])
    assert all((ROOT / file).exists() for file in re.findall(r"pip install -c (\S+)", README))


def test_every_page_is_in_the_list():
    table = README.partition("## Documentation")[2].partition("\n## ")[0]
    pages = {f"docs/{page.name}" for page in ROOT.glob("docs/*.md")}
    assert pages <= set(re.findall(r"\]\(([^)]+)\)", table))
