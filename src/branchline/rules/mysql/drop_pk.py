"""Tables that lose the key that they are kept by."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind, Name
from branchline.model.operations.tables import AddColumn, AddConstraint, DropColumn, DropConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import is_mysql, of, seen, ticked


@rule("drop-pk")
def drop_pk(statement: Statement) -> Iterator[Problem]:
    """The primary key is dropped, and none is added in the same statement.

    The table is copied while writes wait, and copied again when the next key
    comes; until then replicas search whole tables for every row.

    ```sql mysql 8.0
    ALTER TABLE orders DROP PRIMARY KEY; -- finding
    ALTER TABLE orders ADD PRIMARY KEY (number);
    ```

    Do both at once.

    ```sql mysql 8.0
    ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (number);
    ```

    Does not fire on a table that nobody else can see.

    ```sql mariadb
    CREATE TABLE carts (id int PRIMARY KEY, number int);
    ALTER TABLE carts DROP PRIMARY KEY;
    ```

    Known elsewhere as: bytebase TABLE_REQUIRE_PK and INDEX_PK_TYPE_LIMIT,
    diesel-guard DropPrimaryKeyCheck.
    """
    if not is_mysql(statement) or _adds_key(statement):
        return
    for table in dict.fromkeys(_keyless(statement)):
        yield Problem(
            f"{table} is left without a primary key: it is copied as a whole, and writes wait",
            "add the next one in the same statement:"
            f" ALTER TABLE {ticked(table)} DROP PRIMARY KEY, ADD PRIMARY KEY (...)",
        )


def _keyless(statement: Statement) -> Iterator[Name]:
    for drop, _ in seen(statement, DropConstraint):
        if drop.kind_of == ConstraintKind.PRIMARY_KEY.value:
            yield drop.table
    for column, _ in seen(statement, DropColumn):
        table = statement.catalog.table(column.table)
        key = table.primary_key() if table is not None else None
        if key is not None and column.column in key.columns:
            yield column.table


def _adds_key(statement: Statement) -> bool:
    added = (add.constraint for add, _ in of(statement, AddConstraint))
    inline = (one for add, _ in of(statement, AddColumn) for one in add.column.constraints)
    return any(one.kind is ConstraintKind.PRIMARY_KEY for one in (*added, *inline))
