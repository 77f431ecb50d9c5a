"""Start a reconcile that outlives whoever asked for it.

A push waits for everything that holds one of the hook's streams. So all three
are replaced, the process gets a session of its own, and what it says goes to a
log that this side follows for as long as somebody wants to watch.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

from branchline.bundled import archive

LOG = "branchline/reconcile.log"
"""Where a reconcile in the background writes, below the Git folder."""

_GLANCE = 0.05


def wake(
    git_dir: Path, environments: Sequence[str], wait: float, stream: TextIO | None = None
) -> None:
    """Reconcile `environments` (all, when none is named) in a process of its own.

    What it says is copied to `stream`, standard output unless another is
    given, for at most `wait` seconds; then it goes on alone. Nothing is raised
    for what goes wrong there: the log tells, and `branchline status`.

    Raises:
        OSError: the log cannot be written, or no process can be started.
    """
    out = sys.stdout if stream is None else stream
    log = git_dir / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink, log.open("rb") as source:
        source.seek(0, 2)
        process = _start(git_dir, environments, sink)
        ended = _follow(process, source, wait, out)
    if not ended:
        _say(out, f"branchline: the deploy goes on alone; its log is {log}\n")


def _start(git_dir: Path, environments: Sequence[str], sink: BinaryIO) -> "subprocess.Popen[bytes]":
    names = [word for name in environments for word in ("--env", name)]
    file = archive()
    ours = [str(file)] if file else ["-m", "branchline"]
    command = [sys.executable, "-I", *ours, "reconcile", "--repo", str(git_dir)]
    return subprocess.Popen(
        [*command, *names],
        cwd=git_dir,
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=sink,
        start_new_session=True,
    )


def _follow(process: "subprocess.Popen[bytes]", source: BinaryIO, wait: float, out: TextIO) -> bool:
    """Copy what is logged until the process ends or the time is over; whether it ended."""
    until = time.monotonic() + wait
    ended = False
    while not ended and time.monotonic() < until:
        try:
            process.wait(min(_GLANCE, max(until - time.monotonic(), 0)))
            ended = True
        except subprocess.TimeoutExpired:
            ended = False
        _say(out, source.read().decode("utf-8", "replace"))
    return ended


def _say(out: TextIO, text: str) -> None:
    if text:
        out.write(text)
        out.flush()
