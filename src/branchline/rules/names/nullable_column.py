"""Columns that may be empty where a team wants none."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import Defined, defined
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import fits


@rule("nullable-column", severity=Severity.WARNING)
def nullable_column(
    statement: Statement, *, columns: tuple[str, ...] = ("*",)
) -> Iterator[Problem]:
    """A new column may be null.

    With `columns` only names that fit are meant. No bundle asks for this.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric); -- finding
    ```

    Say NOT NULL.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
    ```

    Does not fire on keys, identity and generated columns, or when only the type
    of a column changes.

    ```sql
    CREATE TABLE orders (id bigint, no bigint GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (id));
    ALTER TABLE orders ALTER COLUMN no TYPE integer;
    ```

    Known elsewhere as: bytebase COLUMN_NO_NULL, skeema nullable,
    liquibase-linter create-column-nullable-constraint.
    """
    for table, found in defined(
        statement, lambda one: _is_nullable(one) and fits(one.name, columns)
    ):
        names, may = columns_of(table, found, "may", "may")
        yield Problem(f"{names} {may} be null", "say NOT NULL")


def _is_nullable(one: Defined) -> bool:
    column = one.column
    if column is None or one.key:
        return False
    return not (column.not_null or column.identity or column.generated or column.serial)
