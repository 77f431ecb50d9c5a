"""Defaults that the INSERTs of running code rely on."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Column
from branchline.model.operations.tables import DropColumn, DropDefault, ModifyColumn, SetDefault
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.columns import Touched, column_before
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb


@rule("drop-default", severity=Severity.WARNING)
def drop_default(statement: Statement) -> Iterator[Problem]:
    """The default of a NOT NULL column is taken away.

    INSERTs of running code that leave the column out fail from this moment on.
    That also goes for a column that was just added with a default for the old
    rows: the code that runs does not know it.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'new');
    -- changeset 0002_defaults
    ALTER TABLE orders ADD COLUMN region text NOT NULL DEFAULT 'eu';
    ALTER TABLE orders ALTER COLUMN state DROP DEFAULT,
      ALTER COLUMN region DROP DEFAULT; -- finding
    ```

    Keep the default until all code writes the column, and drop it in a later
    release.

    Does not fire on a table that nobody else can see, on a column that is
    nullable or not known to the changelog, that gets another default or is
    dropped in the same changeset, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (note text DEFAULT '', kind text NOT NULL DEFAULT '');
    -- changeset 0002_defaults
    ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;
    ALTER TABLE orders ALTER COLUMN kind DROP DEFAULT;
    ALTER TABLE orders ALTER COLUMN kind SET DEFAULT 'web';
    ALTER TABLE imported ALTER COLUMN kind DROP DEFAULT;
    ```

    Known elsewhere as: django-migration-linter NOT_NULL.
    """
    for table, found in by_table(_without(statement)):
        names = [f"{table}.{each.column}" for each in found]
        yield Problem(
            f"{listing(names)} {verb(names, 'loses its default', 'lose their defaults')} and"
            f" {verb(names, 'is', 'are')} NOT NULL: INSERTs that leave"
            f" {verb(names, 'it', 'them')} out fail",
            f"keep the {verb(names, 'default', 'defaults')} until all code writes"
            f" {verb(names, 'the column', 'the columns')}",
        )


def _without(statement: Statement) -> Iterator[Touched]:
    for drop, _ in statement.of(DropDefault, part=Part.UP):
        found = Touched(drop.table, drop.column)
        before = column_before(statement, found)
        if before is not None and _is_needed(before) and not _is_moot(statement, found):
            yield found
    for change, _ in statement.of(ModifyColumn, part=Part.UP):
        found, after = Touched(change.table, change.column.name, change.name), change.column
        before = column_before(statement, found)
        kept = after.default is not None or not after.not_null or after.identity or after.generated
        if before is not None and _is_needed(before) and not (kept or _is_moot(statement, found)):
            yield found


def _is_needed(column: Column) -> bool:
    return column.not_null and column.default is not None and not column.default.null


def _is_moot(statement: Statement, found: Touched) -> bool:
    table, column = found.table, found.column
    return (
        statement.is_private(table)
        or any(drop.column == column for drop in statement.later_on(DropColumn, table))
        or any(set_.column == column for set_ in statement.later_on(SetDefault, table))
    )
