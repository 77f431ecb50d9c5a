"""A server that only observes: judged all the same, written down, and never refused by us.

The judgement runs in a process of its own, so that a configuration that cannot
be read, time that runs out and a fault of ours do not refuse either. A hook
that was there before still may: it is not ours to overrule.
"""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from branchline.errors import BranchlineError
from branchline.git.objects import Repository
from branchline.hook.chain import previous
from branchline.hook.guard import guarded, say, take_your_time

if TYPE_CHECKING:
    from branchline.gather.verdict import Verdict

OBSERVED = Path("branchline", "observed.jsonl")
"""What would have been refused: a line of JSON for each push, in the repository's Git folder."""

KEY = "branchline.observe"
"""The Git configuration key that makes a server say what it would refuse, and accept it."""


ACCEPTED = "branchline: only observing, so this push is accepted all the same"


def is_observing(environ: Mapping[str, str]) -> bool:
    """Whether the repository says so; most do not, and are not worth a process to ask."""
    try:
        text = Path(environ["GIT_DIR"], "config").read_bytes().lower()
        if b"observe" not in text and b"include" not in text:
            return False
        with Repository.from_hook(environ, Path.cwd()) as repository:
            return repository.config(KEY) == "true"
    except (KeyError, OSError, BranchlineError):
        return False


def watched(given: bytes) -> int:
    """Judge what is pushed, then run the hook that was there before, whose code counts."""

    def judge(deadline: float) -> int:
        from branchline.hook.refusing import judged

        return judged(BytesIO(given), os.environ, deadline)

    if code := _apart(judge):
        _enter(Path(os.environ["GIT_DIR"]).absolute(), {"error": code})
        with suppress(OSError):
            say(ACCEPTED)
    return guarded(lambda _: _previous(given))


def entered(verdict: "Verdict", git_dir: Path, pusher: str) -> None:
    """Write down what a push would have been refused for."""
    refused = [
        {"ref": each.update.ref, "new": each.update.new, "rule": f.rule, "message": f.message}
        for each in verdict.judged
        for f in each.refused
    ]
    _enter(git_dir, {"pusher": pusher, "refused": refused})


_FAULT = 5


def _previous(given: bytes) -> int:
    take_your_time()
    return previous(given)


def _apart(judge: Callable[[float], int]) -> int:
    """Return the code of a judgement in a process of its own; one that was killed has one too."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = _FAULT
        try:
            code = guarded(judge)
            sys.stdout.flush()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _enter(git_dir: Path, facts: Mapping[str, object]) -> None:
    import json

    from branchline.hook.register import append

    line = {"time": datetime.now(UTC).isoformat(timespec="seconds"), **facts}
    try:
        append(git_dir / OBSERVED, json.dumps(line) + "\n")
    except OSError as error:
        say(f"branchline: {git_dir / OBSERVED} cannot be written: {error.strerror}")
