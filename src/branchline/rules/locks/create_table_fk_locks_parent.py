"""New tables that lock the old ones they refer to."""

from collections.abc import Iterator

from branchline.model.effects import Lock
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.foreign_keys import foreign_keys
from branchline.rules.locks.timeouts import is_limited, limit
from branchline.rules.sentences import listing


@rule("create-table-fk-locks-parent", severity=Severity.INFO)
def create_table_fk_locks_parent(statement: Statement) -> Iterator[Problem]:
    """CREATE TABLE with a foreign key locks the table it refers to against writes.

    It waits for every transaction that writes there, and new writes wait behind
    it.

    ```sql
    CREATE TABLE items (id bigint, order_id bigint REFERENCES orders (id)); -- finding
    ```

    Set a short lock_timeout, and let the deploy try again.

    ```sql
    SET LOCAL lock_timeout = '2s';
    CREATE TABLE items (id bigint, order_id bigint REFERENCES orders (id));
    ```

    Does not fire where a lock_timeout is in force, or when nobody else can see
    the other table.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE items (id bigint, order_id bigint REFERENCES orders (id));
    ```

    Known elsewhere as: squawk require-lock-timeout.
    """
    if is_limited(statement):
        return
    for create, effect in statement.of(CreateTable, dialect="postgres"):
        parents = [
            str(key.parent)
            for key in foreign_keys(statement)
            if key.table == create.table
            and effect.lock_on(statement.name(key.parent)) >= Lock.SHARE_ROW_EXCLUSIVE
        ]
        if parents:
            yield Problem(
                f"creating {create.table} locks {listing([*dict.fromkeys(parents)])}:"
                " writes wait behind it",
                f"set a limit first, and let the deploy try again: {limit(statement)}",
            )
