"""Tables that are locked by name."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import LockTable
from branchline.model.operations.tables import RenameTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.timeouts import is_limited, limit
from branchline.rules.spelling import quoted


@rule("explicit-lock-table", severity=Severity.WARNING)
def explicit_lock_table(statement: Statement) -> Iterator[Problem]:
    """LOCK TABLE stops writes until the transaction ends, and waits without limit.

    ```sql
    LOCK TABLE orders; -- finding
    LOCK TABLE items IN SHARE ROW EXCLUSIVE MODE; -- finding
    ```

    Set a short lock_timeout, or say NOWAIT, and let the deploy try again.

    ```sql
    LOCK TABLE orders IN SHARE MODE NOWAIT;
    SET LOCAL lock_timeout = '2s';
    LOCK TABLE items IN SHARE MODE;
    ```

    Does not fire with NOWAIT or where a lock_timeout is in force, in a mode
    that lets others write, on a table that nobody else can see, or before the
    table changes places with another in the same changeset.

    ```sql
    LOCK TABLE carts IN ROW EXCLUSIVE MODE;
    CREATE TABLE orders_new (id bigint);
    LOCK TABLE orders_new;
    LOCK TABLE orders;
    ALTER TABLE orders RENAME TO orders_old;
    ALTER TABLE orders_new RENAME TO orders;
    ```

    Known elsewhere as: locksafe explicit-lock.
    """
    if is_limited(statement):
        return
    for lock, _ in statement.of(LockTable, dialect="postgres"):
        light = lock.mode.upper() in _LIGHT
        swaps = any(statement.later_on(RenameTable, lock.table))
        if not (light or lock.nowait or swaps or statement.is_private(lock.table)):
            mode = f" IN {lock.mode} MODE" if lock.mode else ""
            yield Problem(
                f"locks {lock.table} until the transaction ends, and waits for it without limit",
                f"{limit(statement)} before it, or LOCK TABLE {quoted(lock.table)}{mode} NOWAIT",
            )


_LIGHT = {"ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"}
