"""LOCK TABLE without a transaction that could hold the lock."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import LockTable, RunBlock
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("lock-table-outside-tx")
def lock_table_outside_tx(statement: Statement) -> Iterator[Problem]:
    """LOCK TABLE stands where no transaction is open.

    The lock would end with the statement, so PostgreSQL refuses it (SQLSTATE
    25P01).

    ```sql
    -- changeset 0002_move no-transaction
    LOCK TABLE orders IN EXCLUSIVE MODE; -- finding
    ```

    Let the changeset have its transaction, or write BEGIN and COMMIT.

    ```sql
    -- changeset 0002_move no-transaction
    BEGIN;
    LOCK TABLE orders IN EXCLUSIVE MODE;
    COMMIT;
    ```

    Does not fire inside a block, which is a transaction of its own.

    ```sql
    -- changeset 0002_move no-transaction
    DO $$ BEGIN LOCK TABLE orders; DELETE FROM orders WHERE id = 7; END $$;
    ```

    Known elsewhere as: nothing.
    """
    if statement.in_transaction or statement.of(RunBlock):
        return
    for lock, _ in statement.of(LockTable, dialect="postgres"):
        yield Problem(
            f"LOCK TABLE {lock.table} fails here: no transaction is open",
            "let the changeset have its transaction, or write BEGIN before it and COMMIT after it",
        )
