"""Partitions that are taken off while the whole table waits."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import DetachPartition
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("detach-partition", severity=Severity.WARNING)
def detach_partition(statement: Statement) -> Iterator[Problem]:
    """DETACH PARTITION without CONCURRENTLY locks the whole partitioned table.

    It takes an instant, after every query that runs on any partition: new ones
    wait behind it.

    ```sql
    ALTER TABLE events DETACH PARTITION events_2019; -- finding
    ```

    Detach it CONCURRENTLY, in a changeset without a transaction.

    ```sql
    -- changeset 0002_detach no-transaction
    ALTER TABLE events DETACH PARTITION events_2019 CONCURRENTLY;
    ```

    Does not fire on a table that nobody else can see, and where CONCURRENTLY is
    no way out: before PostgreSQL 14, and when the table has a DEFAULT partition.

    ```sql postgres 13
    ALTER TABLE events DETACH PARTITION events_2019;
    ```

    ```sql
    -- changeset 0001_events
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE events_rest PARTITION OF events DEFAULT;
    -- changeset 0002_detach
    ALTER TABLE events DETACH PARTITION events_rest;
    ```

    Known elsewhere as: squawk require-concurrent-partition-detach, pgfence
    detach-partition.
    """
    first = (14,)
    if (statement.engine.version or first) < first:
        return
    for detach, _ in statement.of(DetachPartition, dialect="postgres"):
        table = statement.catalog.table(detach.table)
        impossible = table is not None and bool(table.default_partition)
        concurrent = detach.concurrently or detach.finalize
        if not (concurrent or impossible or statement.is_private(detach.table)):
            yield Problem(
                f"detaching {detach.partition} locks {detach.table}: every query waits behind it",
                f"in a changeset without a transaction: ALTER TABLE {quoted(detach.table)}"
                f" DETACH PARTITION {quoted(detach.partition)} CONCURRENTLY",
            )
