"""Columns that are dropped with what they hold."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import DropColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing


@rule("drop-column")
def drop_column(statement: Statement) -> Iterator[Problem]:
    """A column is dropped, and its values with it.

    The values are gone, and an application that still runs the old code fails
    on every query that names the column, or reads all columns into a type that
    expects it.

    ```sql
    ALTER TABLE orders DROP COLUMN note; -- finding
    ```

    Let the code stop using it, ship that, and drop the column in a later
    release with an allowance that says so.

    Does not fire on a column that the same changeset added, on a table that
    nobody else can see, on a virtual generated column (it holds nothing), on a
    table that the same changeset copies and replaces, or in a rollback.

    ```sql
    ALTER TABLE orders ADD COLUMN scratch integer;
    ALTER TABLE orders DROP COLUMN scratch;
    ```

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY);
    -- changeset 0002_note
    ALTER TABLE orders ADD COLUMN note text;
    -- rollback
    ALTER TABLE orders DROP COLUMN note;
    ```

    Known elsewhere as: squawk ban-drop-column, atlas DS103, bytebase
    COLUMN_DISALLOW_DROP, strong_migrations and online_migrations remove_column,
    django-migration-linter DROP_COLUMN, oneport OPM001, Flyway RG14, Liquibase
    ChangeDropColumnWarn.
    """
    found = statement.of(DropColumn, part=Part.UP)
    for table, drops in by_table(drop for drop, _ in found if not _takes_nothing(statement, drop)):
        columns = [drop.column for drop in drops]
        one = len(columns) == 1
        named = f"column {table}.{columns[0]}" if one else f"columns {listing(columns)} of {table}"
        its, it = ("its", "it") if one else ("their", "them")
        yield Problem(
            f"drops {named} with all {its} values",
            f"release code that does not use {it}, and drop {it} in a later release",
        )


def _takes_nothing(statement: Statement, drop: DropColumn) -> bool:
    table = statement.catalog.table(drop.table)
    column = table.column(drop.column) if table else None
    return (
        statement.is_own(drop.table)
        or statement.is_new_column(drop.table, drop.column)
        or (column is not None and column.generated == "virtual")
        or statement.rebuilds(drop.table)
    )
