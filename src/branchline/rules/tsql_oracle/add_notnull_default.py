"""Defaults that SQL Server writes into every row."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("add-notnull-default", severity=Severity.WARNING)
def add_notnull_default(statement: Statement, *, online_edition: bool = True) -> Iterator[Problem]:
    """A NOT NULL column is added with a default that differs from row to row.

    Every row is written while the table is locked. A default that is the same
    for all rows is only noted, in the editions that can.

    ```sql tsql
    ALTER TABLE orders ADD token uniqueidentifier NOT NULL DEFAULT newid(); -- finding
    ```

    Add the column nullable, fill it in batches, and make it NOT NULL then.

    ```sql tsql
    ALTER TABLE orders ADD token uniqueidentifier NULL;
    ALTER TABLE orders ADD region varchar(9) NOT NULL DEFAULT 'eu';
    ALTER TABLE orders ADD made datetime2 NOT NULL DEFAULT getdate();
    ```

    Does not fire on a table that nobody else can see. With
    `online_edition = false` it fires on every such default.

    ```sql tsql
    CREATE TABLE carts (id int);
    ALTER TABLE carts ADD token uniqueidentifier NOT NULL DEFAULT newid();
    ```

    Known elsewhere as: nothing.
    """
    for add, _ in statement.of(AddColumn, dialect="tsql"):
        default = add.column.default
        if default is None or not add.column.not_null or statement.is_private(add.table):
            continue
        if not online_edition or not _PER_ROW.isdisjoint(default.functions):
            yield Problem(
                f"{default.text} is written into every row of {add.table}: reads and writes wait",
                f"add {add.column.name} NULL, fill it in batches, then make it NOT NULL",
            )


_PER_ROW = {"newid", "newsequentialid", "rand", "crypt_gen_random", "next"}
