"""What every hook runs inside: its time, and an end for everything that goes wrong.

Git shows a pusher what a hook prints and nothing else, so a refusal that says
nothing helps nobody, and a traceback less.
"""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType

from branchline.errors import BranchlineError
from branchline.garbage import looked_at_once

SECONDS = 30.0
"""How long a hook may take."""

SECONDS_ON_GITHUB = 4.0
"""On GitHub Enterprise Server, which gives all its hooks together five. Source: its manual."""


LONGEST = 2000
"""Characters of a line that are shown."""

MEMORY = 1 << 30
"""Bytes that a hook, and each process that it starts, may take for what it computes.

Ten times what ten thousand changes need. A push that needs more is refused
before the server has none left for anybody else.
"""


def guarded(hook: Callable[[float], int]) -> int:
    """Run a hook, given when to stop by `time.monotonic`, and return the code for Git."""
    gc.set_threshold(_SELDOM)
    try:
        with looked_at_once():
            return _ended(hook)
    finally:
        gc.freeze()  # what is left is the system's to take back


def _ended(hook: Callable[[float], int]) -> int:
    try:
        _never_fail_on_output()
        _bound_memory()
        seconds = allowed(os.environ)
        _stop_after(seconds)
        return hook(time.monotonic() + seconds)
    except BranchlineError as error:
        return _complain(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 3  # whoever pushed is gone; what nobody saw refused is still refused
    except MemoryError:
        os.write(
            2, b"branchline: out of memory, so nothing is accepted\n  hint: push less at once\n"
        )
        return 3
    except Exception as error:  # noqa: BLE001 - the last stop: a fault becomes a report, not a traceback
        from branchline.hook.faults import reported

        return _complain(reported(error))


def allowed(environ: Mapping[str, str]) -> float:
    """Return how many seconds a hook may take in an environment."""
    return SECONDS_ON_GITHUB if _GITHUB & environ.keys() else SECONDS


def say(*lines: str) -> None:
    """Print for whoever pushes or commits; GitLab shows only what is marked for it.

    A line that is longer than anybody reads is cut: it may quote what was pushed.
    """
    mark = "GL-HOOK-ERR: " if "GL_PROTOCOL" in os.environ else ""
    for line in lines:
        shown = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
        sys.stderr.write(f"{mark}{shown}\n")
    sys.stderr.flush()


def take_your_time() -> None:
    """Let what comes next, which is not ours, take as long as it did without us."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


_SELDOM = 50_000  # objects; by default 700, which costs a short run a tenth of its time
_GRACE = 0.5  # seconds
_LESS = b"\n  hint: push less at once\n"
_GITHUB = {"GITHUB_VIA", "GITHUB_REPO_NAME", "GITHUB_USER_LOGIN"}


def _complain(error: BranchlineError) -> int:
    from branchline.report.terminal import printable

    say(f"branchline: {printable(error.message)}")
    if error.hint:
        say(f"  hint: {printable(error.hint)}")
    return error.exit_code


def _never_fail_on_output() -> None:
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="backslashreplace")


def _bound_memory() -> None:
    """Let what would take all of the server's memory end in a refusal.

    Bounds data alone: a file that Git maps to read it counts for nothing. A
    lower bound of the administrator's own stays.
    """
    try:
        import resource
    except ImportError:  # no such bounds outside of Unix, where servers of Git are
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [each for each in (soft, hard, MEMORY) if each != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(known), hard))


def _stop_after(seconds: float) -> None:
    """End the process when its time is over, whatever it is doing.

    Git's own commands stop a little earlier and say which one took too long;
    this is for everything else, and cannot be caught on the way. Python runs
    no handler while a C function computes: for that there is a second timer,
    of the processor's time, that nobody handles and that kills.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _out_of_time)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        signal.setitimer(signal.ITIMER_PROF, seconds + 2 * _GRACE)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    del number, frame
    os.write(2, b"branchline: out of time, so nothing is accepted" + _LESS)
    os._exit(3)
