"""Columns that every table of a team has."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AddColumn, CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing


@rule("required-columns", severity=Severity.WARNING)
def required_columns(
    statement: Statement, *, columns: tuple[str, ...] = ("created_at", "updated_at")
) -> Iterator[Problem]:
    """A new table lacks a column that the policy wants in every table.

    No bundle asks for this.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    ```

    Add it.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, created_at timestamptz, updated_at timestamptz);
    ```

    Does not fire on temporary tables, on partitions, on tables made after
    others or from a query, or when the same changeset adds the column.

    ```sql
    CREATE TEMPORARY TABLE seen (id bigint);
    CREATE TABLE archive (LIKE orders);
    CREATE TABLE carts (id bigint PRIMARY KEY, created_at timestamptz);
    ALTER TABLE carts ADD COLUMN updated_at timestamptz;
    ```

    Known elsewhere as: bytebase COLUMN_REQUIRED.
    """
    for create, _ in statement.of(CreateTable):
        added = {add.column.name for add in statement.later_on(AddColumn, create.table)}
        has = added.union(column.name for column in create.columns)
        missing = [name for name in columns if name not in has]
        if missing and _is_whole(create):
            yield Problem(f"table {create.table} has no {listing(missing)}", "add it")


def _is_whole(create: CreateTable) -> bool:
    """Whether its columns all stand in the statement."""
    models = create.like or create.parents or create.partition_of or create.from_query
    return not (models or create.temporary or "of" in dict(create.options))
