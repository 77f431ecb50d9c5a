"""CONCURRENTLY on a partitioned table."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("cic-partitioned")
def cic_partitioned(statement: Statement) -> Iterator[Problem]:
    """An index is created CONCURRENTLY on a partitioned table.

    PostgreSQL refuses that, with ONLY as well (SQLSTATE 0A000).

    ```sql
    -- changeset 0001_events
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY events_id_idx ON events (id); -- finding
    ```

    Create it ON ONLY the parent, which takes an instant, then CONCURRENTLY on
    each partition, and attach those.

    ```sql
    -- changeset 0001_events
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE events_2026 PARTITION OF events
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    -- changeset 0002_index
    CREATE INDEX events_id_idx ON ONLY events (id);
    -- changeset 0003_build no-transaction
    CREATE INDEX CONCURRENTLY events_2026_id_idx ON events_2026 (id);
    -- changeset 0004_attach
    ALTER INDEX events_id_idx ATTACH PARTITION events_2026_id_idx;
    ```

    Does not fire on a partition, or on a table whose CREATE TABLE the changelog
    does not have.

    Known elsewhere as: nothing.
    """
    for create, _ in statement.of(CreateIndex, dialect="postgres"):
        table = statement.catalog.table(create.table)
        if create.concurrently and table and table.partitioned:
            name = f"{quoted(create.name)} " if create.name else ""
            keys = ", ".join(quoted(key.column) if key.column else "..." for key in create.keys)
            yield Problem(
                f"{create.table} is partitioned: CONCURRENTLY fails on it",
                f"CREATE INDEX {name}ON ONLY {quoted(create.table)} ({keys}), then CONCURRENTLY"
                " on each partition, and ALTER INDEX ... ATTACH PARTITION",
            )
