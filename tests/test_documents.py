"""README, docs/, notebooks and the rest: their Python runs, commands exist, links lead on."""

import json
import re
from pathlib import Path

import click
import pytest

from digitink.cli.main import command
from digitink.train.recipe import RECIPES

ROOT = Path(__file__).parents[1]
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "MODEL_CARD.md")
FILES = [*(ROOT / name for name in TOP), *sorted(ROOT.glob("docs/*.md"))]
TEXTS = {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in FILES}
for file in sorted(ROOT.glob("notebooks/*.ipynb")):
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    TEXTS[file.relative_to(ROOT).as_posix()] = "\n\n".join(prose)
TRAINING = TEXTS["docs/training.md"]
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
INDENTED = re.compile(r"^    (.+)$", re.MULTILINE)
INLINE = re.compile(r"`(digitink [^`]+)`")
COMMAND = re.compile(r"\bdigitink ([a-z][^&|>]*)")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)")


def typed(text):
    """What is to be typed: lines of shell blocks and of indented ones, without their comments."""
    shell = [code for language, code in FENCED.findall(text) if language == "sh"]
    lines = "\n".join(shell).splitlines() + INDENTED.findall(FENCED.sub("", text))
    return [line.partition("#")[0].strip() for line in lines]


def commands(text):
    """What stands after `digitink` wherever that is called, in blocks and in sentences."""
    starts = r"(?:digitink|pip|uvx|pipx|python3?) "
    lines = [line for line in typed(text) if re.match(starts, line)] + INLINE.findall(text)
    return {found.strip() for line in lines for found in COMMAND.findall(line)}


def heading(title):
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


@pytest.fixture
def one_thread():
    """Torch on one thread: on a busy machine its threads wait for one another for minutes."""
    torch = pytest.importorskip("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize("name", [name for name in TEXTS if "```python" in TEXTS[name]])
def test_python_blocks_run_one_after_the_other(name, monkeypatch, request):
    if "from digitink.train" in TEXTS[name]:
        request.getfixturevalue("one_thread")
    monkeypatch.chdir(ROOT)
    names = {}
    for language, code in FENCED.findall(TEXTS[name]):
        if language == "python":
            exec(compile(code, name, "exec"), names)


@pytest.mark.parametrize("line", sorted(set().union(*map(commands, TEXTS.values()))))
def test_commands_exist_with_their_options(line):
    found, arguments = command, line.split()
    while isinstance(found, click.Group) and arguments:
        name = arguments.pop(0)
        found = found.get_command(click.Context(found), name)
        assert found is not None, name
    known = {option for parameter in found.params for option in parameter.opts}
    assert {argument for argument in arguments if argument.startswith("--")} <= known


def test_recipes_that_are_named_exist():
    recipe = re.compile(r"--recipe ([a-z]\w*)")
    named = {name for text in TEXTS.values() for name in recipe.findall(text)}
    assert named
    assert named <= set(RECIPES)


def test_the_two_commands_are_there():
    lines = typed(TEXTS["README.md"])
    assert lines[lines.index("pip install .") + 1] == "digitink draw"
    assert 'pip install -c constraints.txt -e ".[dev]" && pytest' in lines


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name):
    for target, anchor in LINK.findall(TEXTS[name]):
        file = (ROOT / name).parent / target if target else ROOT / name
        assert file.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(heading, titles), f"{target}#{anchor}"


def test_every_recipe_is_described_as_it_is():
    build = pytest.importorskip("digitink.train.network").build
    rows = re.findall(r"^\| `(\w+)` \| .+? \| ([\d,]+) \| (\d+) \|", TRAINING, re.MULTILINE)
    told = {name: (int(size.replace(",", "")), int(epochs)) for name, size, epochs in rows}
    assert told == {
        name: (sum(p.numel() for p in build(recipe.network).parameters()), recipe.epochs)
        for name, recipe in RECIPES.items()
    }


def test_every_file_of_a_run_is_described():
    folder = pytest.importorskip("digitink.train.folder")
    files = set(re.findall(r"^([\w.]+\.\w+) ", folder.__doc__, re.MULTILINE))
    assert (
        set(re.findall(r"^\| `([\w.]+)` \| .+ \|$", TRAINING, re.MULTILINE)) - set(RECIPES) == files
    )


def test_every_option_of_training_is_described():
    options = {
        option
        for p in command.get_command(click.Context(command), "train").params
        for option in p.opts
    }
    assert {option for option in options if option not in TRAINING} == set()
