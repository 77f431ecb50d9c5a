"""INSERT by position, where the next column moves the values."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.session import Insert
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.spelling import listed, quoted


@rule("insert-without-columns", severity=Severity.WARNING)
def insert_without_columns(statement: Statement) -> Iterator[Problem]:
    """INSERT does not say which columns it fills.

    It fits the table of the day it was written. On an environment whose table has
    one column more, or has them in another order, it fails or fills the wrong ones.

    ```sql
    INSERT INTO states VALUES (1, 'new'); -- finding
    INSERT INTO orders_archive SELECT id, total FROM orders; -- finding
    ```

    List the columns.

    Does not fire on a table that the same changeset created or that is temporary,
    on DEFAULT VALUES, or in a rollback.

    ```sql
    INSERT INTO states (id, name) VALUES (1, 'new');
    CREATE TABLE kinds (id bigint PRIMARY KEY, name text);
    INSERT INTO kinds VALUES (1, 'web');
    INSERT INTO counters DEFAULT VALUES;
    ```

    Known elsewhere as: bytebase STATEMENT_INSERT_MUST_SPECIFY_COLUMN.
    """
    for insert, _ in statement.of(Insert, part=Part.UP):
        by_name = bool(insert.columns) or insert.default_values or insert.copy
        if not by_name and not statement.is_private(insert.table):
            table = statement.catalog.table(insert.table)
            known = table.columns if table and table.complete else ()
            columns = listed(tuple(column.name for column in known)) or "..."
            yield Problem(
                f"fills {insert.table} by the position of its columns, which may be another"
                " elsewhere",
                f"list the columns: INSERT INTO {quoted(insert.table)} ({columns}) ...",
            )
