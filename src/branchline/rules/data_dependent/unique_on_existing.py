"""Unique indexes over rows that may not be."""

from collections.abc import Iterator, Sequence

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind, Expression, Name
from branchline.model.operations.objects import CreateIndex
from branchline.model.operations.tables import AddConstraint
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.data_dependent.rows import has_rows, is_cleaned, is_unique, old_columns
from branchline.rules.sentences import listing
from branchline.rules.spelling import listed, quoted


@rule("unique-on-existing", severity=Severity.WARNING)
def unique_on_existing(statement: Statement) -> Iterator[Problem]:
    """Columns that have values already are to be unique.

    One pair of equal rows on production, and the statement fails there; built
    CONCURRENTLY it leaves an index that is not valid.

    ```sql
    CREATE UNIQUE INDEX orders_number_key ON orders (shop, number); -- finding
    ALTER TABLE orders ADD CONSTRAINT orders_token_key UNIQUE (token); -- finding
    ```

    Look for equal rows first, and clean them up in a changeset before this.

    Does not fire on a table that nobody else can see, when all columns are new,
    when some of them are unique already (or were until this changeset), when
    the same changeset deletes or changes rows of the table first, or in a
    rollback.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, shop bigint, number bigint UNIQUE);
    -- changeset 0002_keys
    ALTER TABLE orders ADD COLUMN token uuid;
    ALTER TABLE orders ADD CONSTRAINT orders_token_key UNIQUE (token);
    ALTER TABLE orders DROP CONSTRAINT orders_number_key;
    CREATE UNIQUE INDEX orders_shop_number_key ON orders (shop, number);
    CREATE UNIQUE INDEX orders_id_shop_key ON orders (id, shop);
    DELETE FROM orders WHERE shop IS NULL;
    CREATE UNIQUE INDEX orders_shop_key ON orders (shop);
    ```

    Known elsewhere as: atlas MF101 and MF102, django-migration-linter
    ADD_UNIQUE.
    """
    for create, _ in statement.of(CreateIndex):
        columns = [key.column for key in create.keys]
        read = [name for key in create.keys if key.expression for name in key.expression.columns]
        known = create.if_not_exists and statement.catalog.index(Name(create.name)) is not None
        if (
            create.unique
            and not known
            and _may_repeat(statement, create.table, [*columns, *read], create.where)
        ):
            parts = [
                key.expression.text if key.expression else quoted(key.column) for key in create.keys
            ]
            where = f" WHERE {create.where.text}" if create.where else ""
            yield _problem(create.table, [*filter(None, columns), *read], ", ".join(parts), where)
    for add, _ in statement.of(AddConstraint):
        key = add.constraint
        unique = key.kind is ConstraintKind.UNIQUE and not key.using_index
        if unique and _may_repeat(statement, add.table, key.columns):
            yield _problem(add.table, key.columns, listed(key.columns))


def _may_repeat(
    statement: Statement, table: Name, columns: Sequence[str], where: Expression | None = None
) -> bool:
    return (
        has_rows(statement, table)
        and bool(old_columns(statement, table, columns))
        and not is_unique(statement, table, columns, where)
        and not is_cleaned(statement, table, columns)
    )


def _problem(table: Name, columns: Sequence[str], keys: str, where: str = "") -> Problem:
    return Problem(
        f"rows of {table} may have the same {listing(columns)}: then this fails",
        f"look first: SELECT {keys}, count(*) FROM {quoted(table)}{where} GROUP BY {keys}"
        " HAVING count(*) > 1",
    )
