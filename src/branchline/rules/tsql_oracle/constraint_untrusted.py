"""Constraints that hold for new rows alone."""

from collections.abc import Iterator

from branchline.model.changelog import ChangeSet
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AddConstraint, ValidateConstraint
from branchline.model.statement import Statement
from branchline.rule import rule


@rule("constraint-untrusted", severity=Severity.WARNING)
def constraint_untrusted(changeset: ChangeSet) -> Iterator[Problem]:
    """A constraint is added WITH NOCHECK and never checked, or checked under a lock.

    Rows that break it stay, and the optimizer does not believe it. WITH CHECK,
    the default, looks at every row while the table is locked.

    ```sql tsql
    ALTER TABLE items WITH NOCHECK ADD CONSTRAINT items_order
      FOREIGN KEY (order_id) REFERENCES orders (id); -- finding
    ```

    ```sql tsql
    ALTER TABLE items ADD CONSTRAINT items_total CHECK (total > 0); -- finding
    ```

    Add it WITH NOCHECK, and check it when nobody writes.

    ```sql tsql
    ALTER TABLE items WITH NOCHECK ADD CONSTRAINT items_order
      FOREIGN KEY (order_id) REFERENCES orders (id);
    ALTER TABLE items WITH CHECK CHECK CONSTRAINT items_order;
    ```

    Does not fire on a table that nobody else can see.

    ```sql tsql
    CREATE TABLE carts (total int);
    ALTER TABLE carts ADD CONSTRAINT carts_total CHECK (total > 0);
    ```

    Known elsewhere as: nothing.
    """
    for statement in changeset.statements:
        for add, _ in statement.of(AddConstraint, dialect="tsql"):
            if statement.is_private(add.table) or add.constraint.kind.value not in _CHECKED:
                continue
            name = add.constraint.name
            if add.constraint.valid:
                yield Problem(
                    f"every row of {add.table} is checked: reads and writes wait",
                    f"ALTER TABLE {add.table} WITH NOCHECK ADD ..., and later"
                    f" WITH CHECK CHECK CONSTRAINT {name or '...'}",
                    statement.place,
                )
            elif not _is_checked(statement, add):
                yield Problem(
                    f"no row of {add.table} is checked, and {name or 'it'} is not trusted",
                    f"ALTER TABLE {add.table} WITH CHECK CHECK CONSTRAINT {name or '...'}",
                    statement.place,
                )


def _is_checked(statement: Statement, add: AddConstraint) -> bool:
    later = statement.later_on(ValidateConstraint, add.table)
    return any(found.name in {add.constraint.name, "all"} for found in later)


_CHECKED = {"check", "foreign key"}
