"""The README: its Python runs, its commands exist, its links lead somewhere."""

import re
from pathlib import Path

import click
import pytest

from digitink.cli.main import command

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [
    line.partition("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]
COMMANDS = sorted({part for line in LINES for part in re.findall(r"\bdigitink ([^&|>]+)", line)})


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_python_blocks_run(code, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_exist_with_their_options(line):
    name, *arguments = line.split()
    found = command.get_command(click.Context(command), name)
    assert found is not None
    known = {option for parameter in found.params for option in parameter.opts}
    assert {argument for argument in arguments if argument.startswith("--")} <= known


def test_the_two_commands_are_there():
    assert "pip install . && digitink draw" in LINES
    assert 'pip install -c constraints.txt -e ".[dev]" && pytest' in LINES


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", README))))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()
