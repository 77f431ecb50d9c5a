"""Types for times that end, or that nobody can compare."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of


@rule("time-types", severity=Severity.WARNING)
def time_types(statement: Statement) -> Iterator[Problem]:
    """A column has a type for times that does not do what it seems to.

    MySQL's and MariaDB's TIMESTAMP ends in 2038, and the time zone of the
    session decides what is read. PostgreSQL's `timetz` has an offset without a
    date, so nobody can tell whether summer time is in it. No bundle asks for
    this.

    ```sql mysql
    CREATE TABLE orders (id bigint PRIMARY KEY, placed timestamp); -- finding
    ```

    ```sql
    CREATE TABLE shops (id bigint PRIMARY KEY, opens timetz); -- finding
    ```

    Use DATETIME on MySQL, and `timestamptz` or `time` on PostgreSQL.

    ```sql
    CREATE TABLE shops (id bigint PRIMARY KEY, opens time, founded timestamptz);
    ```

    Does not fire on other types.

    Known elsewhere as: skeema has-time.
    """
    wanted, says, hint = _TYPES.get(statement.engine.dialect, ("", "", ""))
    for table, found in defined(statement, lambda one: one.type.name == wanted and bool(wanted)):
        names, has = columns_of(table, found, "has", "have")
        yield Problem(f"{names} {has} {says}", hint)


_MYSQL = ("timestamp", "a type that ends in 2038", "use DATETIME, in UTC")
_TYPES = {
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "postgres": ("timetz", "an offset without a date", "use timestamptz, or time"),
}
