"""What a Git server runs before refs move: all that can be refused is refused here."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from branchline.gather.pushes import Elsewhere
from branchline.gather.verdict import Verdict, judge
from branchline.git.objects import Repository
from branchline.git.receive import read_push
from branchline.hook.chain import previous
from branchline.hook.guard import say, take_your_time
from branchline.hook.known import written_down
from branchline.hook.observing import ACCEPTED, KEY
from branchline.hook.observing import entered as observed

SHOWN = 20
"""Findings that a pusher is shown; more would scroll the first ones away."""


def pre_receive(stream: BinaryIO, environ: Mapping[str, str], deadline: float) -> int:
    """Judge a push, and let a hook that was there before judge it too; raises as `judged`."""
    given = b"" if stream.isatty() else stream.read()
    code = judged(BytesIO(given), environ, deadline)
    take_your_time()
    return code or previous(given)


def judged(stream: BinaryIO, environ: Mapping[str, str], deadline: float) -> int:
    """Judge a push; raises what `branchline.gather.verdict.judge` does."""
    push = read_push(stream, environ)
    now = datetime.now(UTC)
    with Repository.from_hook(environ, Path.cwd(), deadline) as repository:
        verdict = judge(push, repository, now.date(), elsewhere=Elsewhere())
        _register(verdict, repository, push.pusher, now)
        _tell(verdict, now)
        code = _code(verdict, repository, push.pusher)
        if verdict.accepted:
            for standing in verdict.standing:
                written_down(standing, repository.git_dir)
    return code


_UNREAD = (
    "branchline: PostgreSQL's SQL is not judged here, since this machine loads no parser of it;"
    " direction, order, removals and edits are"
)


def _register(verdict: Verdict, repository: Repository, pusher: str, now: datetime) -> None:
    """Write down what is accepted although it should not be; few pushes need the modules."""
    if not verdict.accepted or not (verdict.weakened or any(j.lifted for j in verdict.judged)):
        return
    from branchline.hook.register import entered, weakened

    for each in verdict.judged:
        if each.lifted:
            entered(each, repository.git_dir, now)
    for weakening in verdict.weakened:
        weakened(weakening, pusher, repository.git_dir, now)


def _tell(verdict: Verdict, now: datetime) -> None:
    for note in verdict.notes:
        say(f"branchline: {note}")
    if "branchline.sql.postgres.grammar" in sys.modules:
        from branchline.sql.postgres.grammar import without_parser

        if without_parser():
            say(_UNREAD)
    report = verdict.report()
    if report.findings:
        from branchline.report.text import lines

        word = {"pass": "accepted", "override": "accepted in an emergency"}
        say(f"branchline: {word.get(report.verdict, 'refused')}", *lines(report, most=SHOWN))
    for each in verdict.judged if verdict.accepted else ():
        if each.lifted:
            from branchline.hook.debt import debt_words

            say(*debt_words(each, now))


def _code(verdict: Verdict, repository: Repository, pusher: str) -> int:
    if verdict.accepted:
        return 0
    if repository.config(KEY) == "true":
        observed(verdict, repository.git_dir, pusher)
        say(ACCEPTED)
        return 0
    return 1
