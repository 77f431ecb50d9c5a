"""Tables that are dropped with their rows.

A table of the unit itself, or one whose rows were copied into its successor,
takes nothing with it.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import DropObject
from branchline.model.operations.tables import DropTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("drop-table")
def drop_table(statement: Statement) -> Iterator[Problem]:
    """A table is dropped, and its rows with it.

    Nothing but a backup brings the rows back, and every query that still names
    the table fails from this moment on.

    ```sql
    DROP TABLE orders; -- finding
    DROP TABLE IF EXISTS carts, cart_items CASCADE; -- finding
    ```

    Stop reading and writing it, and ship that. Then rename it, so that a
    forgotten reader fails while the rows are still there, and drop it in a
    later release with an allowance that says so.

    Does not fire on a table that the same changeset created, on a temporary
    table, on one that the changelog has dropped before, on one whose rows the
    same changeset copies into the table that takes its name (`drop-column` says
    which columns stay behind), when the same
    changeset drops the whole schema (`drop-schema` says it once), or in a
    rollback.

    ```sql
    CREATE TABLE staging_import (line text);
    DROP TABLE staging_import;
    CREATE TEMPORARY TABLE seen (id bigint);
    DROP TABLE seen;
    ```

    A condition on the copy leaves rows behind, and they are lost.

    ```sql
    CREATE TABLE orders_new (id bigint PRIMARY KEY, total numeric);
    INSERT INTO orders_new SELECT id, total FROM orders WHERE total > 0;
    DROP TABLE orders; -- finding
    ALTER TABLE orders_new RENAME TO orders;
    ```

    IF NOT EXISTS is no proof that the table is new.

    ```sql
    CREATE TABLE IF NOT EXISTS carts (id bigint);
    DROP TABLE carts; -- finding
    ```

    ```sql
    CREATE TABLE orders_new (id bigint PRIMARY KEY, total numeric);
    INSERT INTO orders_new SELECT id, total FROM orders;
    DROP TABLE orders;
    ALTER TABLE orders_new RENAME TO orders;
    ```

    ```sql sqlite
    CREATE TEMPORARY TABLE saved AS SELECT id, total FROM orders;
    DROP TABLE orders;
    CREATE TABLE orders (id INTEGER PRIMARY KEY, total NUMERIC NOT NULL);
    INSERT INTO orders (id, total) SELECT id, total FROM saved;
    DROP TABLE saved;
    ```

    ```sql
    DROP TABLE audit.events;
    DROP SCHEMA audit;
    ```

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    -- rollback
    DROP TABLE orders;
    ```

    Known elsewhere as: squawk ban-drop-table, atlas DS102, bytebase
    TABLE_DROP_NAMING_CONVENTION, django-migration-linter DROP_TABLE, pgfence
    drop-table, oneport OPM002, Flyway RG01, Liquibase ChangeDropTableWarn.
    """
    dialect = statement.engine.dialect
    for drop, _ in statement.of(DropTable, part=Part.UP):
        if not drop.temporary and not _takes_nothing(statement, drop):
            table = f"{'foreign ' if drop.foreign else ''}table {drop.table}"
            old = quoted(drop.table, dialect)
            aside = quoted(f"{drop.table.name}_to_drop", dialect)
            yield Problem(
                f"drops {table} with all its rows",
                "rename it now and drop it in a later release:"
                f" ALTER TABLE {old} RENAME TO {aside}",
            )


def _takes_nothing(statement: Statement, drop: DropTable) -> bool:
    return (
        statement.is_own(drop.table)
        or statement.name(drop.table) in statement.catalog.gone
        or statement.rebuilds(drop.table)
        or any(
            schema.what == "schema" and schema.name.name == drop.table.schema
            for _, schema in statement.unit.about(DropObject, drop.table.schema)
        )
    )
