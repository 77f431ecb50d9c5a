"""What a Git server runs: `pre-receive` refuses, `post-receive` wakes the deploy.

All that can be refused is refused in `pre-receive`; afterwards the refs have
moved and nothing but a deploy can fail.
"""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from branchline.config.trusted import Trust
from branchline.gather.verdict import Verdict, judge
from branchline.git.objects import Repository
from branchline.git.receive import Push, read_push
from branchline.hook.chain import previous
from branchline.hook.guard import say, take_your_time
from branchline.hook.register import entered

SHOWN = 20
"""Findings that a pusher is shown; more would scroll the first ones away."""

OBSERVE = "branchline.observe"
"""The Git configuration key that makes a server say what it would refuse, and accept it."""


def pre_receive(stream: BinaryIO, environ: Mapping[str, str], deadline: float) -> int:
    """Judge a push; raises what `branchline.gather.verdict.judge` does."""
    given = b"" if stream.isatty() else stream.read()
    push = read_push(BytesIO(given), environ)
    now = datetime.now(UTC)
    with Repository.from_hook(environ, Path.cwd(), deadline) as repository:
        verdict = judge(push, repository, now.date())
        if verdict.accepted:
            for judged in verdict.judged:
                if judged.lifted:
                    entered(judged, repository.git_dir, now)
        _tell(verdict)
        code = _code(verdict, repository)
    take_your_time()
    return code or previous(given)


def post_receive(stream: BinaryIO, environ: Mapping[str, str]) -> int:
    """Wake the deploy of the environments whose branches moved."""
    given = b"" if stream.isatty() else stream.read()
    push = read_push(BytesIO(given), environ)
    take_your_time()
    code = previous(given)
    with Repository.from_hook(environ, Path.cwd()) as repository:
        moved, wait = _moved(push, repository)
        if moved:
            from branchline.deploy.reconcile import wake

            say(f"branchline: deploying {', '.join(moved)}")
            wake(repository.git_dir, moved, wait, sys.stderr)
    return code


def _moved(push: Push, repository: Repository) -> tuple[list[str], float]:
    """The environments that have databases and a new tip, and how long to watch."""
    trust = Trust(repository, cache(lambda: repository.refs("refs/heads/")))
    names: dict[str, None] = {}
    wait = 0.0
    for line in push.received:
        found = None if line.deletes else trust.of(line.ref, line.new)
        environment = found.settings.pipeline.of_ref(line.ref) if found else None
        if found and environment and environment.instances:
            names[environment.name] = None
            wait = max(wait, found.settings.deploy.wait)
    return list(names), wait


def _tell(verdict: Verdict) -> None:
    for note in verdict.notes:
        say(f"branchline: {note}")
    report = verdict.report()
    if report.findings:
        from branchline.report.text import lines

        word = {"pass": "accepted", "override": "accepted in an emergency"}
        say(f"branchline: {word.get(report.verdict, 'refused')}", *lines(report, most=SHOWN))


def _code(verdict: Verdict, repository: Repository) -> int:
    if verdict.accepted:
        return 0
    if repository.config(OBSERVE) == "true":
        say("branchline: only observing, so this push is accepted all the same")
        return 0
    return 1
