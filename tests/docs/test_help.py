"""docs/help.md is what the commands say; its codes and variables are all there are."""

import difflib
import importlib.util
import re
from pathlib import Path

import pytest

from digitink import errors
from digitink.cli.main import INTERRUPTED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/help.md").read_text(encoding="utf-8")


@pytest.fixture
def make_help():
    spec = importlib.util.spec_from_file_location("make_help", ROOT / "scripts/make_help.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_commands_say(make_help):
    now = make_help.page()
    changed = "\n".join(difflib.unified_diff(PAGE.splitlines(), now.splitlines(), lineterm="", n=0))
    assert now == PAGE, f"make it anew: python scripts/make_help.py\n{changed}"


def test_commands_in_commands_are_on_the_page(make_help):
    titles = re.findall("^## (.+)$", make_help.page(), re.MULTILINE)
    assert {"digitink", "digitink read", "digitink models import"} <= set(titles)


def test_every_exit_code_is_described():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    raised = {kind.exit_code for kind in kinds if issubclass(kind, errors.DigitinkError)}
    described = set(map(int, re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)))
    assert described == raised | {0, 4, INTERRUPTED}


def test_every_variable_is_described():
    source = "\n".join(file.read_text(encoding="utf-8") for file in ROOT.glob("src/**/*.py"))
    used = set(re.findall(r"environ\.get\(\"(DIGITINK_\w+|NO_COLOR)\"", source))
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == used
