"""NOT NULL without a default where the changeset has just put rows."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.breaking.required_column import is_required
from branchline.rules.spelling import quoted


@rule("add-notnull-nonempty")
def add_notnull_nonempty(statement: Statement) -> Iterator[Problem]:
    """A column is added NOT NULL without a default to a table that holds rows.

    The server has no value for the rows that are there, and refuses (SQLSTATE
    23502).

    ```sql
    CREATE TABLE states (name text PRIMARY KEY);
    INSERT INTO states VALUES ('open');
    ALTER TABLE states ADD COLUMN rank integer NOT NULL; -- finding
    ```

    Put the column into CREATE TABLE, or give it a default.

    ```sql
    CREATE TABLE states (name text PRIMARY KEY);
    INSERT INTO states VALUES ('open');
    ALTER TABLE states ADD COLUMN rank integer NOT NULL DEFAULT 0;
    ```

    Does not fire on a table that is still empty, or on one that others can see:
    there `required-column` says it.

    ```sql
    CREATE TABLE states (name text PRIMARY KEY);
    ALTER TABLE states ADD COLUMN rank integer NOT NULL;
    ```

    Known elsewhere as: atlas MF103.
    """
    for add, _ in statement.of(AddColumn):
        table = statement.catalog.table(add.table)
        if table and table.rows and statement.is_private(add.table) and is_required(add.column):
            yield Problem(
                f"adds {add.table}.{add.column.name} NOT NULL without a default,"
                f" and {add.table} has rows by now: this fails",
                f"ALTER TABLE {quoted(add.table)} ADD COLUMN {quoted(add.column.name)}"
                f" {add.column.type} NOT NULL DEFAULT ...",
            )
