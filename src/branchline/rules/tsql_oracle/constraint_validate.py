"""Constraints that Oracle checks under a lock."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind
from branchline.model.operations.tables import AddConstraint
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("constraint-validate", severity=Severity.WARNING)
def constraint_validate(statement: Statement) -> Iterator[Problem]:
    """ADD CONSTRAINT checks every row while writes to the table wait.

    ```sql oracle
    ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0); -- finding
    ```

    Add it without looking at the rows, and validate it afterwards, which lets
    others work.

    ```sql oracle
    ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0) ENABLE NOVALIDATE;
    ALTER TABLE orders MODIFY CONSTRAINT orders_total VALIDATE;
    ```

    Does not fire on a table that nobody else can see, or on keys, which need
    their index.

    ```sql oracle
    CREATE TABLE carts (total integer);
    ALTER TABLE carts ADD CONSTRAINT carts_total CHECK (total > 0);
    ALTER TABLE orders ADD CONSTRAINT orders_pk PRIMARY KEY (id);
    ```

    Known elsewhere as: nothing.
    """
    for add, _ in statement.of(AddConstraint, dialect="oracle"):
        found = add.constraint
        checked = found.kind in {ConstraintKind.CHECK, ConstraintKind.FOREIGN_KEY}
        if checked and found.valid and found.enforced and not statement.is_private(add.table):
            name = found.name or "..."
            yield Problem(
                f"every row of {add.table} is checked: writes wait",
                f"put ENABLE NOVALIDATE behind it, and later"
                f" ALTER TABLE {add.table} MODIFY CONSTRAINT {name} VALIDATE",
            )
