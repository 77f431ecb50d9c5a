"""Numbers that a sequence beside the table gives."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of


@rule("serial-type", severity=Severity.WARNING)
def serial_type(statement: Statement) -> Iterator[Problem]:
    """A column has the type `serial`.

    It is a sequence with privileges of its own, which CREATE TABLE LIKE shares
    and which anybody may overwrite with a value of theirs.

    ```sql
    CREATE TABLE orders (id bigserial PRIMARY KEY); -- finding
    ```

    Use an identity column.

    ```sql
    CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
    ```

    Does not fire before PostgreSQL 10, which has no identity columns.

    ```sql postgres 9.6
    CREATE TABLE orders (id bigserial PRIMARY KEY);
    ```

    Known elsewhere as: squawk prefer-identity, diesel-guard CreateTableSerial,
    pgfence.
    """
    version = statement.engine.version
    if statement.engine.dialect == "postgres" and not () < version < (10,):
        for table, found in defined(statement, lambda one: bool(one.column and one.column.serial)):
            names, take = columns_of(table, found, "takes its number", "take their numbers")
            yield Problem(
                f"{names} {take} from a sequence beside the table",
                "use GENERATED ALWAYS AS IDENTITY",
            )
