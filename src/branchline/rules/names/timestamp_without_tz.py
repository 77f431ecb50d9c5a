"""Points in time that do not say where."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of


@rule("timestamp-without-tz", severity=Severity.WARNING)
def timestamp_without_tz(statement: Statement) -> Iterator[Problem]:
    """A column keeps a date and a time without a time zone.

    What it means depends on who wrote it. With the clock change an hour is
    there twice, and with a second server in another zone nothing fits.

    ```sql
    CREATE TABLE orders (placed timestamp, seen timestamp(3)[]); -- finding
    ALTER TABLE orders ALTER COLUMN paid TYPE timestamp without time zone; -- finding
    ```

    Use `timestamptz`: it takes no more room.

    ```sql
    CREATE TABLE orders (placed timestamptz);
    ```

    Does not fire on other servers than PostgreSQL, whose types are others.

    ```sql mysql
    CREATE TABLE orders (placed timestamp);
    ```

    Known elsewhere as: squawk prefer-timestamp-tz, diesel-guard, pgfence.
    """
    if statement.engine.dialect == "postgres":
        for table, found in defined(statement, lambda one: one.type.name == "timestamp"):
            names, has = columns_of(table, found, "has", "have")
            yield Problem(f"{names} {has} no time zone", "use timestamptz")
