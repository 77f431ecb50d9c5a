"""CONCURRENTLY where a transaction is open."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Operation
from branchline.model.operations.objects import CreateIndex, DropIndex, Reindex
from branchline.model.operations.tables import DetachPartition
from branchline.model.statement import Statement
from branchline.rule import rule

OUTSIDE = (
    "give it a changeset of its own that runs without a transaction: -- branchline: no-transaction"
)


@rule("concurrent-in-transaction")
def concurrent_in_transaction(statement: Statement) -> Iterator[Problem]:
    """CONCURRENTLY inside a transaction: PostgreSQL refuses it.

    Tools run a changeset in a transaction unless it says otherwise, so the
    word alone is not enough.

    ```sql
    CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total); -- finding
    ```

    ```sql
    -- changeset 0002_index no-transaction
    BEGIN;
    DROP INDEX CONCURRENTLY orders_total_idx; -- finding
    COMMIT;
    ```

    Give it a changeset of its own that runs without a transaction.

    Does not fire outside a transaction, or on REFRESH MATERIALIZED VIEW
    CONCURRENTLY, which may run inside one.

    ```sql
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);
    REINDEX INDEX CONCURRENTLY orders_total_idx;
    ```

    ```sql
    REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
    ```

    Known elsewhere as: squawk ban-concurrent-index-creation-in-transaction,
    atlas PG103, pgfence concurrent-in-transaction, bytebase
    STATEMENT_NON_TRANSACTIONAL.
    """
    said = [pair for kind in _CONCURRENT for pair in statement.of(kind)]
    for operation, effect in said:
        if statement.in_transaction and is_concurrent(operation) and not effect.transactional:
            yield Problem(
                "CONCURRENTLY cannot run in a transaction, and one is open here: it fails",
                OUTSIDE,
            )


def is_concurrent(operation: Operation) -> bool:
    """Whether the statement says CONCURRENTLY, and means not to block."""
    return isinstance(operation, _CONCURRENT) and operation.concurrently


_CONCURRENT = (CreateIndex, DropIndex, Reindex, DetachPartition)
