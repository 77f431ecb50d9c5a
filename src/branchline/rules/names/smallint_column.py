"""Numbers that end at thirty-two thousand."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.int_column import WIDE
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import fits


@rule("smallint-column", severity=Severity.WARNING)
def smallint_column(
    statement: Statement, *, columns: tuple[str, ...] = ("*",)
) -> Iterator[Problem]:
    """A column has the type `smallint`.

    It ends at 32 767, and beside a wider column it often saves nothing: rows
    are aligned. With `columns` only names that fit are meant. No bundle asks
    for this.

    ```sql
    CREATE TABLE orders (id smallserial PRIMARY KEY, items int2); -- finding
    ```

    Use `bigint`.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, items bigint);
    ```

    Does not fire on `integer`, of which `int-column` speaks, or
    on SQLite and Oracle, where it is as wide as any.

    ```sql
    CREATE TABLE orders (id integer PRIMARY KEY);
    ```

    Known elsewhere as: squawk prefer-bigint-over-smallint, pgfence.
    """
    for table, found in defined(
        statement,
        lambda one: (
            statement.engine.dialect not in WIDE
            and one.type.name in _TYPES
            and fits(one.name, columns)
        ),
    ):
        names, end = columns_of(table, found, "ends", "end")
        yield Problem(f"{names} {end} at 32 767 or before", "use bigint")


_TYPES = frozenset({"smallint", "smallserial", "tinyint"})
