"""Tables that running code looks for under their old name."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.objects import CreateObject
from branchline.model.operations.tables import RenameTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("rename-table")
def rename_table(statement: Statement) -> Iterator[Problem]:
    """A table is renamed while running code uses its name.

    Between this migration and the last restart of the application, every query
    that says the old name fails.

    ```sql
    ALTER TABLE orders RENAME TO purchases; -- finding
    ```

    Leave a view behind in the same changeset; an updatable one serves writes
    too. Drop it in a later release.

    Does not fire on a table that nobody else can see, when the same changeset
    gives the old name to a view, a synonym or another table that takes its
    place, or in a rollback.

    ```sql
    ALTER TABLE orders RENAME TO purchases;
    CREATE VIEW orders AS SELECT * FROM purchases;
    ```

    ```sql
    CREATE TABLE orders_new (id bigint PRIMARY KEY);
    INSERT INTO orders_new SELECT id FROM orders;
    ALTER TABLE orders RENAME TO orders_old;
    ALTER TABLE orders_new RENAME TO orders;
    ```

    ```sql mariadb
    CREATE TABLE orders_new (id bigint PRIMARY KEY);
    INSERT INTO orders_new SELECT id FROM orders;
    RENAME TABLE orders TO orders_old, orders_new TO orders;
    ```

    Known elsewhere as: squawk renaming-table, atlas BC101, strong_migrations
    and online_migrations rename_table, django-migration-linter RENAME_TABLE,
    pgfence rename-table, oneport OPM031.
    """
    dialect = statement.engine.dialect
    for rename, _ in statement.of(RenameTable, part=Part.UP):
        old, new = rename.table, rename.new_name
        if not statement.is_private(old) and old.name != new.name and not _stays(statement, rename):
            yield Problem(
                f"renames table {old} to {new.name}: queries that say {old} fail",
                f"leave a view behind in the same changeset: CREATE VIEW {quoted(old, dialect)}"
                f" AS SELECT * FROM {quoted(new, dialect)}",
            )


def _stays(statement: Statement, rename: RenameTable) -> bool:
    """Whether the old name answers again when the unit is through."""
    key = statement.name(rename.table)
    return (
        statement.has_stand_in(rename.table)
        or statement.rebuilds(rename.table)
        or any(object_.what == "synonym" for object_ in _made_later(statement, rename))
        or any(
            statement.name(other.new_name) == key
            for other in statement.later_on(RenameTable, rename.table)
        )
    )


def _made_later(statement: Statement, rename: RenameTable) -> Iterator[CreateObject]:
    return statement.later_on(CreateObject, rename.table)
