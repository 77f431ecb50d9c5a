"""Columns that SQL Server changes row by row."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Column
from branchline.model.operations.tables import AlterColumnType, SetNotNull
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing


@rule("alter-column-size-of-data", severity=Severity.WARNING)
def alter_column_size_of_data(statement: Statement) -> Iterator[Problem]:
    """ALTER COLUMN looks at every row, or writes it, while nobody reads or writes.

    Another type writes every row; NOT NULL looks at every row. The table is
    locked as a whole for as long.

    ```sql tsql
    -- changeset 0001_orders
    CREATE TABLE orders (id int NOT NULL, total int NOT NULL, name varchar(20));
    -- changeset 0002_wider
    ALTER TABLE orders ALTER COLUMN total bigint NOT NULL; -- finding
    ALTER TABLE orders ALTER COLUMN name varchar(20) NOT NULL; -- finding
    ```

    Add a column of the new type and fill it in batches, or change it beside
    others.

    ```sql tsql
    ALTER TABLE orders ALTER COLUMN total bigint NOT NULL WITH (ONLINE = ON);
    ```

    Does not fire on a table that nobody else can see, where a varchar grows, or
    where the changelog does not tell the old type.

    ```sql tsql
    -- changeset 0001_orders
    CREATE TABLE orders (id int NOT NULL, name varchar(20));
    -- changeset 0002_longer
    ALTER TABLE orders ALTER COLUMN name varchar(40);
    ALTER TABLE imported ALTER COLUMN total bigint;
    ```

    Known elsewhere as: bytebase SCHEMA_BACKWARD_COMPATIBILITY.
    """
    strict = {change.column for change, _ in statement.of(SetNotNull, dialect="tsql")}
    changes = [
        change
        for change, _ in statement.of(AlterColumnType, dialect="tsql")
        if not (change.online or statement.is_private(change.table))
        and _is_dear(_before(statement, change), change, strict=change.column in strict)
    ]
    for table, mine in by_table(changes):
        yield Problem(
            f"every row of {table} is looked at to change {listing([one.column for one in mine])}:"
            " reads and writes wait",
            "put behind it: WITH (ONLINE = ON)",
        )


def _before(statement: Statement, change: AlterColumnType) -> Column | None:
    table = statement.catalog.table(change.table)
    return table.column(change.column) if table is not None else None


def _is_dear(old: Column | None, change: AlterColumnType, *, strict: bool) -> bool:
    if old is None or old.type is None:
        return False
    if strict and not old.not_null:
        return True
    if old.type.name != change.type.name:
        return True
    grows = old.type.name in _VARYING and old.type.arguments <= change.type.arguments
    return not (grows or old.type.arguments == change.type.arguments)


_VARYING = {"varchar", "nvarchar", "varbinary"}
