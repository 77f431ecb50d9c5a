"""Indexes that are built while writers wait.

A partitioned table cannot have its index built CONCURRENTLY: each partition
can, and the parent takes them over.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.patterns import matches
from branchline.rules.spelling import concurrent_index


@rule("index-not-concurrent")
def index_not_concurrent(statement: Statement, *, small: tuple[str, ...] = ()) -> Iterator[Problem]:
    """CREATE INDEX without CONCURRENTLY stops every write to the table.

    It reads the whole table under a Share lock. INSERT, UPDATE and DELETE wait
    until it is done, and then until the transaction ends.

    ```sql
    CREATE INDEX orders_customer_idx ON orders (customer_id); -- finding
    ```

    Build it CONCURRENTLY, in a changeset without a transaction. On a
    partitioned table, create it on the parent alone with ON ONLY, build it
    CONCURRENTLY on each partition, and attach those.

    ```sql
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);
    ```

    Does not fire on a table or materialized view that nobody else can see, with
    ON ONLY on a partitioned table, or on a table that `small` names: one that
    stays so small that nobody notices, `*` standing for anything.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);
    CREATE INDEX orders_customer_idx ON orders (customer_id);
    ```

    ```sql
    -- changeset 0001_events
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
    -- changeset 0002_index
    CREATE INDEX events_day_idx ON ONLY events (day);
    -- changeset 0003_index
    CREATE INDEX events_id_idx ON events (id); -- finding
    ```

    Known elsewhere as: squawk require-concurrent-index-creation, eugene E6,
    atlas PG101, bytebase INDEX_CREATE_CONCURRENTLY, strong_migrations and
    online_migrations add_index, django-migration-linter CREATE_INDEX, oneport
    OPM012.
    """
    for create, _ in blocking(statement, CreateIndex):
        if matches(create.table, small):
            continue
        table = statement.catalog.table(create.table)
        index = f"index {create.name}" if create.name else "the index"
        yield Problem(
            f"writes to {create.table} wait until {index} is built",
            _PARTITIONED
            if table and table.partitioned
            else f"in a changeset without a transaction: {concurrent_index(create)}",
        )


_PARTITIONED = (
    "create it with ON ONLY, build it CONCURRENTLY on each partition,"
    " then ALTER INDEX ... ATTACH PARTITION"
)
