"""Generated columns that are computed for the rows that are already there."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking


@rule("add-column-stored-generated")
def add_column_stored_generated(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN … GENERATED ALWAYS AS … STORED computes every existing row.

    The table is rewritten, and nobody reads or writes it until that is done.

    ```sql
    ALTER TABLE orders ADD COLUMN gross numeric
      GENERATED ALWAYS AS (net * 1.2) STORED; -- finding
    ```

    Add a plain column, keep it up to date with a trigger, and fill the old rows
    in batches. PostgreSQL 18 has VIRTUAL columns, which cost nothing to add.

    Does not fire on a table that nobody else can see, or on VIRTUAL.

    ```sql
    CREATE TABLE carts (net numeric);
    ALTER TABLE carts ADD COLUMN gross numeric GENERATED ALWAYS AS (net * 1.2) STORED;
    ```

    ```sql postgres 18
    ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (net * 1.2) VIRTUAL;
    ```

    Known elsewhere as: eugene E11, strong_migrations and online_migrations
    add_column_generated_stored, diesel-guard GeneratedColumn.
    """
    for add, _ in blocking(statement, AddColumn):
        if add.column.generated == "stored":
            virtual = statement.engine.version >= (18,)
            yield Problem(
                f"every row of {add.table} is rewritten to hold {add.column.name}:"
                " reads and writes wait",
                "make it VIRTUAL"
                if virtual
                else f"add {add.column.name} as a plain column, keep it up to date with a trigger,"
                " and fill old rows in batches",
            )
