"""Tables that are emptied."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AlterPartition, TruncateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("truncate")
def truncate(statement: Statement) -> Iterator[Problem]:
    """A table that existed before is emptied.

    Every row goes at once, without row triggers, under a lock that nobody can
    even read through.

    ```sql
    TRUNCATE orders; -- finding
    ```

    Delete what has to go by a predicate, in batches, or make it a step of a
    runbook.

    Does not fire on a table that nobody else can see, or in a rollback.

    ```sql
    CREATE TABLE totals AS SELECT 1 AS n;
    TRUNCATE totals;
    ```

    Known elsewhere as: bytebase STATEMENT_DISALLOW_TRUNCATE, diesel-guard
    TruncateTable, pgfence truncate, oneport OPM003, Flyway RG13, Liquibase
    ChangeTruncateTableWarn.
    """
    for empty, _ in statement.of(TruncateTable, part=Part.UP):
        if not statement.is_own(empty.table):
            part = f"partition {empty.partition} of " if empty.partition else ""
            yield Problem(
                f"empties {part}{empty.table}: every row is gone",
                _WAY_OUT,
            )
    for alter, _ in statement.of(AlterPartition, part=Part.UP):
        if alter.action == "truncate" and not statement.is_own(alter.table):
            yield Problem(
                f"empties partition {', '.join(alter.partitions)} of {alter.table}",
                _WAY_OUT,
            )


_WAY_OUT = "delete in batches, with a WHERE that says which rows"
