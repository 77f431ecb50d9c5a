"""Generated columns that are stored."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.mysql.servers import copied, ticked


@rule("add-stored-generated")
def add_stored_generated(statement: Statement) -> Iterator[Problem]:
    """A STORED generated column is added: the table is copied while writes wait.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN gross int AS (net + tax) STORED; -- finding
    ```

    A VIRTUAL column is added at once, and can have an index.

    ```sql mysql 8.0
    ALTER TABLE orders ADD COLUMN gross int AS (net + tax) VIRTUAL;
    ```

    Does not fire on a table that nobody else can see. `add-column-stored-generated`
    says the same of PostgreSQL.

    ```sql mariadb 10.11
    CREATE TABLE carts (net int);
    ALTER TABLE carts ADD COLUMN gross int AS (net + 1) PERSISTENT;
    ```

    Known elsewhere as: strong_migrations add_column_generated_stored.
    """
    for add in copied(statement, AddColumn):
        column = add.column
        if column.generated == "stored" and column.expression is not None:
            yield Problem(
                f"{add.table} is copied as a whole to store {column.name} in every row:"
                " writes wait",
                f"ALTER TABLE {ticked(add.table)} ADD COLUMN {ticked(column.name)} {column.type}"
                f" AS ({column.expression.text}) VIRTUAL",
            )
