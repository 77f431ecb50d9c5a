"""Indexes that are dropped under the strongest lock.

Dropping takes an instant; waiting for the lock does not, and everybody who
comes later waits behind it.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.objects import DropIndex
from branchline.model.schema import Index
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("drop-index-not-concurrent", severity=Severity.WARNING)
def drop_index_not_concurrent(statement: Statement) -> Iterator[Problem]:
    """DROP INDEX without CONCURRENTLY locks the table against everyone.

    It waits for every running query on the table, and every new query waits
    behind it.

    ```sql
    DROP INDEX orders_customer_idx; -- finding
    ```

    Drop it CONCURRENTLY, in a changeset without a transaction.

    ```sql
    -- changeset 0002_index no-transaction
    DROP INDEX CONCURRENTLY IF EXISTS orders_customer_idx;
    ```

    Does not fire on an index or a table that nobody else can see, when the same
    changeset drops the table too, and where CONCURRENTLY is no way out: with
    CASCADE, on the index of a partitioned table or of a constraint.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint CONSTRAINT orders_key PRIMARY KEY, total numeric);
    CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
    CREATE INDEX events_day_idx ON events (day);
    -- changeset 0002_drops
    CREATE INDEX orders_total_idx ON orders (total);
    DROP INDEX orders_total_idx;
    DROP INDEX orders_key;
    DROP INDEX events_day_idx;
    DROP INDEX whatever_idx CASCADE;
    ```

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
    CREATE INDEX orders_total_idx ON orders (total);
    -- rollback
    DROP INDEX orders_total_idx;
    DROP TABLE orders;
    ```

    Known elsewhere as: squawk require-concurrent-index-deletion, atlas PG102,
    online_migrations remove_index, django-migration-linter DROP_INDEX, pgfence
    drop-index.
    """
    for drop, _ in statement.of(DropIndex, dialect="postgres"):
        index = statement.catalog.index(drop.index)
        if not drop.concurrently and not drop.cascade and not _is_moot(statement, drop, index):
            table = f"its table {index.table}" if index else "its table"
            yield Problem(
                f"dropping index {drop.index} locks {table}: every query waits behind it",
                "in a changeset without a transaction:"
                f" DROP INDEX CONCURRENTLY IF EXISTS {quoted(drop.index)}",
            )


def _is_moot(statement: Statement, drop: DropIndex, index: Index | None) -> bool:
    if statement.is_private(drop.index):
        return True
    table = statement.catalog.table(index.table) if index else None
    if index is None or table is None:
        return False
    name = Name(*reversed(table.name.rsplit(".", 1)))
    return (
        bool(index.constraint)
        or table.partitioned
        or statement.is_private(name)
        or statement.is_dropped_later(name)
    )
