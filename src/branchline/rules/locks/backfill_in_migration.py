"""Rows that are filled or copied one and all in the transaction of a deploy.

Overwriting what a column held is another matter: `update-without-where`.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Insert, Update
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.patterns import matches


@rule("backfill-in-migration", severity=Severity.WARNING)
def backfill_in_migration(
    statement: Statement, *, small: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """A new column is filled in every row at once, or a whole table is copied into another.

    Every row that changes is locked until the transaction ends, and the table
    grows by a copy of each. On a large table that takes minutes.

    ```sql
    ALTER TABLE orders ADD COLUMN region text;
    UPDATE orders SET region = 'eu'; -- finding
    UPDATE orders SET region = 'eu' WHERE region IS NULL; -- finding
    INSERT INTO archive SELECT * FROM orders; -- finding
    ```

    Fill it in batches by key, outside the deploy. A constant is no work at all
    as a default: `ADD COLUMN region text DEFAULT 'eu'`.

    Does not fire on a table that nobody else can see, when a condition on other
    columns or LIMIT chooses the rows, on columns that were there before
    (`update-without-where` does), or where the rows are those of a table that
    `small` names, `*` standing for anything.

    ```sql
    ALTER TABLE orders ADD COLUMN region text;
    UPDATE orders SET region = 'eu' WHERE id BETWEEN 1 AND 1000;
    INSERT INTO archive SELECT * FROM orders WHERE year < 2020;
    INSERT INTO states SELECT 'open';
    ```

    ```sql
    CREATE TABLE carts (id bigint PRIMARY KEY);
    ALTER TABLE carts ADD COLUMN region text;
    UPDATE carts SET region = 'eu';
    INSERT INTO carts SELECT id, region FROM old_carts;
    ```

    Known elsewhere as: strong_migrations and online_migrations backfill,
    pgfence update-in-migration, oneport OPM021.
    """
    for update, _ in statement.of(Update, dialect="postgres"):
        if (
            not statement.is_private(update.table)
            and not matches(update.table, small)
            and statement.sets_new_columns(update)
            and _takes_all_rows(statement, update)
        ):
            yield Problem(
                f"fills {', '.join(update.columns)} in every row of {update.table} at once:"
                " each stays locked until the transaction ends",
                "fill it in batches by key, outside the deploy",
            )
    for insert, _ in statement.of(Insert, dialect="postgres"):
        copied = [
            read
            for read in insert.reads
            if not (statement.is_private(read) or matches(read, small))
        ]
        if copied and not insert.bounded and not statement.is_private(insert.table):
            yield Problem(
                f"copies every row of {', '.join(map(str, copied))} into {insert.table} at once",
                "copy them in batches by key, outside the deploy",
            )


def _takes_all_rows(statement: Statement, update: Update) -> bool:
    """Whether every old row is meant: a new column tells none from another."""
    if statement.takes_all_rows(update):
        return True
    where = update.where
    return (
        where is not None
        and bool(where.columns)
        and not (where.subquery or update.limited or update.joins)
        and all(statement.is_new_column(update.table, name) for name in where.columns)
    )
