"""NOT NULL over rows that may have no value."""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind, Name
from branchline.model.operations.session import Update
from branchline.model.operations.tables import AddConstraint, ModifyColumn, SetNotNull
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.data_dependent.rows import added, has_rows
from branchline.rules.per_table import by_table
from branchline.rules.sentences import listing, verb
from branchline.rules.spelling import quoted


@rule("not-null-on-existing", severity=Severity.WARNING)
def not_null_on_existing(statement: Statement) -> Iterator[Problem]:
    """A column that may be NULL is to be NOT NULL.

    One row without a value on production, and the statement fails there.

    ```sql
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL; -- finding
    ```

    ```sql mariadb
    -- changeset 0001_orders
    CREATE TABLE orders (total int);
    -- changeset 0002_not_null
    ALTER TABLE orders MODIFY total int NOT NULL; -- finding
    ```

    Fill the old rows first.

    ```sql
    UPDATE orders SET total = 0 WHERE total IS NULL;
    ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
    ```

    Does not fire on a table that nobody else can see, on a column that is NOT
    NULL already or that a valid CHECK proves to be, on one that has a default,
    when the same changeset fills it first, or in a rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric CHECK (total IS NOT NULL));
    -- changeset 0002_not_null
    ALTER TABLE orders ADD COLUMN state text DEFAULT 'open';
    ALTER TABLE orders ALTER COLUMN id SET NOT NULL, ALTER COLUMN total SET NOT NULL,
      ALTER COLUMN state SET NOT NULL;
    ```

    Known elsewhere as: atlas MF104, oneport OPM013.
    """
    found = (column for column in _required(statement) if _may_be_null(statement, column))
    for table, columns in by_table(found):
        names = [column.name for column in columns]
        nulls = " OR ".join(f"{quoted(name)} IS NULL" for name in names)
        yield Problem(
            f"rows of {table} may have no {listing(names)}: then this fails",
            f"fill {verb(names, 'it', 'them')} first, or look that none is there:"
            f" SELECT count(*) FROM {quoted(table)} WHERE {nulls}",
        )


class _Required(NamedTuple):
    """A column that is to be NOT NULL."""

    table: Name
    name: str


def _required(statement: Statement) -> Iterator[_Required]:
    for change, _ in statement.of(SetNotNull):
        yield _Required(change.table, change.column)
    for add, _ in statement.of(AddConstraint):
        if add.constraint.kind is ConstraintKind.NOT_NULL and add.constraint.valid:
            yield from (_Required(add.table, name) for name in add.constraint.columns)
    for modify, _ in statement.of(ModifyColumn):
        known = statement.catalog.table(modify.table)
        if modify.column.not_null and known is not None and known.column(modify.name) is not None:
            yield _Required(modify.table, modify.name)


def _may_be_null(statement: Statement, column: _Required) -> bool:
    table, name = column
    if not has_rows(statement, table) or _is_filled(statement, column):
        return False
    known = statement.catalog.table(table)
    found = known.column(name) if known is not None else None
    if found is None or known is None:
        return True
    filled = found.default is not None and not found.default.null
    return not (found.not_null or found.identity or filled or known.proves_not_null(name))


def _is_filled(statement: Statement, column: _Required) -> bool:
    """Whether the changeset writes it first, or added it with a value."""
    table, name = column
    return any(name in update.columns for update in statement.earlier_on(Update, table)) or any(
        add.column.name == name and add.column.default is not None and not add.column.default.null
        for add in added(statement, table)
    )
