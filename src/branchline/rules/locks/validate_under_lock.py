"""VALIDATE CONSTRAINT in a transaction that holds strong locks."""

from collections.abc import Iterator

from branchline.model.effects import Lock
from branchline.model.finding import Problem, Severity
from branchline.model.operations.tables import AddConstraint, ValidateConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.locks.runs import held
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("validate-under-lock", severity=Severity.WARNING)
def validate_under_lock(statement: Statement) -> Iterator[Problem]:
    """A constraint is validated while an earlier statement's lock is held.

    VALIDATE lets others work, but what its transaction has locked before stays
    locked until every row is checked.

    ```sql
    -- changeset 0001_check
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
    -- changeset 0002_validate
    ALTER TABLE items ADD COLUMN note text;
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check; -- finding
    ```

    Validate it in a changeset of its own.

    ```sql
    -- changeset 0002_note
    ALTER TABLE items ADD COLUMN note text;
    -- changeset 0003_validate
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
    ```

    Does not fire on a table that nobody else can see, when nothing is locked
    against writes, or when the transaction added the constraint itself
    (`validate-same-tx` says that).

    ```sql
    CREATE TABLE parcels (id bigint);
    ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
    ```

    Known elsewhere as: strong_migrations and online_migrations
    validate_check_constraint and validate_foreign_key, eugene E4.
    """
    tables = sorted(held(statement, Lock.SHARE_ROW_EXCLUSIVE))
    for validate, effect in statement.of(ValidateConstraint, dialect="postgres"):
        added = any(
            add.constraint.name == validate.name
            for add in statement.held_on(AddConstraint, validate.table)
        )
        if tables and effect.scans and not added:
            table, name = quoted(validate.table), quoted(validate.name)
            yield Problem(
                f"{listing(tables)} {verb(tables, 'stays', 'stay')} locked while every row of"
                f" {validate.table} is checked",
                f"in a changeset of its own: ALTER TABLE {table} VALIDATE CONSTRAINT {name}",
            )
