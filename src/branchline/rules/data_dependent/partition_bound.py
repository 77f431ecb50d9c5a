"""Partitions whose rows may belong elsewhere."""

from collections.abc import Iterator

from branchline.model.effects import Reason
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AttachPartition, CreateTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("partition-bound", severity=Severity.WARNING)
def partition_bound(statement: Statement) -> Iterator[Problem]:
    """A partition gets a bound that rows may break.

    A row of the new partition outside its bound, or one of the DEFAULT
    partition inside it, and the statement fails.

    ```sql
    -- changeset 0001_events
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE events_rest PARTITION OF events DEFAULT;
    CREATE TABLE events_2025 (id bigint, day date);
    -- changeset 0002_partitions
    ALTER TABLE events ATTACH PARTITION events_2025
      FOR VALUES FROM ('2025-01-01') TO ('2026-01-01'); -- finding
    CREATE TABLE events_2026 PARTITION OF events
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); -- finding
    ```

    Move such rows first. A valid CHECK proves that there are none.

    Does not fire where a valid CHECK proves the bound and there is no DEFAULT
    partition, on tables that nobody else can see, or in a rollback.

    ```sql
    CREATE TABLE visits (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE visits_2026 PARTITION OF visits
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    ```

    Known elsewhere as: nothing.
    """
    for attach, effect in statement.of(AttachPartition, dialect="postgres", part=Part.UP):
        if Reason.BOUND in effect.reasons:
            yield Problem(
                f"rows of {attach.partition} may lie outside its bound: then this fails",
                f"look first, with the bound as the condition: SELECT count(*) FROM"
                f" {quoted(attach.partition)} WHERE NOT (...)",
            )
        elif Reason.DEFAULT in effect.reasons:
            yield _default(str(attach.table), str(attach.partition))
    for create, effect in statement.of(CreateTable, dialect="postgres", part=Part.UP):
        if Reason.DEFAULT in effect.reasons:
            yield _default(str(create.partition_of), str(create.table))


def _default(table: str, partition: str) -> Problem:
    return Problem(
        f"rows of the DEFAULT partition of {table} may belong to {partition}: then this fails",
        "move them out of the DEFAULT partition first, in the same transaction",
    )
