"""Texts whose greatest length is part of their type."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import Defined, defined
from branchline.rules.names.named import columns_of


@rule("varchar-n", severity=Severity.WARNING)
def varchar_n(statement: Statement, *, longest: int = 0) -> Iterator[Problem]:
    """A column has the type `varchar(n)`.

    A CHECK can be changed without touching what depends on the type. With
    `longest` only greater lengths are found. No bundle asks for this.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20)); -- finding
    ```

    Use `text` with a CHECK.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, code text CHECK (length(code) <= 20));
    ```

    Does not fire on other servers than PostgreSQL, where `text` is another
    thing, or on `varchar` without a length.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, code varchar);
    ```

    Known elsewhere as: squawk prefer-text-field, pgfence, bytebase
    COLUMN_MAXIMUM_VARCHAR_LENGTH.
    """
    if statement.engine.dialect == "postgres":
        for table, found in defined(statement, lambda one: _length(one) > longest):
            names, have = columns_of(table, found, "has its", "have their")
            yield Problem(f"{names} {have} greatest length in the type", "use text with a CHECK")


def _length(one: Defined) -> int:
    return max(one.type.arguments, default=0) if one.type.name == "varchar" else 0
