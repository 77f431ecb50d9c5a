"""Objects that are not there, as far as the changelog tells."""

import re
from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, Operation
from branchline.model.operations.objects import CreateIndex, CreateView
from branchline.model.operations.session import RunBlock
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    RenameColumn,
    SetDefault,
    SetNotNull,
    TableOperation,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.repeats import is_guarded


@rule("unknown-object", severity=Severity.WARNING)
def unknown_object(statement: Statement) -> Iterator[Problem]:
    """A statement names a table, a column or a constraint that is not there.

    It fails where the changelog is applied from the start, and everywhere else
    unless somebody has changed the database by hand.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
    CREATE TABLE carts (id bigint PRIMARY KEY);
    -- changeset 0002_drop
    DROP TABLE carts;
    -- changeset 0003_later
    ALTER TABLE carts ADD COLUMN note text; -- finding
    ALTER TABLE orders DROP COLUMN totals; -- finding
    CREATE INDEX orders_note_idx ON orders (note); -- finding
    ALTER TABLE orders DROP CONSTRAINT orders_total_check; -- finding
    ```

    Correct the name, or take the statement out.

    Does not fire on what the changelog did not make: it may well be there. Nor
    where IF EXISTS says that it may be missing, or inside a block, which can
    ask first.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY);
    CREATE TABLE carts (id bigint PRIMARY KEY);
    DROP TABLE carts;
    -- changeset 0002_more
    ALTER TABLE imported ADD COLUMN note text;
    ALTER TABLE IF EXISTS carts ADD COLUMN note text;
    DROP TABLE IF EXISTS carts;
    ALTER TABLE orders DROP COLUMN IF EXISTS note;
    ALTER TABLE orders ADD COLUMN note text, ALTER COLUMN note SET NOT NULL;
    DO $$ BEGIN ALTER TABLE carts ADD COLUMN note text; END $$;
    ```

    Known elsewhere as: bytebase BUILTIN_WALK_THROUGH_CHECK, atlas.
    """
    if statement.of(RunBlock) or _IF_EXISTS.match(statement.text):
        return
    added: set[str] = set()
    for operation in statement.operations:
        if is_guarded(operation):
            continue
        for missing in (*_tables(statement, operation), *_parts(statement, operation, added)):
            yield Problem(
                f"{missing} is not there: this fails",
                "correct the name, or take the statement out",
            )
        if isinstance(operation, AddColumn):
            added.add(operation.column.name)


def _tables(statement: Statement, operation: Operation) -> Iterator[str]:
    names: list[Name] = []
    if isinstance(operation, TableOperation) and not isinstance(operation, CreateTable):
        names.append(operation.table)
    if isinstance(operation, AddConstraint) and operation.constraint.references:
        names.append(operation.constraint.references)
    if isinstance(operation, CreateView):
        names += operation.reads
    for name in dict.fromkeys(names):
        if name.name and statement.name(name) in statement.catalog.gone:
            yield f"table {name}"


def _parts(statement: Statement, operation: Operation, added: set[str]) -> Iterator[str]:
    """Yield the columns and constraints that a known table does not have."""
    table = (
        statement.catalog.table(operation.table) if isinstance(operation, TableOperation) else None
    )
    if table is None or not table.complete or isinstance(operation, CreateTable):
        return
    for name in _columns(operation):
        if name not in added and name not in _SYSTEM and table.column(name) is None:
            yield f"column {table.name}.{name}"
    if (
        isinstance(operation, DropConstraint)
        and operation.name
        and statement.engine.dialect == "postgres"
        and not operation.name.endswith("_not_null")
        and table.constraint(operation.name) is None
    ):
        yield f"constraint {operation.name} of {table.name}"


def _columns(operation: Operation) -> tuple[str, ...]:
    match operation:
        case CreateIndex(keys=keys):
            return tuple(key.column for key in keys if key.column)
        case AddConstraint(constraint=constraint):
            return constraint.columns
    return (operation.column,) if isinstance(operation, _COLUMN) else ()


_COLUMN = (
    AlterColumnType,
    DropColumn,
    DropDefault,
    DropNotNull,
    RenameColumn,
    SetDefault,
    SetNotNull,
)
_IF_EXISTS = re.compile(r"ALTER\s+(?:FOREIGN\s+)?TABLE\s+IF\s+EXISTS\b", re.IGNORECASE)
_SYSTEM = frozenset({"ctid", "oid", "tableoid", "xmin", "xmax", "cmin", "cmax", "rowid"})
