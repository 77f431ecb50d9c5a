"""Changes of tables that wait for a lock for a year.

The first such statement of each half of a changeset is reported: one SET
before it serves all that follow.
"""

from collections.abc import Iterable, Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable, TableOperation
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import is_mysql


@rule("missing-lock-wait-timeout", severity=Severity.WARNING)
def missing_lock_wait_timeout(changeset: ChangeSet) -> Iterator[Problem]:
    """A change of a table waits for its lock without limit, and everybody waits behind it.

    MySQL waits a year, MariaDB a day. While one long query reads the table, the
    migration queues, and every later query queues behind the migration.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN note text; -- finding
    ALTER TABLE orders ADD COLUMN remark text;
    ```

    Set a short `lock_wait_timeout` first, and let the deploy try again.

    ```sql mysql 8.0
    SET SESSION lock_wait_timeout = 5;
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Does not fire where no table that others can see is changed, or where the
    project sets its timeouts elsewhere. `missing-lock-timeout` says the same of
    PostgreSQL.

    ```sql mysql 8.0
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN note text;
    INSERT INTO orders (id) VALUES (1);
    ```

    Known elsewhere as: strong_migrations check_lock_timeout.
    """
    for half in (changeset.statements, changeset.undo):
        for statement, table in _unlimited(half):
            yield Problem(
                f"waits for a lock on {table} for a day or a year, and every query waits behind it",
                "put before it: SET SESSION lock_wait_timeout = 5",
                statement.place,
            )
            break


def _unlimited(statements: Iterable[Statement]) -> Iterator[tuple[Statement, str]]:
    for statement in statements:
        managed = not is_mysql(statement) or statement.unit.managed_timeouts
        if managed or statement.situation.setting("lock_wait_timeout") is not None:
            continue
        for table in _changed(statement):
            yield statement, table


def _changed(statement: Statement) -> Iterator[str]:
    """Yield the tables that others can see and a statement changes; CREATE TABLE has its keys."""
    if any(isinstance(operation, CreateTable) for operation in statement.operations):
        return
    for operation, effect in statement:
        table = operation.table if isinstance(operation, TableOperation) else None
        if table is not None and not (effect.transactional or statement.is_private(table)):
            yield str(table)
