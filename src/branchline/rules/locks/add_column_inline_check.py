"""New columns that bring a CHECK along."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Column, Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddColumn
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("add-column-inline-check", severity=Severity.WARNING)
def add_column_inline_check(statement: Statement) -> Iterator[Problem]:
    """ADD COLUMN … CHECK reads the whole table while nobody else can.

    The server looks at every row, though the column is new.

    ```sql
    ALTER TABLE orders ADD COLUMN weight integer CHECK (weight > 0); -- finding
    ```

    Add the column, and its CHECK as a constraint that is NOT VALID. Validate it
    in a changeset of its own.

    ```sql
    -- changeset 0002_weight
    ALTER TABLE orders ADD COLUMN weight integer;
    ALTER TABLE orders ADD CONSTRAINT orders_weight_check CHECK (weight > 0) NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE orders VALIDATE CONSTRAINT orders_weight_check;
    ```

    Does not fire on a table that nobody else can see.

    ```sql
    CREATE TABLE parcels (id bigint);
    ALTER TABLE parcels ADD COLUMN weight integer CHECK (weight > 0);
    ```

    Known elsewhere as: eugene E1.
    """
    for table, adds in by_table(add for add, _ in blocking(statement, AddColumn)):
        checks = [(add.column, found) for add in adds for found in _checks(add.column)]
        if checks:
            names = [f"{table}.{column.name}" for column, _ in checks]
            added = "; ".join(_constraint(table, column, found) for column, found in checks)
            yield Problem(
                f"every row of {table} is read for the CHECK of {listing(names)}:"
                " reads and writes wait",
                f"add the column without it, then {added}; validate in a later changeset",
            )


def _checks(column: Column) -> Iterator[Constraint]:
    for found in column.constraints:
        if found.kind is ConstraintKind.CHECK and found.valid and found.enforced:
            yield found


def _constraint(table: Name, column: Column, check: Constraint) -> str:
    name = quoted(check.name or f"{table.name}_{column.name}_check")
    text = check.expression.text if check.expression else "..."
    return f"ALTER TABLE {quoted(table)} ADD CONSTRAINT {name} CHECK ({text}) NOT VALID"
