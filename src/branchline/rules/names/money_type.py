"""PostgreSQL's type `money`."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.columns_defined import defined
from branchline.rules.names.named import columns_of


@rule("money-type", severity=Severity.WARNING)
def money_type(statement: Statement) -> Iterator[Problem]:
    """A column has the type `money`.

    It knows no currency. How many decimals it has depends on the locale of the
    server, so a dump restored elsewhere holds other amounts.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, total money); -- finding
    ```

    Use `numeric`, with the currency beside it.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(12, 2), currency text);
    ```

    Does not fire on other servers than PostgreSQL.

    Known elsewhere as: pgfence.
    """
    if statement.engine.dialect == "postgres":
        for table, found in defined(statement, lambda one: one.type.name == "money"):
            names, depend = columns_of(table, found, "depends", "depend")
            yield Problem(f"{names} {depend} on the locale of the server", "use numeric")
