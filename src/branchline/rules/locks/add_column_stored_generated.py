"""Generated columns that are computed for the rows that are already there."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb


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
    found = (add for add, _ in blocking(statement, AddColumn) if add.column.generated == "stored")
    for table, adds in by_table(found):
        names = [add.column.name for add in adds]
        plain = verb(names, "a plain column", "plain columns")
        yield Problem(
            f"every row of {table} is rewritten to hold {listing(names)}: reads and writes wait",
            f"make {verb(names, 'it', 'them')} VIRTUAL"
            if statement.engine.version >= (18,)
            else f"add {listing(names)} as {plain}, keep {verb(names, 'it', 'them')} up to date"
            " with a trigger, and fill old rows in batches",
        )
