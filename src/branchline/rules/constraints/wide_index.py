"""Indexes with more columns than they use."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateIndex
from branchline.model.statement import Part, Statement
from branchline.rule import rule


@rule("wide-index", severity=Severity.WARNING)
def wide_index(statement: Statement, *, columns: int = 4) -> Iterator[Problem]:
    """An index has more columns than queries narrow their search by.

    It is large, written with every change of any of its columns, and seldom found
    by more than the first few.

    ```sql
    CREATE INDEX orders_all ON orders (a, b, c, d, e); -- finding
    ```

    Keep the columns that narrow the search, and put the others into INCLUDE or
    leave them out. `columns` is the most that may be.

    Does not fire on unique indexes, whose columns are a promise, on columns in
    INCLUDE, or in a rollback.

    ```sql
    CREATE INDEX orders_some ON orders (a, b, c, d) INCLUDE (e);
    CREATE UNIQUE INDEX orders_key ON orders (a, b, c, d, e);
    ```

    Known elsewhere as: strong_migrations and online_migrations add_index_columns,
    diesel-guard WideIndex, bytebase INDEX_KEY_NUMBER_LIMIT.
    """
    for create, _ in statement.of(CreateIndex, part=Part.UP):
        if len(create.keys) > columns and not create.unique:
            name = f"index {create.name}" if create.name else "the index"
            yield Problem(
                f"{name} on {create.table} has {len(create.keys)} columns, more than {columns}",
                "keep the columns that narrow the search, and put the others into INCLUDE",
            )
