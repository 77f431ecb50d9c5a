"""Texts that the server fills up with spaces."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of
from branchline.rules.patterns import fits


@rule("char-type", severity=Severity.WARNING)
def char_type(statement: Statement, *, codes: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A column has the type `char(n)`.

    Shorter values are filled up with spaces, which some comparisons see and
    others do not. It is no faster than `text`.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, country char(2), tags char(8)[]); -- finding
    ```

    Use `text`, with a CHECK where the length matters.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, country text CHECK (length(country) = 2));
    ```

    Does not fire on PostgreSQL's one-byte type, which has quotes, on other
    servers, or on columns whose name fits one of `codes`: `["*_code"]`.

    ```sql
    CREATE TABLE flags (kind "char");
    ```

    Known elsewhere as: squawk ban-char-field, diesel-guard, pgfence, bytebase
    COLUMN_MAXIMUM_CHARACTER_LENGTH.
    """
    if statement.engine.dialect == "postgres":
        for table, found in defined(
            statement, lambda one: one.type.name == "char" and not fits(one.name, codes)
        ):
            names, are = columns_of(table, found, "is", "are")
            yield Problem(f"{names} {are} filled up with spaces to a fixed length", "use text")
