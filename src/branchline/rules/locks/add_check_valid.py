"""CHECK constraints that read every row at once."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking_constraints
from branchline.rules.spelling import quoted


@rule("add-check-valid")
def add_check_valid(statement: Statement) -> Iterator[Problem]:
    """ADD CONSTRAINT … CHECK reads the whole table while nobody else can.

    ```sql
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0); -- finding
    ```

    Add it NOT VALID, which is instant and already holds for new rows, and
    validate it in a changeset of its own, which lets others work.

    ```sql
    -- changeset 0002_check
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
    ```

    Does not fire on a table that nobody else can see, or on NOT ENFORCED.

    ```sql
    CREATE TABLE carts (total numeric);
    ALTER TABLE carts ADD CONSTRAINT carts_total_check CHECK (total >= 0);
    ```

    Known elsewhere as: squawk constraint-missing-not-valid, eugene E1, atlas
    PG305, bytebase STATEMENT_ADD_CHECK_NOT_VALID, strong_migrations and
    online_migrations add_check_constraint.
    """
    for add, check in blocking_constraints(statement, ConstraintKind.CHECK):
        table, name = quoted(add.table), quoted(check.name or f"{add.table.name}_check")
        text = check.expression.text if check.expression else "..."
        yield Problem(
            f"every row of {add.table} is checked: reads and writes wait",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({text}) NOT VALID;"
            f" in a later changeset ALTER TABLE {table} VALIDATE CONSTRAINT {name}",
        )
