"""Strong locks that are waited for without limit.

The first such statement of each half of a changeset is reported: one SET
before it serves all that follow.
"""

from collections.abc import Iterable, Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.effects import Lock
from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.timeouts import is_limited, limit


@rule("missing-lock-timeout", severity=Severity.WARNING)
def missing_lock_timeout(changeset: ChangeSet) -> Iterator[Problem]:
    """A statement waits for a lock without limit, and everybody waits behind it.

    While one long query holds the table, the migration queues, and every query
    that comes later queues behind the migration, though the change itself would
    take an instant.

    ```sql
    ALTER TABLE orders ADD COLUMN note text; -- finding
    ALTER TABLE orders ADD COLUMN remark text;
    ```

    Set a short `lock_timeout` first, and let the deploy try again.

    ```sql
    SET lock_timeout = '2s';
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Does not fire where no table that others can see is locked against writes,
    where the configuration says `timeouts = "managed"` of the changelog, or on CONCURRENTLY and
    VALIDATE CONSTRAINT, which have to wait their time.

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN note text;
    ```

    ```sql
    -- changeset 0002_index no-transaction
    CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total);
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
    ```

    Known elsewhere as: squawk require-lock-timeout, eugene E9,
    strong_migrations and online_migrations check_lock_timeout, pgfence
    missing-lock-timeout.
    """
    for half in (changeset.statements, changeset.undo):
        for statement, table, lock in _unlimited(half):
            others = "query" if lock is Lock.ACCESS_EXCLUSIVE else "write"
            yield Problem(
                f"waits for a lock on {table} without limit, and every {others} waits behind it",
                f"put before it: {limit(statement)}",
                statement.place,
            )
            break


def _unlimited(statements: Iterable[Statement]) -> Iterator[tuple[Statement, str, Lock]]:
    for statement in statements:
        if statement.engine.dialect == "postgres" and not is_limited(statement):
            for table, lock in statement.effect.locks:
                if lock >= Lock.SHARE:
                    yield statement, table, lock
