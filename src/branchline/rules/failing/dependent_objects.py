"""Objects that others hang on, and that PostgreSQL therefore keeps as they are."""

from collections.abc import Iterator

from branchline.model.finding import Problem
from branchline.model.operations import ConstraintKind, Name, Operation
from branchline.model.operations.objects import DropObject, DropView
from branchline.model.operations.session import RunBlock
from branchline.model.operations.tables import (
    AlterColumnType,
    DropColumn,
    DropConstraint,
    DropTable,
)
from branchline.model.schema import Table
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.sentences import listing, verb


@rule("dependent-objects")
def dependent_objects(statement: Statement) -> Iterator[Problem]:
    """Something is dropped or altered that views, foreign keys or columns depend on.

    Without CASCADE the server refuses (SQLSTATE 2BP01), and the type of a
    column that a view or a generated column reads it never changes (0A000).

    ```sql
    -- changeset 0001_orders
    CREATE TYPE status AS ENUM ('open');
    CREATE TABLE orders (id bigint PRIMARY KEY, total integer, status status);
    CREATE TABLE items (order_id bigint REFERENCES orders);
    CREATE VIEW totals AS SELECT id, total FROM orders;
    CREATE VIEW largest AS SELECT id FROM totals;
    -- changeset 0002_drop
    ALTER TABLE orders ALTER COLUMN total TYPE bigint; -- finding
    ALTER TABLE orders DROP COLUMN total; -- finding
    ALTER TABLE orders DROP CONSTRAINT orders_pkey; -- finding
    DROP TYPE status; -- finding
    DROP VIEW totals; -- finding
    DROP TABLE orders; -- finding
    ```

    Drop what depends on it first, and make it anew afterwards.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total integer);
    CREATE VIEW totals AS SELECT id, total FROM orders;
    -- changeset 0002_wider
    DROP VIEW totals;
    ALTER TABLE orders ALTER COLUMN total TYPE bigint;
    CREATE VIEW totals AS SELECT id, total FROM orders;
    ```

    Does not fire with CASCADE (`drop-cascade` speaks of that), on what is
    dropped in the same statement, on columns that no view names, or inside a
    block, which can drop them in ways that nobody can read.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total integer, note text);
    CREATE TABLE items (order_id bigint REFERENCES orders);
    CREATE VIEW totals AS SELECT id, total FROM orders;
    -- changeset 0002_drop
    ALTER TABLE orders DROP COLUMN note;
    ALTER TABLE orders DROP COLUMN total CASCADE;
    DROP TABLE orders, items;
    ```

    Known elsewhere as: nothing.
    """
    if statement.engine.dialect != "postgres" or statement.of(RunBlock):
        return
    if not any(isinstance(operation, _TAKES_AWAY) for operation in statement.operations):
        return
    gone = {*_dropped(statement)}
    for operation in statement.operations:
        found = [*dict.fromkeys(_dependents(statement, operation, gone))]
        if found:
            names, anew = listing(found), verb(found, "it", "them")
            yield Problem(
                f"{names} {verb(found, 'depends', 'depend')} on it: this fails",
                f"drop {names} first, and make {anew} anew afterwards",
            )


_TAKES_AWAY = (AlterColumnType, DropColumn, DropConstraint, DropObject, DropTable, DropView)


def _dropped(statement: Statement) -> Iterator[str]:
    """Yield the tables, views and columns (`table.column`) that the statement drops."""
    for operation in statement.operations:
        match operation:
            case DropTable(table=name) | DropView(view=name):
                yield statement.name(name)
            case DropColumn(table=name, column=column):
                yield f"{statement.name(name)}.{column}"


def _dependents(statement: Statement, operation: Operation, gone: set[str]) -> Iterator[str]:
    if getattr(operation, "cascade", False):
        return
    match operation:
        case DropTable(table=name):
            yield from _of_table(statement, statement.name(name), gone)
        case DropView(view=name):
            yield from _views(statement, statement.name(name), gone)
        case DropColumn(table=name, column=column):
            yield from _of_column(statement, name, column, gone)
            yield from _references(statement, name, (column,), whole=False)
        case AlterColumnType(table=name, column=column):
            yield from _of_column(statement, name, column, gone)
        case DropConstraint(table=name, name=constraint):
            table = statement.catalog.table(name)
            key = table.constraint(constraint) if table else None
            if key and key.kind in {ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE}:
                yield from _references(statement, name, key.columns, whole=True)
        case DropObject(what="type" | "domain", name=name):
            yield from _typed(statement, statement.name(name))


def _views(statement: Statement, key: str, gone: set[str]) -> Iterator[str]:
    for reader in statement.catalog.readers_of(key):
        if reader not in gone:
            yield f"view {reader}"


def _of_table(statement: Statement, key: str, gone: set[str]) -> Iterator[str]:
    yield from _views(statement, key, gone)
    table = statement.catalog.tables.get(key)
    heirs = table.children if table else ()
    for other in (*statement.catalog.referencing_tables(key), *heirs):
        if other not in {key, *gone}:
            yield f"table {other}"


def _of_column(statement: Statement, name: Name, column: str, gone: set[str]) -> Iterator[str]:
    """Yield the views and the generated columns that read a column."""
    catalog, key = statement.catalog, statement.name(name)
    for reader in catalog.readers_of(key):
        view = catalog.views.get(reader)
        others = [read for read in view.reads if read != key] if view else []
        if view and column in view.mentions and not _may_mean(statement, others, column):
            yield f"view {reader}"
    table = catalog.tables.get(key)
    for one in table.columns if table and table.column(column) else ():
        reads = one.expression.columns if one.generated and one.expression else ()
        if column in reads and f"{key}.{one.name}" not in gone:
            yield f"column {key}.{one.name}"


def _may_mean(statement: Statement, others: list[str], column: str) -> bool:
    """Whether another relation that the view reads may have a column of this name."""
    for other in others:
        table = statement.catalog.tables.get(other)
        if table is None or not table.complete or table.column(column):
            return True
    return False


def _references(
    statement: Statement, name: Name, columns: tuple[str, ...], *, whole: bool
) -> Iterator[str]:
    """Yield the tables whose foreign keys refer to columns, to all of them or to one."""
    key = statement.name(name)
    for other in statement.catalog.referencing_tables(key):
        table = statement.catalog.tables.get(other)
        for constraint in table.foreign_keys() if table and other != key else ():
            if not constraint.references or statement.name(constraint.references) != key:
                continue
            referenced = constraint.referenced_columns
            if referenced == columns if whole else {*columns} & {*referenced}:
                yield f"table {other}"


def _typed(statement: Statement, key: str) -> Iterator[str]:
    """Yield the columns of a type, from a look at every table: types are seldom dropped."""
    if key not in statement.catalog.types:
        return
    for table in statement.catalog.tables.values():
        yield from (f"column {table.name}.{name}" for name in _columns_of(statement, table, key))


def _columns_of(statement: Statement, table: Table, key: str) -> Iterator[str]:
    bare = key.rpartition(".")[2]
    for column in table.columns:
        type_ = column.type
        named = Name(type_.name, type_.schema) if type_ and type_.name == bare else None
        if named and statement.name(named) == key:
            yield column.name
