"""Tables built anew with a column that may no longer be NULL."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.session import Insert, Update
from branchline.model.operations.tables import CreateTable
from branchline.model.schema import Table
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("rebuild-null-to-notnull", severity=Severity.WARNING)
def rebuild_null_to_notnull(statement: Statement) -> Iterator[Problem]:
    """Rows are copied into a table whose columns refuse a NULL that they may have.

    The first such row makes the copy fail.

    ```sql sqlite
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, total integer);
    -- changeset 0002_total
    CREATE TABLE orders_new (id integer PRIMARY KEY, total integer NOT NULL);
    INSERT INTO orders_new (id, total) SELECT id, total FROM orders; -- finding
    DROP TABLE orders;
    ALTER TABLE orders_new RENAME TO orders;
    ```

    Give those rows a value while they are copied, or before.

    ```sql sqlite
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, total integer);
    -- changeset 0002_total
    CREATE TABLE orders_new (id integer PRIMARY KEY, total integer NOT NULL);
    INSERT INTO orders_new (id, total) SELECT id, ifnull(total, 0) FROM orders;
    ```

    ```sql sqlite
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, total integer);
    -- changeset 0002_total
    UPDATE orders SET total = 0 WHERE total IS NULL;
    CREATE TABLE orders_new (id integer PRIMARY KEY, total integer NOT NULL);
    INSERT INTO orders_new SELECT * FROM orders;
    ```

    Does not fire where the column was NOT NULL before, where a condition leaves
    rows out, or where the changelog does not tell what the column was.

    Known elsewhere as: atlas LT101.
    """
    for insert, _ in statement.of(Insert, dialect="sqlite"):
        new = statement.catalog.table(insert.table)
        if new is None or not _copies(statement, insert):
            continue
        for read in insert.reads:
            old = statement.catalog.table(read)
            names = [*_stricter(statement, insert, new, old, read)] if old is not None else []
            if names:
                yield Problem(
                    f"a row of {read} without {listing(names)} makes the copy fail:"
                    f" {insert.table} refuses NULL",
                    f"copy ifnull({names[0]}, ...) instead of {names[0]}",
                )


def _copies(statement: Statement, insert: Insert) -> bool:
    made = any(statement.earlier_on(CreateTable, insert.table))
    filled = not _FILLING.isdisjoint(insert.functions)
    return made and insert.from_query and not (insert.bounded or filled)


def _stricter(
    statement: Statement, insert: Insert, new: Table, old: Table, read: Name
) -> Iterator[str]:
    """Yield the columns that may be NULL in the old table and not in the new one."""
    key = old.primary_key()
    for column in new.columns:
        before = old.column(column.name)
        if before is None or before.not_null or not column.not_null:
            continue
        if (insert.columns and column.name not in insert.columns) or (
            key is not None and column.name in key.columns
        ):
            continue
        updates = statement.earlier_on(Update, read)
        if not any(column.name in update.columns for update in updates):
            yield column.name


_FILLING = {"ifnull", "coalesce", "iif"}
