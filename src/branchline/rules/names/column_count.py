"""Tables with more columns than anybody keeps in mind."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name
from branchline.model.operations.tables import AddColumn, CreateTable
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("column-count", severity=Severity.WARNING)
def column_count(statement: Statement, *, most: int = 20) -> Iterator[Problem]:
    """A table has more columns than a policy allows.

    No bundle asks for this.

    ```sql
    CREATE TABLE orders (
      a text, b text, c text, d text, e text, f text, g text, h text, i text, j text, k text,
      l text, m text, n text, o text, p text, q text, r text, s text, t text, u text); -- finding
    ```

    Divide it.

    ```sql
    CREATE TABLE orders (id bigint PRIMARY KEY);
    ```

    Does not fire on temporary tables.

    Known elsewhere as: Flyway RG02, Liquibase TableColumnLimit.
    """
    for table, count in _counts(statement).items():
        if count > most:
            yield Problem(f"{table} has {count} columns, more than the {most} allowed", "divide it")


def _counts(statement: Statement) -> dict[Name, int]:
    """Return how many columns each table has after the statement."""
    counts: dict[Name, int] = {}
    for create, _ in statement.of(CreateTable):
        counts[create.table] = 0 if create.temporary else len(create.columns)
    for add, _ in statement.of(AddColumn):
        known = statement.catalog.table(add.table)
        before = len(known.columns) if known else 0
        counts[add.table] = counts.get(add.table, before) + 1
    return counts
