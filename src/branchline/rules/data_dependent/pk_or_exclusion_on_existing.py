"""Primary keys and exclusions over rows that may break them."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.data_dependent.rows import has_rows, is_cleaned, is_unique, old_columns
from branchline.rules.sentences import listing
from branchline.rules.spelling import listed, quoted


@rule("pk-or-exclusion-on-existing", severity=Severity.WARNING)
def pk_or_exclusion_on_existing(statement: Statement) -> Iterator[Problem]:
    """Columns that have values already become a primary key, or exclude each other.

    Two rows that are equal, one without a value or two that overlap on
    production, and the statement fails there.

    ```sql
    ALTER TABLE orders ADD PRIMARY KEY (shop, number); -- finding
    ALTER TABLE bookings ADD EXCLUDE USING gist (room WITH =, during WITH &&); -- finding
    ```

    Look for such rows first, and clean them up in a changeset before this.

    Does not fire on a table that nobody else can see, when all columns are new
    (an identity numbers the rows), when they are unique and NOT NULL already,
    with USING INDEX (the index has proved it), when the same changeset deletes
    or changes such rows first, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (number bigint NOT NULL UNIQUE);
    CREATE TABLE carts (owner bigint);
    -- changeset 0002_keys
    ALTER TABLE orders ADD PRIMARY KEY (number);
    ALTER TABLE carts ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
    ALTER TABLE carts ADD PRIMARY KEY (id);
    ```

    Known elsewhere as: nothing.
    """
    for add, _ in statement.of(AddConstraint):
        key = add.constraint
        if (
            key.kind in {ConstraintKind.PRIMARY_KEY, ConstraintKind.EXCLUDE}
            and not key.using_index
            and has_rows(statement, add.table)
            and old_columns(statement, add.table, key.columns)
            and not _is_key(statement, add.table, key)
            and not is_cleaned(statement, add.table, key.columns)
        ):
            yield _problem(add.table, key)


def _problem(table: Name, key: Constraint) -> Problem:
    columns, names = listed(key.columns), listing(key.columns)
    if key.kind is ConstraintKind.EXCLUDE:
        return Problem(
            f"rows of {table} may exclude each other by {names}: then this fails",
            f"look first: join {quoted(table)} with itself on the operators of the constraint",
        )
    nulls = " OR ".join(f"{quoted(name)} IS NULL" for name in key.columns)
    return Problem(
        f"rows of {table} may have the same {names}, or none: then this fails",
        f"look first: SELECT {columns}, count(*) FROM {quoted(table)} GROUP BY {columns}"
        f" HAVING count(*) > 1 OR {nulls}",
    )


def _is_key(statement: Statement, table: Name, key: Constraint) -> bool:
    """Whether the columns are unique and NOT NULL already."""
    known = statement.catalog.table(table)
    required = known is not None and all(
        (column := known.column(name)) is not None and column.not_null for name in key.columns
    )
    unique = key.kind is ConstraintKind.PRIMARY_KEY and is_unique(statement, table, key.columns)
    return required and unique
