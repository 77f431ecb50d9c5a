"""Columns that Oracle takes out of every row at once."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import DropColumn
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.per_table import by_table


@rule("drop-column-online", severity=Severity.WARNING)
def drop_column_online(statement: Statement) -> Iterator[Problem]:
    """DROP COLUMN writes every row while the table is locked.

    ```sql oracle
    ALTER TABLE orders DROP COLUMN note; -- finding
    ALTER TABLE orders DROP (net, tax); -- finding
    ```

    Hide the columns at once, and take them out when nobody works.

    ```sql oracle
    ALTER TABLE orders SET UNUSED (note);
    ```

    Does not fire on a table that nobody else can see, or in a rollback.

    ```sql oracle
    CREATE TABLE carts (id integer, note varchar2(9));
    ALTER TABLE carts DROP COLUMN note;
    ```

    Known elsewhere as: nothing.
    """
    drops = (drop for drop, _ in statement.of(DropColumn, dialect="oracle", part=Part.UP))
    seen = (drop for drop in drops if not (drop.hidden or statement.is_private(drop.table)))
    for table, mine in by_table(seen):
        columns = ", ".join(drop.column for drop in mine)
        yield Problem(
            f"every row of {table} is written to take out {columns}: reads and writes wait",
            f"ALTER TABLE {table} SET UNUSED ({columns}); DROP UNUSED COLUMNS when nobody works",
        )
