"""COMMIT and ROLLBACK of a transaction that is somebody else's, or of none."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import Commit, Rollback
from branchline.model.statement import Statement, Transaction
from branchline.rule import rule


@rule("stray-commit")
def stray_commit(statement: Statement) -> Iterator[Problem]:
    """COMMIT or ROLLBACK ends a transaction that the changeset did not open.

    The tool believes that everything runs in its transaction. When a later
    statement fails, what stands above this line stays, half applied, while the
    history says that nothing happened.

    ```sql
    ALTER TABLE orders ADD COLUMN note text;
    COMMIT; -- finding
    ```

    ```sql
    -- changeset 0001_note no-transaction
    ROLLBACK; -- finding
    ```

    Take it out, or let the changeset run without the tool's transaction and
    write BEGIN as well.

    Does not fire on the end of a transaction that the changeset began.

    ```sql
    -- changeset 0001_note no-transaction
    BEGIN;
    ALTER TABLE orders ADD COLUMN note text;
    COMMIT;
    ```

    Known elsewhere as: squawk transaction-nesting, bytebase
    STATEMENT_DISALLOW_COMMIT.
    """
    for word, kind in (("COMMIT", Commit), ("ROLLBACK", Rollback)):
        for _ in statement.of(kind):
            if statement.situation.transaction is not Transaction.OWN:
                yield Problem(
                    f"{word} ends the tool's transaction: what follows can be half applied"
                    if statement.in_transaction
                    else f"{word} without BEGIN: there is no transaction to end",
                    f"take {word} out, or run the changeset without the tool's transaction"
                    " (-- branchline: no-transaction) and write BEGIN too",
                )
