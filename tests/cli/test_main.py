"""The group: lazy, quick to help, and one line for whatever goes wrong."""

import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

import digitink
from digitink.cli import main as cli
from digitink.errors import DataError, DigitinkError, PictureError, UnknownName

HEAVY = {"numpy", "cv2", "onnxruntime", "PIL", "torch", "fastapi"}


@pytest.fixture
def failing(monkeypatch):
    """Makes `digitink read` raise the given error."""

    def make(error):
        def fail(self, ctx):
            raise error

        monkeypatch.setattr(cli.LazyGroup, "invoke", fail)

    return make


def loaded_after(*arguments):
    """The modules of a fresh interpreter after it ran `digitink` with those arguments."""
    code = (
        "import sys; from digitink.cli.main import main;"
        f" main({list(arguments)!r}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_table_says_what_the_command_itself_says(name):
    command = import_module(f"digitink.cli.{name}").command
    assert command.name == name
    first_paragraph = command.help.split("\n\n")[0]
    assert " ".join(first_paragraph.split()) == cli.COMMANDS[name]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_help_imports_neither_the_commands_nor_what_is_heavy(arguments):
    loaded = loaded_after(*arguments)
    assert not loaded & HEAVY
    assert not loaded & {f"digitink.cli.{name}" for name in cli.COMMANDS}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_help_of_a_command_loads_that_command_alone_and_nothing_heavy(name):
    loaded = loaded_after(name, "--help")
    others = {f"digitink.cli.{other}" for other in cli.COMMANDS} - {f"digitink.cli.{name}"}
    assert f"digitink.cli.{name}" in loaded
    assert not loaded & (HEAVY | others)


def test_help_lists_every_command(capsys):
    assert cli.main(["--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for name, short in cli.COMMANDS.items():
        assert f"{name} {short}" in out


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"digitink {digitink.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["paint"], ["--nonsense"], ["read"], ["read", "--nonsense"], ["sample", "7"]]
)
def test_a_wrong_call_is_code_2_and_says_so_on_stderr(arguments, capsys):
    assert cli.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Usage: digitink" in captured.err


@pytest.mark.parametrize(
    "error",
    [
        DigitinkError("plain"),
        UnknownName("recipe", "slow", ["fast"]),
        PictureError("'a\nb.png' is\nempty", hint="look"),
        DataError("gone"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_our_errors_are_one_line_and_their_own_code(error, failing, capsys):
    failing(error)
    assert cli.main(["models"]) == error.exit_code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"digitink: {error}\n"


def test_other_errors_are_one_line_with_their_type_and_what_to_do(failing, capsys):
    failing(ZeroDivisionError("by\nzero"))
    assert cli.main(["models"]) == 1
    assert capsys.readouterr().err == (
        "digitink: unexpected ZeroDivisionError: by zero;"
        " set DIGITINK_DEBUG=1 and run it again for the traceback\n"
    )


def test_debug_adds_the_traceback(failing, capsys, monkeypatch):
    monkeypatch.setenv("DIGITINK_DEBUG", "1")
    failing(ZeroDivisionError("by zero"))
    assert cli.main(["models"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.fixture
def interruptible():
    """Whatever becomes of Ctrl-C in a test, it is Python's own afterwards."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interrupt_is_code_130_without_a_word(error, failing, capsys, interruptible):
    failing(error)
    assert cli.main(["models"]) == 130
    assert capsys.readouterr().err.strip() == ""
    assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL  # a second one ends it at once


def test_a_reader_that_has_enough_is_no_error():
    code = "from digitink.cli.main import main; raise SystemExit(main(['data', 'list', '--json']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


CLOSED = (
    "import os, sys; os.close({}); os.execv(sys.executable, [sys.executable, '-m', 'digitink',"
    " *sys.argv[1:]])"
)


@pytest.mark.skipif(sys.platform == "win32", reason="closes a stream as a POSIX shell does")
@pytest.mark.parametrize(
    ("stream", "arguments", "code", "said"),
    [
        (0, ["read", "-"], 3, "digitink: the picture is empty"),
        (1, ["data", "list"], 0, ""),
        (2, ["read", "nothing.png"], 3, ""),
        (2, ["data", "list", "--json"], 0, ""),
    ],
)
def test_a_stream_that_is_closed_is_no_error(stream, arguments, code, said):
    done = subprocess.run(
        [sys.executable, "-c", CLOSED.format(stream), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == bool(said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_for_which_there_is_no_room_is_one_line():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "digitink", "data", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("digitink: cannot write the output: No space left on device")
    assert len(done.stderr.splitlines()) == 1


def test_the_module_runs_the_same_program():
    done = subprocess.run(
        [sys.executable, "-m", "digitink", "read"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: digitink read")
