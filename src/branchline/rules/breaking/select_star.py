"""SELECT * where its columns are kept."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateView
from branchline.model.operations.session import Insert
from branchline.model.operations.tables import CreateTable, RenameTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("select-star", severity=Severity.INFO)
def select_star(statement: Statement) -> Iterator[Problem]:
    """SELECT * decides the columns of a view or a table, or what an INSERT fills.

    Which columns these are is decided when the statement runs: on an environment
    whose tables differ, the result differs, or the INSERT fails.

    ```sql
    CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open'; -- finding
    CREATE TABLE orders_copy AS SELECT * FROM orders; -- finding
    INSERT INTO orders_archive SELECT * FROM orders; -- finding
    ```

    List the columns.

    Does not fire on `count(*)` or a `*` inside a subquery, on a temporary table,
    on a view that stands in for a table renamed in the same changeset, or in a
    rollback.

    ```sql
    CREATE VIEW sums AS SELECT count(*) AS n FROM orders WHERE EXISTS (SELECT * FROM carts);
    CREATE TEMPORARY TABLE seen AS SELECT * FROM orders;
    ALTER TABLE orders RENAME TO purchases;
    CREATE VIEW orders AS SELECT * FROM purchases;
    ```

    Known elsewhere as: bytebase STATEMENT_SELECT_NO_SELECT_ALL, Liquibase
    SqlSelectStarWarn.
    """
    for what in _starred(statement):
        yield Problem(
            f"SELECT * decides {what}: it differs where the tables differ", "list the columns"
        )


def _starred(statement: Statement) -> Iterator[str]:
    for view, _ in statement.of(CreateView, part=Part.UP):
        stands_in = any(statement.earlier_on(RenameTable, view.view))
        if view.star and not view.temporary and not stands_in:
            yield f"the columns of view {view.view}"
    for table, _ in statement.of(CreateTable, part=Part.UP):
        if table.from_query and table.star and not table.temporary:
            yield f"the columns of table {table.table}"
    for insert, _ in statement.of(Insert, part=Part.UP):
        temporary = statement.name(insert.table) in statement.situation.temporary
        if insert.from_query and insert.star and not temporary:
            yield f"what is written to {insert.table}"
