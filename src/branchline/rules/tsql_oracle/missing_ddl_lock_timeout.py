"""Changes of Oracle's tables that do not wait at all."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable, TableOperation
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.changes import changes_schema


@rule("missing-ddl-lock-timeout", severity=Severity.INFO)
def missing_ddl_lock_timeout(changeset: ChangeSet) -> Iterator[Problem]:
    """A table is changed without DDL_LOCK_TIMEOUT: one open transaction makes it fail.

    Oracle does not wait for it, and raises ORA-00054.

    ```sql oracle
    ALTER TABLE orders ADD (note varchar2(90)); -- finding
    ```

    Let it wait for a moment.

    ```sql oracle
    ALTER SESSION SET DDL_LOCK_TIMEOUT = 10;
    ALTER TABLE orders ADD (note varchar2(90));
    ```

    Does not fire on tables that nobody else can see, or where the project sets
    its timeouts elsewhere.

    ```sql oracle
    CREATE TABLE carts (id integer);
    ALTER TABLE carts ADD (note varchar2(90));
    ```

    Known elsewhere as: nothing.
    """
    for half in (changeset.statements, changeset.undo):
        for statement in filter(_is_impatient, half):
            yield Problem(
                "fails with ORA-00054 while any transaction has the table",
                "put before it: ALTER SESSION SET DDL_LOCK_TIMEOUT = 10",
                statement.place,
            )
            break


def _is_impatient(statement: Statement) -> bool:
    if statement.engine.dialect != "oracle" or statement.unit.managed_timeouts:
        return False
    if statement.situation.setting("ddl_lock_timeout") is not None:
        return False
    return any(
        isinstance(one, TableOperation)
        and not isinstance(one, CreateTable)
        and changes_schema(one)
        and not statement.is_private(one.table)
        for one in statement.operations
    )
