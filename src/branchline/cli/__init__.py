"""The `branchline` command: one module per command, and only the one asked for is imported.

A command returns its exit code; what it cannot do it raises as an error of
`branchline.errors`, and only here does that become words and a code. Nothing
but this module ends the process.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from branchline.cli.commands import COMMANDS, LATER, overview
from branchline.errors import BranchlineError, UsageError

_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no error leaves here as a traceback."""
    if argv is None:
        return _alone(sys.argv[1:])
    # Not `list(argv)`: that is a module here, once the command of that name was imported.
    return _ended([*argv])


def _alone(words: list[str]) -> int:
    """Run in a process of its own, which does not look for garbage while it starts and ends."""
    gc.set_threshold(_SELDOM)
    try:
        return _ended(words)
    finally:
        gc.freeze()


_SELDOM = 50_000  # objects; by default 700, which costs a short run a tenth of its time


def _ended(words: list[str]) -> int:
    try:
        return _settled(words)
    except BranchlineError as error:
        return _complain(error)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone: nothing is left to say, nor anyone to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last stop: a fault becomes a report, not a traceback
        from branchline.cli.faults import report_fault

        return _complain(report_fault(error, words))


def _settled(words: list[str]) -> int:
    # A name or a message may hold what the terminal's encoding has not.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = _run(words)
    sys.stdout.flush()
    return code


def _run(words: list[str]) -> int:
    command, *rest = words or ["--help"]
    if command in {"-h", "--help", "help"} and not rest:
        print(overview())
        return 0
    if command in {"-V", "--version"}:
        from branchline import __version__

        print(f"branchline {__version__}")
        return 0
    if command == "help":
        command, *rest = (*rest, "--help")
    if command not in COMMANDS:
        raise _unknown(command)
    from branchline.cli.words import parse

    module = import_module(f"branchline.cli.{command}")
    args = parse(command, module, rest)
    return 0 if args is None else int(module.run(args))


def _unknown(command: str) -> UsageError:
    if command in LATER:
        return UsageError(f"{command!r} is not there yet", "'branchline --help' lists what is")
    if command.startswith("-"):
        return UsageError(
            f"{command!r} comes before a command", "options follow it: branchline lint --repo DIR"
        )
    from branchline.toml.nearest import did_you_mean

    return UsageError(f"no command {command!r}", did_you_mean(command, COMMANDS))


def _complain(error: BranchlineError) -> int:
    from branchline.report.terminal import printable

    print(f"branchline: {printable(error.message)}", file=sys.stderr)
    if error.hint:
        print(f"  hint: {printable(error.hint)}", file=sys.stderr)
    return error.exit_code
