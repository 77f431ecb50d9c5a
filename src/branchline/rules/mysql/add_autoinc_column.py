"""New columns that count."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import online, seen


@rule("add-autoinc-column")
def add_autoinc_column(statement: Statement) -> Iterator[Problem]:
    """An AUTO_INCREMENT column is added: every row gets its number while writes wait.

    Replicas that follow statements may number the rows in another order.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN id bigint AUTO_INCREMENT PRIMARY KEY FIRST; -- finding
    ```

    Copy with a tool that lets others write.

    Does not fire on a table that nobody else can see.

    ```sql mysql 8.0
    CREATE TABLE carts (name varchar(20));
    ALTER TABLE carts ADD COLUMN id bigint AUTO_INCREMENT PRIMARY KEY;
    ALTER TABLE orders ADD COLUMN number bigint;
    ```

    Known elsewhere as: strong_migrations add_column_auto_incrementing.
    """
    for add, _ in seen(statement, AddColumn):
        if add.column.identity:
            yield Problem(
                f"every row of {add.table} gets a number in {add.column.name}: writes wait",
                online(add.table),
            )
