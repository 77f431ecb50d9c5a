"""NULL where running code has never met one."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import DropColumn, DropNotNull, ModifyColumn, SetNotNull
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.breaking.columns import Touched, column_before
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb


@rule("drop-not-null", severity=Severity.WARNING)
def drop_not_null(statement: Statement) -> Iterator[Problem]:
    """A column may be NULL from now on, and running code does not expect it.

    As soon as one writer leaves it out, readers that never met a NULL there fail,
    and comparisons and sums leave the row out.

    ```sql
    ALTER TABLE orders ALTER COLUMN total DROP NOT NULL,
      ALTER COLUMN tax DROP NOT NULL; -- finding
    ```

    ```sql mariadb
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total bigint NOT NULL);
    -- changeset 0002_null
    ALTER TABLE orders MODIFY total bigint; -- finding
    ```

    Release readers that cope with NULL first.

    Does not fire on a table or column that nobody else can see, on a column that
    is dropped or set NOT NULL again in the same changeset or was nullable before,
    or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric NOT NULL);
    -- changeset 0002_null
    ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;
    ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;
    ALTER TABLE orders DROP COLUMN total;
    ```

    Known elsewhere as: squawk ban-drop-not-null, pgfence drop-not-null.
    """
    for table, found in by_table(_relaxed(statement)):
        names = [f"{table}.{each.column}" for each in found]
        yield Problem(
            f"{listing(names)} may be NULL from now on: readers that never met one fail",
            f"release code first that reads NULL there, and writes none before"
            f" {verb(names, 'it is', 'they are')} needed",
        )


def _relaxed(statement: Statement) -> Iterator[Touched]:
    changes = [
        *(Touched(drop.table, drop.column) for drop, _ in statement.of(DropNotNull, part=Part.UP)),
        *(
            Touched(change.table, change.column.name, change.name)
            for change, _ in statement.of(ModifyColumn, part=Part.UP)
            if not change.column.not_null and _was_not_null(statement, change)
        ),
    ]
    for found in changes:
        before = column_before(statement, found)
        if (before is None or before.not_null) and not _is_moot(statement, found):
            yield found


def _was_not_null(statement: Statement, change: ModifyColumn) -> bool:
    """Whether it is known to have been; a column of the primary key stays so."""
    before = column_before(statement, Touched(change.table, change.column.name, change.name))
    table = statement.catalog.table(change.table)
    key = table.primary_key() if table else None
    in_key = key is not None and change.name in key.columns
    return before is not None and before.not_null and not in_key


def _is_moot(statement: Statement, found: Touched) -> bool:
    return (
        found.is_new(statement)
        or any(drop.column == found.column for drop in statement.later_on(DropColumn, found.table))
        or any(set_.column == found.column for set_ in statement.later_on(SetNotNull, found.table))
    )
