"""Rules of one house.

A rule is enabled by a policy, not by being installed.
"""

from collections.abc import Iterator

from branchline import Problem, Rule, Severity, hookimpl, rule
from branchline.model.operations.tables import CreateTable
from branchline.model.statement import Statement


@rule("table-without-owner", severity=Severity.WARNING)
def table_without_owner(statement: Statement, *, column: str = "owner") -> Iterator[Problem]:
    """A new table does not say whose rows it holds.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    ```

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY, owner bigint NOT NULL);
    CREATE TEMPORARY TABLE seen (id bigint);
    ```
    """
    for create, _ in statement.of(CreateTable):
        names = {found.name for found in create.columns}
        if not create.temporary and column not in names:
            yield Problem(f"{create.table} has no column {column}", f"add a column {column}")


@hookimpl
def branchline_rules() -> tuple[Rule, ...]:
    """Make them available."""
    return (table_without_owner,)
