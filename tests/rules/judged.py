"""What a rule finds in SQL, as `lint` would judge it."""

from datetime import date

from branchline.check import check
from branchline.model.changelog import ChangeSet, Entry, Kind, Order, Script
from branchline.model.effects import Engine
from branchline.model.finding import Finding
from branchline.rule import Enabled, Rule
from branchline.sql.analyse import analyse


def found(
    rule: Rule,
    sql: str,
    *,
    engine: str = "postgres",
    wrapped: bool = True,
    down: str = "",
    **options: object,
) -> list[Finding]:
    """What the rule finds in one changeset; `engine` is a dialect and perhaps a version.

    The rollback starts at line 100; the option `repeatable` is the changeset's own.
    """
    dialect, _, version = engine.partition(" ")
    path = "0001_x.sql"
    kind = Kind.REPEATABLE if options.pop("repeatable", False) else Kind.VERSIONED
    changeset = ChangeSet(
        Entry("0001_x", "1", path, Order(0, (1,)), kind),
        script=Script(sql, path),
        rollback=Script(down, path, 100) if down else None,
        transaction=wrapped,
    )
    parts = tuple(int(part) for part in version.split(".") if part)
    judged = analyse([changeset], Engine(dialect, parts), today=date(2026, 1, 1))
    return [*check(judged, [Enabled(rule, rule.severity, options=options)])]
