"""One file, judged as `lint` judges it, and what is wrong with the judgement.

Whatever the bytes are, nothing may be raised, take long, or point to a place
where the statement is not.
"""

import time
from collections.abc import Iterator
from datetime import date

from branchline.check import check
from branchline.gather.files import judged
from branchline.gather.scripts import Given, script
from branchline.model.changelog import ChangeSet
from branchline.model.effects import Engine
from branchline.model.finding import Severity
from branchline.model.statement import Statement
from branchline.report import Coverage, Report
from branchline.report.json import lines
from branchline.rule import Enabled
from branchline.rules import RULES

DIALECTS = ("postgres", "sqlite", "mysql", "mariadb", "tsql", "oracle")
TODAY = date(2026, 1, 1)
POLICY = tuple(Enabled(rule, Severity.WARNING, options=rule.options) for rule in RULES)
SLOW = 1.0  # seconds of processor time for a small file; a large one has as many as here
STATEMENTS = 100

_LARGE = 100_000  # bytes


def faults(data: bytes, dialect: str) -> Iterator[str]:
    """Yield what is wrong, a sentence each; what is raised is raised."""
    began = time.process_time()
    scope = script(Given(data), "x.sql", Engine(dialect))
    diff = judged(scope, TODAY)
    statements = tuple(each for one in diff.added for each in (*one.statements, *one.undo))
    report = Report(check([diff], POLICY), "x", Coverage.of(statements), Severity.ERROR, statements)
    for line in lines(report):
        line.encode("utf-8", "surrogatepass")
    took = time.process_time() - began
    if took > SLOW * max(1, len(statements) / STATEMENTS, len(data) / _LARGE):
        yield f"takes {took:.1f} s for {len(statements)} statements in {len(data)} bytes"
    for changeset in diff.added:
        yield from _misplaced(changeset, data)


def _misplaced(changeset: ChangeSet, data: bytes) -> Iterator[str]:
    text = data.decode().removeprefix("\ufeff") if changeset.statements or changeset.undo else ""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = (0, 0)
    for statement in (*changeset.statements, *changeset.undo):
        place = statement.place
        start, end = (place.line, place.column), (place.end_line, place.end_column)
        if start <= last and statement is not next(iter(changeset.undo), None):
            yield f"line {place.line}:{place.column} is not behind {last}"
        yield from _wrong(statement, rows)
        last = end


def _wrong(statement: Statement, rows: list[str]) -> Iterator[str]:
    place = statement.place
    wanted = statement.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = rows[place.line - 1][place.column - 1 :] if place.line <= len(rows) else ""
    if not first.startswith(wanted[0]):
        yield f"{place.line}:{place.column} is not where {wanted[0][:40]!r} stands"
    if rows[place.end_line - 1][: place.end_column][-1:] != wanted[-1][-1:]:
        yield f"{place.end_line}:{place.end_column} is not where {wanted[-1][-40:]!r} ends"
