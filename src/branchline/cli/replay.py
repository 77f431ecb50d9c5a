"""`replay`: what today's policy would have said about past pushes; nothing is written."""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

from branchline.cli.sites import say
from branchline.cli.workspace import Workspace, open_workspace
from branchline.errors import ConfigError, UsageError
from branchline.gather.replaying import History, Past, Replayed, replayed
from branchline.model.finding import Finding
from branchline.model.value import value
from branchline.report.terminal import printable
from branchline.report.text import location

EXAMPLE = """\
  branchline replay /srv/git/shop.git --last 300
  branchline replay /srv/git/shop.git --config new.toml --format json
  branchline replay .                   # of a clone: what its branches went through
"""
SCHEMA = "branchline/replay/v1"
UNKNOWN = (
    (
        "each of a branch's own commits (first parents) counts as one push: which were pushed"
        " together, in which order, and what was refused, is not in Git"
    ),
    (
        "other branches are taken to have been at their newest commit of that time, by commit"
        " dates: a wrong clock, or a merge pushed long after it was made, misleads this"
    ),
    (
        "approvals and pushes of several branches at once are not in Git either; emergencies only"
        " where the server's register is at hand"
    ),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("repository", metavar="BARE_REPO", help="the server's repository")
    parser.add_argument(
        "--last", metavar="N", default="100", help="how many pushes, counted from now (100)"
    )


def run(args: argparse.Namespace) -> int:
    """Judge the last pushes and say which would have been refused."""
    if not (args.last.isascii() and args.last.isdigit()) or len(args.last) > _DIGITS:
        raise UsageError(f"--last {args.last} is no number of pushes", "such as: --last 300")
    args.repo = os.path.join(args.repo, args.repository)  # noqa: PTH118 - as it was typed
    with open_workspace(args) as workspace, _own_cache():
        pipeline = workspace.settings.pipeline
        if not pipeline.environments:
            raise ConfigError(
                f"{args.repository} has no configuration that names environments",
                "name one: --config FILE",
            )
        told = _told(workspace, int(args.last))
    if args.format == "json":
        print(json.dumps(_document(told), indent=2))
    else:
        for line in _lines(told):
            say(line)
    return int(bool(told.refused or told.unjudged))


@value
class Told:
    """All that was replayed, how long that took in seconds, and commits that were passed over."""

    pushes: tuple[Replayed, ...]
    seconds: float
    shared: tuple[tuple[str, int], ...]
    environments: tuple[str, ...]
    origin: str

    @property
    def refused(self) -> list[Replayed]:
        """The pushes that would not have been accepted."""
        return [each for each in self.pushes if each.refused]

    @property
    def urgent(self) -> list[Replayed]:
        """The pushes that passed in an emergency, and would need one today."""
        return [each for each in self.pushes if each.ticket and each.failing]

    @property
    def unjudged(self) -> list[Replayed]:
        """The pushes that a hook could not have judged, and so refused."""
        return [each for each in self.pushes if each.unjudged]

    @property
    def rate(self) -> float:
        """Pushes per second."""
        return len(self.pushes) / self.seconds if self.seconds else 0.0


_DIGITS = 7
_SHORT = 12


@contextmanager
def _own_cache() -> Iterator[None]:
    """Keep what is learnt on the way from the notes of those who push today."""
    name, before = "XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME")
    with TemporaryDirectory(prefix="branchline-") as folder:
        os.environ[name] = folder
        try:
            yield
        finally:
            del os.environ[name]
            if before is not None:
                os.environ[name] = before


def _told(workspace: Workspace, last: int) -> Told:
    repository, settings = workspace.repository, workspace.settings
    start = time.monotonic()
    history = History(repository, settings.pipeline, repository.refs("refs/heads/"))
    pushes = history.pushes(last)
    judged = replayed(pushes, history, repository, settings, workspace.policy)
    found = tuple(_watched(judged, pushes))
    return Told(
        found,
        time.monotonic() - start,
        tuple((name, number) for name, number in history.shared.items() if number),
        tuple(environment.name for environment in settings.pipeline),
        settings.origin,
    )


