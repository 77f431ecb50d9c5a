"""NOT NULL columns that everybody has to fill."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.breaking.required_column import is_required
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import fits


@rule("default-required", severity=Severity.WARNING)
def default_required(
    statement: Statement, *, columns: tuple[str, ...] = ("*",)
) -> Iterator[Problem]:
    """A NOT NULL column has no default.

    With `columns` only names that fit are meant. No bundle asks for this; on a
    table that is there already `required-column` does.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL); -- finding
    ```

    Give it one.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL DEFAULT 0);
    ```

    Does not fire on keys, identity and generated columns.

    Known elsewhere as: bytebase COLUMN_REQUIRE_DEFAULT and
    COLUMN_SET_DEFAULT_FOR_NOT_NULL.
    """
    for table, found in defined(
        statement,
        lambda one: (
            one.column is not None
            and not one.key
            and is_required(one.column)
            and fits(one.name, columns)
        ),
    ):
        names, have = columns_of(table, found, "has", "have")
        yield Problem(f"{names} {have} no default", "give it one: DEFAULT ...")
