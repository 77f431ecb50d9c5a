"""What a rule says of SQL: for rules that look at a whole schema, which no test writes by hand."""

from branchline.check import check
from branchline.model.effects import Engine
from branchline.model.finding import Finding
from branchline.rule import Enabled, Rule
from branchline.sql.analyse import analyse
from branchline.testing.sql import read


def findings(rule: Rule, sql: str, *engine: str, **options: object) -> tuple[Finding, ...]:
    """Return the findings in changesets written as in a rule's page; `engine` as there."""
    dialect, version = (*engine, "postgres", "")[:2] if engine else ("postgres", "")
    parts = tuple(int(part) for part in version.split(".") if part.isdigit())
    changesets, _ = read(sql)
    judged = [*analyse(changesets, Engine(dialect, parts))]
    assert [s.error for c in judged for s in (*c.statements, *c.undo) if s.error] == []
    return check(judged, [Enabled(rule, options=options)])


def messages(rule: Rule, sql: str, *engine: str, **options: object) -> list[str]:
    """Return what the findings say."""
    return [finding.message for finding in findings(rule, sql, *engine, **options)]
