"""Foreign keys over rows that may refer to nothing."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Constraint, ConstraintKind, Name
from branchline.model.operations.tables import AddConstraint, ValidateConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.data_dependent.rows import added, catalogs, has_rows, is_cleaned
from branchline.rules.spelling import quoted


@rule("fk-on-existing", severity=Severity.WARNING)
def fk_on_existing(statement: Statement) -> Iterator[Problem]:
    """A foreign key is to hold for rows that are there already.

    One row that refers to nothing on production, and the statement fails there.

    ```sql
    -- changeset 0002_key
    ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id); -- finding
    -- changeset 0003_key
    ALTER TABLE items ADD CONSTRAINT items_shop FOREIGN KEY (shop_id) REFERENCES shops (id)
      NOT VALID;
    -- changeset 0004_validate
    ALTER TABLE items VALIDATE CONSTRAINT items_shop; -- finding
    ```

    Look for such rows first, and clean them up.

    ```sql
    DELETE FROM items WHERE NOT EXISTS (SELECT FROM orders WHERE orders.id = items.order_id);
    ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id);
    ```

    Does not fire on a table that nobody else can see, on a column that the same
    changeset added without a default, on NOT VALID (VALIDATE is where it
    fails), when the same key held until this changeset, when the changeset
    deletes or changes such rows first, or in a rollback.

    ```sql
    -- changeset 0001_items
    CREATE TABLE items (shop_id bigint CONSTRAINT items_shop REFERENCES shops (id));
    -- changeset 0002_keys
    ALTER TABLE items ADD COLUMN order_id bigint;
    ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders (id);
    ALTER TABLE items DROP CONSTRAINT items_shop;
    ALTER TABLE items ADD FOREIGN KEY (shop_id) REFERENCES shops (id) ON DELETE CASCADE;
    ```

    Known elsewhere as: nothing.
    """
    for add, _ in statement.of(AddConstraint):
        if add.constraint.valid and add.constraint.enforced:
            yield from _problem(statement, add.table, add.constraint)
    for validate, _ in statement.of(ValidateConstraint):
        table = statement.catalog.table(validate.table)
        found = table.constraint(validate.name) if table is not None else None
        if found is not None and not found.valid:
            yield from _problem(statement, validate.table, found)


def _problem(statement: Statement, table: Name, key: Constraint) -> Iterator[Problem]:
    parent = key.references
    if key.kind is not ConstraintKind.FOREIGN_KEY or parent is None:
        return
    if (
        has_rows(statement, table)
        and not _is_empty(statement, table, key)
        and not _held(statement, table, key)
        and not is_cleaned(statement, table, key.columns)
    ):
        child, other = quoted(table), quoted(parent)
        referred = key.referenced_columns or ("...",) * len(key.columns)
        pairs = [
            f"{other}.{quoted(to) if to != '...' else to} = {child}.{quoted(column)}"
            for column, to in zip(key.columns, referred, strict=False)
        ]
        filled = " AND ".join(f"{quoted(column)} IS NOT NULL" for column in key.columns)
        yield Problem(
            f"rows of {table} may refer to no row of {parent}: then this fails",
            f"look first: SELECT count(*) FROM {child} WHERE {filled} AND NOT EXISTS"
            f" (SELECT 1 FROM {other} WHERE {' AND '.join(pairs)})",
        )


def _is_empty(statement: Statement, table: Name, key: Constraint) -> bool:
    """Whether the changeset added a column of the key that is NULL in every row."""
    return any(
        add.column.name in key.columns
        and statement.is_first(add)
        and (add.column.default is None or add.column.default.null)
        for add in added(statement, table)
    )


def _held(statement: Statement, table: Name, key: Constraint) -> bool:
    """Whether a valid key of these columns led to the same table before."""
    return any(
        old.valid
        and old.columns == key.columns
        and old.references is not None
        and key.references is not None
        and catalog.key(old.references) == statement.name(key.references)
        for catalog in catalogs(statement)
        if (known := catalog.table(statement.name(table))) is not None
        for old in known.foreign_keys()
    )
