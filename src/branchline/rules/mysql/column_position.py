"""Columns at a place of their own."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AddColumn, ModifyColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import seen


@rule("column-position", severity=Severity.WARNING)
def column_position(statement: Statement) -> Iterator[Problem]:
    """FIRST or AFTER makes the server write the table anew.

    At the end a column would be added at once.

    ```sql mysql 8.0.20
    ALTER TABLE orders ADD COLUMN note text AFTER id; -- finding
    ```

    ```sql mysql 8.0
    -- changeset 0001_orders
    CREATE TABLE orders (id int PRIMARY KEY, net int, tax int);
    -- changeset 0002_order
    ALTER TABLE orders MODIFY tax int AFTER id; -- finding
    ```

    Leave the place out: no program should depend on it.

    ```sql mysql 8.0.20
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Does not fire on a table that nobody else can see, on MariaDB, which keeps
    the order apart from the rows, or on a new column from MySQL 8.0.29.

    ```sql mysql 8.0.29
    ALTER TABLE orders ADD COLUMN note text AFTER id;
    ```

    ```sql mariadb
    ALTER TABLE orders ADD COLUMN note text FIRST;
    ```

    Known elsewhere as: bytebase STATEMENT_ADD_COLUMN_WITHOUT_POSITION and
    COLUMN_DISALLOW_CHANGING_ORDER.
    """
    for add, effect in seen(statement, AddColumn):
        if add.position and effect.algorithm == "INPLACE" and not add.column.constraints:
            yield _problem(add, add.column.name)
    for modify, effect in seen(statement, ModifyColumn):
        if modify.position and effect.algorithm == "INPLACE" and effect.rewrites:
            yield _problem(modify, modify.column.name)


def _problem(operation: AddColumn | ModifyColumn, column: str) -> Problem:
    place = operation.position.partition(" ")[0].upper()
    return Problem(
        f"{operation.table} is written anew to put {column} {operation.position}",
        f"leave out {place}: the place of a column means nothing to a program",
    )
