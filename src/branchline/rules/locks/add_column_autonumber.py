"""Columns that number the rows that are already there."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Column, Name
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("add-column-autonumber")
def add_column_autonumber(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN with a serial type or an identity numbers every existing row.

    The table is rewritten, and nobody reads or writes it until that is done.

    ```sql
    ALTER TABLE orders ADD COLUMN number bigserial; -- finding
    ALTER TABLE orders ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY; -- finding
    ```

    Add a plain column and a sequence, let the sequence number new rows, and
    number the old ones in batches.

    ```sql
    ALTER TABLE orders ADD COLUMN number bigint;
    CREATE SEQUENCE orders_number_seq OWNED BY orders.number;
    ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('orders_number_seq');
    ```

    Does not fire on a table that nobody else can see.

    ```sql
    CREATE TABLE carts (owner bigint);
    ALTER TABLE carts ADD COLUMN id bigserial;
    ```

    Known elsewhere as: eugene E11, strong_migrations
    add_column_auto_incrementing, diesel-guard AddSerialColumn, pgfence
    add-column-serial.
    """
    found = (add for add, _ in blocking(statement, AddColumn) if _is_numbered(add.column))
    for table, adds in by_table(found):
        names = [add.column.name for add in adds]
        columns = ", ".join(f"ADD COLUMN {quoted(name)} bigint" for name in names)
        sequences = " ".join(_sequence(table, name) for name in names)
        yield Problem(
            f"every row of {table} is rewritten to number {listing(names)}: reads and writes wait",
            f"ALTER TABLE {quoted(table)} {columns}; {sequences}"
            " then SET DEFAULT nextval(...), and number old rows in batches",
        )


def _is_numbered(column: Column) -> bool:
    return column.serial or column.identity


def _sequence(table: Name, column: str) -> str:
    name = quoted(f"{table.name}_{column}_seq")
    return f"CREATE SEQUENCE {name} OWNED BY {quoted(table)}.{quoted(column)};"
