"""A changelog in one fence of SQL, judged as `lint` would judge it.

`-- changeset NAME [no-transaction]` begins the next changeset, `-- rollback`
the way back of the current one. Without either, all is one changeset that its
tool wraps in a transaction.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from branchline.check import check
from branchline.model.changelog import ChangeSet, Entry, Order, Reversal, Script
from branchline.model.effects import Engine
from branchline.model.finding import Allowance, Finding
from branchline.policy.style import asks_for_style
from branchline.rule import Enabled, Rule
from branchline.rules import RULES
from branchline.sql.analyse import analyse

TODAY = date(2026, 1, 1)
"""The day on which examples are judged."""


def differences(rule: Rule, options: Sequence[str], text: str) -> Iterator[str]:
    """Yield where `rule` and the lines marked `-- finding` do not agree.

    `options` are a dialect and a version; none means PostgreSQL.
    """
    changesets, expected = read(text)
    judged = [*_judged(changesets, rule, _engine(options))]
    findings = [f for f in check(judged, _policy(rule)) if f.rule.partition("/")[0] == rule.id]
    covered = {line for finding in findings for line in _lines(finding)}
    for finding in findings:
        if expected.isdisjoint(_lines(finding)):
            yield f"fires on line {finding.place.line}: {finding.message}"
    for line in sorted(expected - covered):
        yield f"does not fire on line {line}"
    for changeset in judged:
        for statement in (*changeset.statements, *changeset.undo):
            if statement.error and statement.place.line not in covered:
                yield f"cannot read line {statement.place.line}: {statement.error}"


def read(text: str) -> tuple[list[ChangeSet], frozenset[int]]:
    """Return the changesets of a fence, and the numbers of its marked lines, from 1."""
    lines = text.splitlines()
    bare = [_FINDING.sub("", line) for line in lines]
    marked = frozenset(number for number, line in enumerate(lines, 1) if line != bare[number - 1])
    return [*_changesets(bare)], marked


def _judged(changesets: list[ChangeSet], rule: Rule, engine: Engine) -> Iterator[ChangeSet]:
    analysed = analyse(changesets, engine, today=TODAY)
    if not asks_for_style([Enabled(rule)]):
        yield from analysed
        return
    from branchline.gather.style import Style

    with TemporaryDirectory() as folder, Style(Path(folder)) as style:
        yield from map(style.changeset, analysed)


class _Head(NamedTuple):
    name: str = "example"
    line: int = 1
    transaction: bool = True


def _changesets(lines: list[str]) -> Iterator[ChangeSet]:
    heads = [(0, _Head())]
    for number, line in enumerate(lines, 1):
        found = _CHANGESET.fullmatch(line)
        if found:
            heads.append((number, _Head(found["name"], number, not found["bare"])))
    ends = [start - 1 for start, _ in heads[1:]] + [len(lines)]
    for (start, head), end in zip(heads, ends, strict=True):
        if head.name != _Head().name or any(line.strip() for line in lines[:end]):
            yield _changeset(head, lines[:end], start)


def _changeset(head: _Head, lines: list[str], start: int) -> ChangeSet:
    path = f"{head.name}.sql"
    turn = next(
        (number for number in range(start, len(lines)) if _ROLLBACK.fullmatch(lines[number])), None
    )
    up = lines[start:turn]
    down = None if turn is None else lines[turn + 1 :]
    return ChangeSet(
        Entry(head.name, head.name, path, Order(0, (head.line,), head.name), line=head.line),
        script=Script("\n".join(up), path, start + 1),
        rollback=None if turn is None or down is None else Script("\n".join(down), path, turn + 2),
        reversal=Reversal.NONE if down is None else Reversal.PRESENT,
        transaction=head.transaction,
    )


def _engine(options: Sequence[str]) -> Engine:
    dialect, version = (*options, "", "")[:2]
    parts = tuple(int(part) for part in version.split(".") if part)
    return Engine(dialect or "postgres", parts)


def _policy(rule: Rule) -> list[Enabled]:
    """An allowance is of use only where other rules find something."""
    others = RULES if rule.scope is Allowance else ()
    return [Enabled(rule), *(Enabled(other) for other in others if other.id != rule.id)]


def _lines(finding: Finding) -> range:
    place = finding.place
    return range(place.line, max(place.line, place.end_line) + 1)


_FINDING = re.compile(r"\s*-- finding\s*$")
_CHANGESET = re.compile(r"-- changeset (?P<name>\S+)(?P<bare> no-transaction)?")
_ROLLBACK = re.compile(r"-- rollback")
