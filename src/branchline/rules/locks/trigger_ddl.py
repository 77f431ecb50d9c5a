"""Triggers that come, go or change on tables that are in use."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateTrigger, DropTrigger, SetTrigger
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.timeouts import is_limited, limit
from branchline.rules.per_table import by_table


@rule("trigger-ddl", severity=Severity.INFO)
def trigger_ddl(statement: Statement) -> Iterator[Problem]:
    """Creating, dropping or switching a trigger locks its table.

    Writes wait behind it; when one is dropped, reads as well.

    ```sql
    CREATE TRIGGER orders_audit AFTER UPDATE ON orders
      FOR EACH ROW EXECUTE FUNCTION audit(); -- finding
    ALTER TABLE orders DISABLE TRIGGER orders_audit; -- finding
    DROP TRIGGER orders_audit ON orders; -- finding
    ```

    Set a short lock_timeout, and let the deploy try again.

    ```sql
    SET LOCAL lock_timeout = '2s';
    DROP TRIGGER orders_audit ON orders;
    ```

    Does not fire where a lock_timeout is in force, or on a table that nobody
    else can see.

    ```sql
    CREATE TABLE carts (id bigint);
    CREATE TRIGGER carts_audit AFTER UPDATE ON carts
      FOR EACH ROW EXECUTE FUNCTION audit();
    ```

    Known elsewhere as: pgfence create-trigger and drop-trigger.
    """
    if is_limited(statement):
        return
    found = (
        change
        for kind in (CreateTrigger, SetTrigger, DropTrigger)
        for change, _ in statement.of(kind, dialect="postgres")
        if not statement.is_private(change.table)
    )
    for table, changes in by_table(found):
        reads = any(isinstance(change, DropTrigger) for change in changes)
        yield Problem(
            f"changing a trigger locks {table}: {'reads and writes' if reads else 'writes'} wait"
            " behind it",
            f"set a limit first, and let the deploy try again: {limit(statement)}",
        )
