"""CHECKs over rows that may break them."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddConstraint, ValidateConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.data_dependent.rows import catalogs, has_rows, is_cleaned, old_columns
from branchline.rules.spelling import quoted


@rule("check-on-existing", severity=Severity.WARNING)
def check_on_existing(statement: Statement) -> Iterator[Problem]:
    """A CHECK is to hold for rows that are there already.

    One row that breaks it on production, and the statement fails there.

    ```sql
    -- changeset 0002_check
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0); -- finding
    -- changeset 0003_check
    ALTER TABLE orders ADD CONSTRAINT orders_net_check CHECK (net >= 0) NOT VALID;
    -- changeset 0004_validate
    ALTER TABLE orders VALIDATE CONSTRAINT orders_net_check; -- finding
    ```

    Look for such rows first, and mend them.

    ```sql
    UPDATE orders SET total = 0 WHERE total < 0;
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);
    ```

    Does not fire on a table that nobody else can see, on columns that the same
    changeset added, on NOT VALID (VALIDATE is where it fails), when the same
    CHECK held until this changeset, when the changeset deletes or changes such
    rows first, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (total numeric CONSTRAINT total_set CHECK (total > 0));
    -- changeset 0002_checks
    ALTER TABLE orders ADD COLUMN net numeric;
    ALTER TABLE orders ADD CONSTRAINT net_set CHECK (net > 0);
    ALTER TABLE orders DROP CONSTRAINT total_set;
    ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total > 0);
    ```

    Known elsewhere as: atlas PG305.
    """
    for add, _ in statement.of(AddConstraint):
        if add.constraint.valid and add.constraint.enforced:
            yield from _problem(statement, add.table, add.constraint)
    for validate, _ in statement.of(ValidateConstraint):
        table = statement.catalog.table(validate.table)
        found = table.constraint(validate.name) if table is not None else None
        if found is not None and not found.valid:
            yield from _problem(statement, validate.table, found)


def _problem(statement: Statement, table: Name, check: Constraint) -> Iterator[Problem]:
    read = check.expression.columns if check.expression is not None else check.columns
    if (
        check.kind is ConstraintKind.CHECK
        and has_rows(statement, table)
        and old_columns(statement, table, read)
        and not _held(statement, table, check)
        and not is_cleaned(statement, table, read)
    ):
        text = check.expression.text if check.expression is not None else "..."
        yield Problem(
            f"rows of {table} may break CHECK ({text}): then this fails",
            f"look first: SELECT count(*) FROM {quoted(table)} WHERE NOT ({text})",
        )


def _held(statement: Statement, table: Name, check: Constraint) -> bool:
    """Whether a valid CHECK said the same before."""
    return any(
        old.kind is ConstraintKind.CHECK and old.valid and old.expression == check.expression
        for catalog in catalogs(statement)
        if (known := catalog.table(statement.name(table))) is not None
        for old in known.constraints
    )
