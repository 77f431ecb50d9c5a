"""NOT VALID that gains nothing, because its lock is still held."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations.tables import AddConstraint, ValidateConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.spelling import quoted


@rule("validate-same-tx")
def validate_same_tx(statement: Statement) -> Iterator[Problem]:
    """A constraint is added NOT VALID and validated in one transaction.

    The strong lock of adding it is held until the transaction ends, so nobody
    works while every row is checked. It is as if NOT VALID were not there.

    ```sql
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check; -- finding
    ```

    Validate it in a changeset of its own.

    ```sql
    -- changeset 0002_check
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
    -- changeset 0003_validate
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
    ```

    Does not fire on a table that nobody else can see, or when the transaction
    ends between the two.

    ```sql
    -- changeset 0002_check no-transaction
    BEGIN;
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
    COMMIT;
    BEGIN;
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
    COMMIT;
    ```

    Known elsewhere as: squawk constraint-missing-not-valid, pgfence
    not-valid-validate-same-tx, strong_migrations and online_migrations
    validate_check_constraint.
    """
    for validate, _ in statement.of(ValidateConstraint, dialect="postgres"):
        if not statement.is_private(validate.table) and any(
            add.constraint.name == validate.name and not add.constraint.valid
            for add in statement.held_on(AddConstraint, validate.table)
        ):
            table, name = quoted(validate.table), quoted(validate.name)
            yield Problem(
                f"{validate.name} is validated in the transaction that added it:"
                f" its lock on {validate.table} is held while every row is checked",
                f"in a later changeset: ALTER TABLE {table} VALIDATE CONSTRAINT {name}",
            )
