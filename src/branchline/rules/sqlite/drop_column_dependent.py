"""Columns that SQLite will not drop, because something reads them."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Column, Expression
from branchline.model.operations.tables import DropColumn
from branchline.model.schema import Index, Table
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("drop-column-dependent")
def drop_column_dependent(statement: Statement) -> Iterator[Problem]:
    """DROP COLUMN names a column that a key, an index, a view or a check reads: it fails.

    ```sql sqlite
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, number integer UNIQUE, net integer, tax integer,
      gross integer AS (net + 1), low integer, high integer, CHECK (low < high));
    CREATE INDEX orders_tax ON orders (tax);
    -- changeset 0002_drop
    ALTER TABLE orders DROP COLUMN id; -- finding
    ALTER TABLE orders DROP COLUMN number; -- finding
    ALTER TABLE orders DROP COLUMN tax; -- finding
    ALTER TABLE orders DROP COLUMN net; -- finding
    ALTER TABLE orders DROP COLUMN low; -- finding
    ```

    Drop what reads it first; a table with a key to lose is built anew.

    ```sql sqlite
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, tax integer, note text);
    CREATE INDEX orders_tax ON orders (tax);
    CREATE VIEW taxes AS SELECT id, tax FROM orders;
    -- changeset 0002_drop
    ALTER TABLE orders DROP COLUMN note;
    DROP INDEX orders_tax;
    DROP VIEW taxes;
    ALTER TABLE orders DROP COLUMN tax;
    ```

    A view counts when it gives a column of that name.

    ```sql sqlite
    -- changeset 0001_orders
    CREATE TABLE orders (id integer PRIMARY KEY, tax integer, net integer);
    CREATE VIEW taxes AS SELECT id, tax FROM orders;
    CREATE VIEW everything AS SELECT * FROM orders;
    -- changeset 0002_drop
    ALTER TABLE orders DROP COLUMN net;
    ALTER TABLE orders DROP COLUMN tax; -- finding
    ```

    Does not fire where the changelog did not make the table, or on a check or a
    reference of this column alone: beside the column it goes with it.

    Known elsewhere as: nothing.
    """
    for drop, _ in statement.of(DropColumn, dialect="sqlite"):
        table = statement.catalog.table(drop.table)
        for reader in _readers(statement, table, drop.column) if table is not None else ():
            yield Problem(
                f"{drop.table}.{drop.column} is read by {reader}: SQLite refuses to drop it",
                f"drop {reader} first, or build {drop.table} anew",
            )
            break


def _readers(statement: Statement, table: Table, column: str) -> Iterator[str]:
    for index in statement.catalog.indexes_of(table.name):
        if _indexes(index, column):
            yield f"the {(index.constraint and 'key') or 'index'} {index.constraint or index.name}"
    for constraint in table.constraints:
        read = constraint.expression.columns if constraint.expression is not None else ()
        if column in (*constraint.columns, *read) and len({*constraint.columns, *read}) > 1:
            yield f"the constraint {constraint.name}"
    for other in table.columns:
        if _computes(other, column):
            yield f"the generated column {other.name}"
    for name in statement.catalog.readers_of(table.name):
        view = statement.catalog.views[name]
        if column in view.columns and not view.star:
            yield f"the view {name}"


def _indexes(index: Index, column: str) -> bool:
    reads = [index.where, *(key.expression for key in index.keys)]
    named = any(key.column == column for key in index.keys)
    return named or any(column in one.columns for one in reads if isinstance(one, Expression))


def _computes(other: Column, column: str) -> bool:
    return other.expression is not None and column in other.expression.columns
