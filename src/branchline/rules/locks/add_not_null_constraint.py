"""NOT NULL as a constraint with a name, which PostgreSQL has from version 18 on."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.blocking import blocking_constraints
from branchline.rules.spelling import listed, quoted


@rule("add-not-null-constraint")
def add_not_null_constraint(statement: Statement) -> Iterator[Problem]:
    """ADD CONSTRAINT … NOT NULL reads the whole table while nobody else can.

    ```sql postgres 18
    ALTER TABLE orders ADD CONSTRAINT orders_total_set NOT NULL total; -- finding
    ```

    Add it NOT VALID, which already holds for new rows, and validate it in a
    changeset of its own.

    ```sql postgres 18
    -- changeset 0002_not_null
    ALTER TABLE orders ADD CONSTRAINT orders_total_set NOT NULL total NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_set;
    ```

    Does not fire on a table that nobody else can see, or where a valid CHECK
    proves it.

    ```sql postgres 18
    -- changeset 0001_orders
    CREATE TABLE orders (total numeric CHECK (total IS NOT NULL));
    -- changeset 0002_not_null
    ALTER TABLE orders ADD CONSTRAINT orders_total_set NOT NULL total;
    ```

    Known elsewhere as: nothing.
    """
    for add, found in blocking_constraints(statement, ConstraintKind.NOT_NULL):
        table, columns = quoted(add.table), listed(found.columns)
        name = quoted(found.name or f"{add.table.name}_{'_'.join(found.columns)}_not_null")
        yield Problem(
            f"every row of {add.table} is read to see that {columns} is never null:"
            " reads and writes wait",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} NOT NULL {columns} NOT VALID;"
            f" in a later changeset ALTER TABLE {table} VALIDATE CONSTRAINT {name}",
        )
