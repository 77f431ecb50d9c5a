"""Values that only a change of the schema can add to."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations.objects import CreateType
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of


@rule("enum-type", severity=Severity.WARNING)
def enum_type(statement: Statement) -> Iterator[Problem]:
    """An enum is made.

    A value can be added to it and never taken away, and each new one is a
    change of the schema. No bundle asks for this.

    ```sql
    CREATE TYPE status AS ENUM ('open', 'paid'); -- finding
    ```

    ```sql mysql
    CREATE TABLE orders (id bigint PRIMARY KEY, status enum('open', 'paid')); -- finding
    ```

    Use a table of values with a foreign key, or `text` with a CHECK.

    ```sql
    CREATE TABLE states (name text PRIMARY KEY);
    CREATE TYPE span AS (first date, last date);
    ```

    Does not fire on a column that has an enum of its own type, which was made
    once.

    ```sql
    ALTER TABLE orders ADD COLUMN status status;
    ```

    Known elsewhere as: eugene W13, skeema has-enum.
    """
    for create, _ in statement.of(CreateType):
        if create.form == "enum":
            yield Problem(
                f"{create.type} is an enum: a value of it can never be taken away",
                "use a table of values with a foreign key, or text with a CHECK",
            )
    for table, found in defined(statement, lambda one: one.type.name in {"enum", "set"}):
        names, are = columns_of(table, found, "is an enum", "are enums")
        yield Problem(f"{names} {are}: each new value is a change of the table")
