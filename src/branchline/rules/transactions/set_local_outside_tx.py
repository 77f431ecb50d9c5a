"""Settings for a transaction that nobody opened."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import RunBlock, SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("set-local-outside-tx", severity=Severity.WARNING)
def set_local_outside_tx(statement: Statement) -> Iterator[Problem]:
    """SET LOCAL stands where no transaction is open, and does nothing.

    PostgreSQL says so in a warning that nobody reads. What relies on the
    setting, a lock timeout above all, runs without it.

    ```sql
    -- changeset 0002_note no-transaction
    SET LOCAL lock_timeout = '2s'; -- finding
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Write SET, and RESET when it is no longer wanted; or open a transaction.

    ```sql
    -- changeset 0002_note no-transaction
    SET lock_timeout = '2s';
    ALTER TABLE orders ADD COLUMN note text;
    RESET lock_timeout;
    ```

    Does not fire inside a transaction, the tool's or one's own, or inside a
    block, which is one.

    ```sql
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE orders ADD COLUMN note text;
    ```

    ```sql
    -- changeset 0002_note no-transaction
    DO $$ BEGIN SET LOCAL lock_timeout = '2s'; DELETE FROM carts WHERE id = 1; END $$;
    ```

    Known elsewhere as: nothing.
    """
    if statement.in_transaction or statement.of(RunBlock):
        return
    for setting, _ in statement.of(SetVariable, dialect="postgres"):
        if setting.scope == "local":
            yield Problem(
                f"SET LOCAL {setting.name} does nothing here: no transaction is open",
                f"write SET {setting.name}, or open a transaction before it",
            )
