"""Defaults that differ from row to row, so that every row has to be written.

`now()` is not one of them: it is the same for the whole statement, and
PostgreSQL 11 and later keep such a default beside the table.
"""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("add-column-volatile-default")
def add_column_volatile_default(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN with a default that is computed anew for every row.

    The table is rewritten, and nobody reads or writes it until that is done.
    Before PostgreSQL 11, any default does this.

    ```sql
    ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid(); -- finding
    ALTER TABLE orders ADD COLUMN seen timestamptz DEFAULT clock_timestamp(); -- finding
    ```

    ```sql postgres 10
    ALTER TABLE orders ADD COLUMN state text DEFAULT 'open'; -- finding
    ```

    Add the column without a default, then set the default for new rows, then
    fill the old ones in batches.

    ```sql
    ALTER TABLE orders ADD COLUMN token uuid;
    ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();
    ```

    Does not fire on a table that nobody else can see, or on a default that is
    the same for all rows: a constant, `now()`, a function that the changelog
    declared STABLE or IMMUTABLE.

    ```sql
    ALTER TABLE orders ADD COLUMN state text DEFAULT 'open';
    ALTER TABLE orders ADD COLUMN created timestamptz DEFAULT now();
    CREATE FUNCTION region() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'eu' $$;
    ALTER TABLE orders ADD COLUMN region text DEFAULT region();
    ```

    Known elsewhere as: squawk adding-field-with-default, atlas PG302, bytebase
    COLUMN_DEFAULT_DISALLOW_VOLATILE, strong_migrations and online_migrations
    add_column_default, locksafe add-column-volatile-default.
    """
    for add, effect in statement.of(AddColumn, dialect="postgres"):
        column = add.column
        default = column.default
        if default is None or default.null or column.generated or statement.is_private(add.table):
            continue
        if not effect.unknown and not (effect.rewrites and _differs(statement, add)):
            continue
        doubt = f"unless {effect.unknown}, " if effect.unknown else ""
        yield Problem(
            f"{doubt}every row of {add.table} is rewritten to hold {default.text}:"
            " reads and writes wait",
            f"add {column.name} without a default, then ALTER TABLE {quoted(add.table)}"
            f" ALTER COLUMN {quoted(column.name)} SET DEFAULT {default.text},"
            " then fill old rows in batches",
        )


def _differs(statement: Statement, add: AddColumn) -> bool:
    """Whether it is the default that makes the server write every row."""
    first = (11,)
    old = (statement.engine.version or first) < first
    return old or (add.column.default is not None and not add.column.default.constant)
