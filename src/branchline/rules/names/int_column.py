"""Numbers that end at two thousand million."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import fits


@rule("int-column", severity=Severity.WARNING)
def int_column(statement: Statement, *, columns: tuple[str, ...] = ("*",)) -> Iterator[Problem]:
    """A column has the type `integer`.

    It ends at 2 147 483 647, and to widen it later rewrites the table. With
    `columns` only names that fit are meant: `["id", "*_id"]`. No bundle asks
    for this.

    ```sql
    CREATE TABLE orders (id integer PRIMARY KEY, customer_id int4); -- finding
    ```

    Use `bigint`.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);
    ```

    Does not fire on `smallint`, of which `smallint-column` speaks, or
    on SQLite and Oracle, where it is as wide as any.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, rank smallint);
    ```

    Known elsewhere as: squawk prefer-bigint-over-int, pgfence.
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
        yield Problem(f"{names} {end} at 2 147 483 647", "use bigint")


WIDE = frozenset({"sqlite", "oracle"})
"""The dialects in which every integer is as wide as the widest."""
_TYPES = frozenset({"integer", "int", "serial", "mediumint"})
