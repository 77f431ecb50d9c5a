"""A PRAGMA that SQLite forgets inside a transaction."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.session import SetVariable
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("rebuild-fk-pragma")
def rebuild_fk_pragma(statement: Statement) -> Iterator[Problem]:
    """`PRAGMA foreign_keys` stands in a transaction, where SQLite ignores it.

    Whoever builds a table anew turns foreign keys off first: otherwise DROP
    TABLE deletes the rows of tables that refer to it, or fails. Inside a
    transaction the PRAGMA does nothing, and says nothing.

    ```sql sqlite
    PRAGMA foreign_keys = OFF; -- finding
    CREATE TABLE orders_new (id integer PRIMARY KEY);
    INSERT INTO orders_new SELECT id FROM orders;
    DROP TABLE orders;
    ALTER TABLE orders_new RENAME TO orders;
    ```

    Put it before BEGIN in a changeset that has no transaction of its own, and
    look at the keys before COMMIT.

    ```sql sqlite
    -- changeset 0002_orders no-transaction
    PRAGMA foreign_keys = OFF;
    BEGIN;
    CREATE TABLE orders_new (id integer PRIMARY KEY);
    INSERT INTO orders_new SELECT id FROM orders;
    DROP TABLE orders;
    ALTER TABLE orders_new RENAME TO orders;
    PRAGMA foreign_key_check;
    COMMIT;
    PRAGMA foreign_keys = ON;
    ```

    Does not fire outside a transaction, or on `defer_foreign_keys`, which
    belongs into one.

    Known elsewhere as: nothing.
    """
    for pragma, _ in statement.of(SetVariable, dialect="sqlite"):
        if pragma.name == "foreign_keys" and statement.in_transaction:
            yield Problem(
                "SQLite ignores PRAGMA foreign_keys inside a transaction",
                "put it before BEGIN, in a changeset that runs without a transaction:"
                " -- branchline: no-transaction",
            )
