"""New columns where somebody reads or writes all of them by position."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing, verb


@rule("add-column-shape", severity=Severity.INFO)
def add_column_shape(statement: Statement) -> Iterator[Problem]:
    """A column is added to a table that views read with `SELECT *`, or between others.

    Most servers wrote the columns into the view when it was made: it goes on
    without the new one, and changes when somebody makes it again. A column that is
    put FIRST or AFTER another moves those behind it, for every INSERT without a
    list of columns.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE VIEW all_orders AS SELECT * FROM orders;
    -- changeset 0002_note
    ALTER TABLE orders ADD COLUMN note text; -- finding
    ```

    ```sql mariadb
    ALTER TABLE orders ADD COLUMN note text AFTER id; -- finding
    ```

    List the columns in views and INSERTs, and add new ones at the end.

    Does not fire on a table that nobody else can see, where no view is known to
    read all columns, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE VIEW order_ids AS SELECT id FROM orders;
    -- changeset 0002_note
    ALTER TABLE orders ADD COLUMN note text;
    ```

    Known elsewhere as: squawk ban-add-column.
    """
    for add, _ in statement.of(AddColumn, part=Part.UP):
        if statement.is_private(add.table):
            continue
        column = f"{add.table}.{add.column.name}"
        views = _star_readers(statement, add)
        if views:
            yield Problem(
                f"{listing(views)} {verb(views, 'was', 'were')} made with SELECT *: {column}"
                f" is not in {verb(views, 'it', 'them')} until somebody makes"
                f" {verb(views, 'it', 'them')} again",
                "list the columns of the view, and make it again in this changeset if it needs"
                " the new one",
            )
        if add.position:
            yield Problem(
                f"{column} stands before other columns: an INSERT without a list of columns"
                " writes its values into the wrong ones",
                "add it at the end: leave FIRST or AFTER out",
            )


def _star_readers(statement: Statement, add: AddColumn) -> list[str]:
    catalog = statement.catalog
    readers = catalog.readers_of(statement.name(add.table))
    return [name for name in readers if name in catalog.views and catalog.views[name].star]