def _watched(judged: Iterator[Replayed], pushes: Sequence[Past]) -> Iterator[Replayed]:
    """Show on a terminal how far it is."""
    shown = sys.stderr.isatty()
    for number, each in enumerate(judged, 1):
        if shown:
            sys.stderr.write(f"\r{number} of {len(pushes)} pushes")
        yield each
    if shown:
        sys.stderr.write("\r\x1b[K")


def _lines(told: Told) -> Iterator[str]:
    yield _headline(told)
    rules = Counter(rule for each in told.refused for rule in {f.rule for f in each.refused})
    wide = max(map(len, rules), default=0)
    for rule, number in rules.most_common():
        yield f"  {rule:{wide}}  {_pushes(number)}"
    for each in told.pushes:
        if each.failing or each.unjudged:
            yield from _push(each)
    for name, number in told.shared:
        word = "commit" if number == 1 else "commits"
        yield f"{name} has {number} {word} of an environment below as its own: judged there alone"
    yield "what this cannot know:"
    yield from (f"  {line}" for line in UNKNOWN)


def _headline(told: Told) -> str:
    refused, unjudged, urgent = len(told.refused), len(told.unjudged), len(told.urgent)
    passed = len(told.pushes) - refused - unjudged - urgent
    words = [f"{passed} would pass", f"{refused} would be refused"]
    words += [f"{urgent} passed in an emergency"] if urgent else []
    words += [f"{unjudged} cannot be judged"] if unjudged else []
    return (
        f"replayed {_pushes(len(told.pushes))} onto {', '.join(told.environments)} in"
        f" {told.seconds:.1f} s ({told.rate:.0f} a second): {', '.join(words)}"
    )


def _push(each: Replayed) -> Iterator[str]:
    step = each.past.step
    yield (
        f"{_when(each.past)} {each.past.environment.name} {step.oid[:_SHORT]}"
        f" {step.author}: {step.subject}"
    )
    if each.unjudged:
        yield f"  cannot be judged: {each.unjudged}"
    if each.ticket:
        yield f"  passed in an emergency: {each.ticket}"
    shown = each.failing[:_SHOWN]
    yield from (f"  {_finding(found)}" for found in shown)
    if len(shown) < len(each.failing):
        yield f"  and {len(each.failing) - len(shown)} more"


_SHOWN = 5


def _finding(found: Finding) -> str:
    where = location(found.place)
    return f"{where}{' ' if where else ''}{found.rule}: {found.message}"


def _pushes(number: int) -> str:
    return f"{number} push{'' if number == 1 else 'es'}"


def _when(past: Past) -> str:
    return datetime.fromtimestamp(past.step.time, UTC).strftime("%Y-%m-%d %H:%M")


def _document(told: Told) -> dict[str, Any]:
    rules = Counter(rule for each in told.refused for rule in {f.rule for f in each.refused})
    return {
        "schema": SCHEMA,
        "policy": told.origin or None,
        "pushes": len(told.pushes),
        "refused": len(told.refused),
        "emergencies": len(told.urgent),
        "unjudged": len(told.unjudged),
        "seconds": round(told.seconds, 3),
        "per_second": round(told.rate, 1),
        "rules": dict(rules.most_common()),
        "told": [_entry(each) for each in told.pushes if each.findings or each.unjudged],
        "passed_over": dict(told.shared),
        "unknown": list(UNKNOWN),
    }


def _verdict(each: Replayed) -> str:
    if each.unjudged:
        return "unjudged"
    if each.failing:
        return "override" if each.ticket else "fail"
    return "pass"


def _entry(each: Replayed) -> dict[str, Any]:
    step = each.past.step
    return {
        "environment": each.past.environment.name,
        "old": step.parents[0],
        "new": step.oid,
        "time": datetime.fromtimestamp(step.time, UTC).isoformat(),
        "author": printable(step.author),
        "subject": printable(step.subject),
        "verdict": _verdict(each),
        "ticket": each.ticket or None,
        "why": printable(each.unjudged) or None,
        "findings": [
            {
                "rule": found.rule,
                "severity": found.severity.word,
                "message": printable(found.message),
                "path": printable(found.place.path) or None,
                "line": found.place.line or None,
                "change": printable(found.change) or None,
            }
            for found in each.findings
        ],
    }
