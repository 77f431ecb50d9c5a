"""Columns that running code looks for under their old name."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddColumn, RenameColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("rename-column")
def rename_column(statement: Statement) -> Iterator[Problem]:
    """A column is renamed while running code uses its name.

    Between this migration and the last restart of the application, every query
    that says the old name fails.

    ```sql
    ALTER TABLE orders RENAME COLUMN total TO amount; -- finding
    ```

    Add the new column, write both, fill the old rows, read the new one, and
    drop the old one in a later release. Or put a view with the old names in the
    table's place.

    Does not fire on a table or a column that nobody else can see, when the same
    changeset adds a column of the old name again or puts a view in the table's
    place, or in a rollback.

    ```sql
    ALTER TABLE orders RENAME COLUMN total TO amount;
    ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (amount) STORED;
    ```

    ```sql
    ALTER TABLE orders RENAME TO purchases;
    ALTER TABLE purchases RENAME COLUMN total TO amount;
    CREATE VIEW orders AS SELECT id, amount AS total FROM purchases;
    ```

    ```sql
    ALTER TABLE orders ADD COLUMN note text;
    ALTER TABLE orders RENAME COLUMN note TO remark;
    ```

    Known elsewhere as: squawk renaming-column, atlas BC102, strong_migrations
    and online_migrations rename_column, django-migration-linter RENAME_COLUMN,
    pgfence rename-column, oneport OPM030.
    """
    dialect = statement.engine.dialect
    for rename, _ in statement.of(RenameColumn, part=Part.UP):
        if rename.column != rename.new_name and not _stays(statement, rename):
            table, added = rename.table, quoted(rename.new_name, dialect)
            yield Problem(
                f"renames column {table}.{rename.column} to {rename.new_name}:"
                f" queries that say {rename.column} fail",
                f"add {rename.new_name} beside it, write both, and drop the old one in a later"
                f" release: ALTER TABLE {quoted(table, dialect)} ADD COLUMN {added} ...",
            )


def _stays(statement: Statement, rename: RenameColumn) -> bool:
    """Whether nobody can miss the old name."""
    return (
        statement.is_private(rename.table)
        or statement.is_new_column(rename.table, rename.column)
        or statement.has_stand_in(rename.table)
        or any(
            add.column.name == rename.column for add in statement.later_on(AddColumn, rename.table)
        )
    )
