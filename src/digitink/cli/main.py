"""digitink: the command line. Data goes to stdout, everything else to stderr.

Exit codes: 0 fine · 1 unexpected · 2 usage · 3 unreadable input · 4 nothing found, or unsure under
--strict · 5 model or data missing or failing its hash · 130 interrupted.
"""

import contextlib
import errno
import io
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from digitink import __version__
from digitink.cli.printing import echo
from digitink.errors import DigitinkError

INTERRUPTED = 130
STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

COMMANDS = {
    "draw": "Draw digits in the browser, or a window, and see them read while you draw.",
    "read": "Read the digits in pictures and ink files.",
    "teach": "Teach the reader how you write.",
    "collect": "Collect digits in somebody's hand: a data set of their own.",
    "sample": "Show one MNIST test image and what the model makes of it.",
    "train": "Train a network on MNIST, keep the best epoch, test it once and export it.",
    "evaluate": "Measure a model on data sets whose labels are known.",
    "compare": "Set training runs and models side by side.",
    "models": "List and show the models that come with digitink; import and export others.",
    "data": "List, show and export the data sets that train and evaluate know by name.",
}
"""The first sentence of each command's own help, here so that `--help` imports none of them."""


class LazyGroup(click.Group):
    """Commands that are imported when they are run: a group as click's documentation has it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"digitink.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands and their short help, as a section of the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("digitink", cls=LazyGroup)
@click.version_option(__version__, message="%(prog)s %(version)s")
def command() -> None:
    """Read handwritten digits: drawn live or in pictures, one digit or whole numbers."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments`, those of the process by default; give its exit code.

    Whatever goes wrong is one line on stderr, below the usage where that was wrong;
    $DIGITINK_DEBUG adds the traceback.
    """
    for name, mode in STREAMS.items():
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115  while we run
    # A file name that the terminal's encoding lacks must not end a batch.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = command.main(arguments, prog_name="digitink", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        usage = io.StringIO()
        error.show(usage)
        echo(usage.getvalue(), err=True, nl=False)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        # Threads at work are waited for; another Ctrl-C ends all at once, where Python's own
        # handler would only break off the wait, and a network in its middle abort.
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()  # whoever read it has enough
        return 1
    except DigitinkError as error:
        return _failed(str(error), error.exit_code)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            _drop_output()
            return _failed(f"cannot write the output: {error.strerror}; write it elsewhere", 1)
        text = " ".join(f"{type(error).__name__}: {error}".split())
        hint = "set DIGITINK_DEBUG=1 and run it again for the traceback"
        return _failed(f"unexpected {text}; {hint}", 1)
    return code if isinstance(code, int) else 0


def _failed(line: str, code: int) -> int:
    if os.environ.get("DIGITINK_DEBUG"):
        import traceback

        traceback.print_exc()
    with contextlib.suppress(OSError):  # then nobody can be told
        echo(f"digitink: {line}", err=True)
    return code


def _drop_output() -> None:
    """What was not written yet goes nowhere: Python's last flush must not complain of it either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
