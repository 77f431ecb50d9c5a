"""Columns that are dropped with what they hold, or left behind when their table is rebuilt."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import Name
from branchline.model.operations.tables import DropColumn, DropTable
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

    A table that is copied and replaced loses the columns that its successor
    does not have. It is a warning when that one has new columns: one of them
    may be the same under a new name.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);
    -- changeset 0002_smaller
    CREATE TABLE orders_new (id bigint PRIMARY KEY, total numeric);
    INSERT INTO orders_new SELECT id, total FROM orders;
    DROP TABLE orders; -- finding
    ALTER TABLE orders_new RENAME TO orders;
    ```

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
        yield _lost(table, [drop.column for drop in drops])
    for rebuilt, _ in statement.of(DropTable, part=Part.UP):
        yield from _left_behind(statement, rebuilt.table)


def _left_behind(statement: Statement, table: Name) -> Iterator[Problem]:
    known, new = statement.catalog.table(table), statement.replacement(table)
    if known is None or new is None or new.from_query or new.like:
        return
    there = {column.name for column in new.columns}
    had = {column.name for column in known.columns}
    lost = [one.name for one in known.columns if one.name not in there and not one.generated]
    if lost and not statement.is_own(table) and statement.rebuilds(table):
        yield _lost(table, lost, doubtful=not (known.complete and there <= had))


def _lost(table: Name, columns: list[str], *, doubtful: bool = False) -> Problem:
    one = len(columns) == 1
    named = f"column {table}.{columns[0]}" if one else f"columns {listing(columns)} of {table}"
    its, it = ("its", "it") if one else ("their", "them")
    return Problem(
        f"drops {named} with all {its} values",
        f"release code that does not use {it}, and drop {it} in a later release",
        doubtful=doubtful,
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
