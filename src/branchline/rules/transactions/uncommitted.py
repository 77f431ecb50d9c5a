"""Transactions that nobody ends."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Begin, Commit, Rollback
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("uncommitted")
def uncommitted(statement: Statement) -> Iterator[Problem]:
    """BEGIN is never followed by COMMIT.

    When the connection closes, the server takes everything back, and the tool
    records the changeset as applied. Until then its locks stay.

    ```sql
    -- changeset 0001_note no-transaction
    BEGIN; -- finding
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Write COMMIT at the end.

    Does not fire when COMMIT or ROLLBACK follows, or where the tool has opened
    a transaction: it ends that one (`nested-begin` speaks of the second).

    ```sql
    -- changeset 0001_note no-transaction
    BEGIN;
    ALTER TABLE orders ADD COLUMN note text;
    COMMIT;
    ```

    Known elsewhere as: squawk ban-uncommitted-transaction, pgfence
    unclosed-transaction.
    """
    for _ in statement.of(Begin):
        if not statement.in_transaction and not statement.unit.wrapped and not _ends(statement):
            yield Problem(
                "this transaction is never committed: the server takes it back",
                "write COMMIT at the end",
            )


def _ends(statement: Statement) -> bool:
    return any(
        found and found[-1][0] > statement.position
        for found in (statement.unit.about(Commit), statement.unit.about(Rollback))
    )
