"""Objects that are there already, as far as the changelog tells."""

from collections.abc import Iterator

from branchline.model.finding import Problem, Severity
from branchline.model.operations import Name, Operation
from branchline.model.operations.objects import (
    AddEnumValue,
    CreateDomain,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateType,
    CreateView,
)
from branchline.model.operations.session import RunBlock
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    CreateTable,
    DropColumn,
    DropConstraint,
    RenameColumn,
    RenameTable,
)
from branchline.model.statement import Statement
from branchline.rule import rule
from branchline.rules.repeats import is_guarded


@rule("duplicate-object", severity=Severity.WARNING)
def duplicate_object(statement: Statement) -> Iterator[Problem]:
    """A statement makes something that an earlier change has made.

    It fails wherever that change has been applied.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, note text);
    CREATE INDEX orders_note_idx ON orders (note);
    CREATE TYPE status AS ENUM ('open');
    -- changeset 0002_again
    ALTER TABLE orders ADD COLUMN note text; -- finding
    CREATE INDEX orders_note_idx ON orders (note); -- finding
    ALTER TYPE status ADD VALUE 'open'; -- finding
    CREATE VIEW orders AS SELECT 1 AS one; -- finding
    CREATE TABLE orders (id bigint PRIMARY KEY); -- finding
    ```

    Take it out, or choose another name.

    Does not fire where the statement says IF NOT EXISTS or OR REPLACE, on
    temporary tables, on what was dropped in between, or inside a block, which
    can ask first.

    ```sql
    -- changeset 0001_orders
    CREATE TABLE orders (id bigint PRIMARY KEY, note text);
    -- changeset 0002_again
    CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY);
    CREATE TEMPORARY TABLE orders (id bigint);
    DROP TABLE orders;
    ALTER TABLE orders DROP COLUMN note, ADD COLUMN note integer;
    ```

    Known elsewhere as: bytebase BUILTIN_WALK_THROUGH_CHECK, atlas.
    """
    if statement.of(RunBlock):
        return
    dropped: set[str] = set()
    for operation in statement.operations:
        twin = "" if is_guarded(operation) else _twin(statement, operation, dropped)
        if twin:
            yield Problem(
                f"{twin} is there already: this fails", "take it out, or choose another name"
            )
        if isinstance(operation, DropColumn):
            dropped.add(operation.column)
        elif isinstance(operation, DropConstraint):
            dropped.add(operation.name)


def _twin(statement: Statement, operation: Operation, dropped: set[str]) -> str:
    """Return what is there already and has the name of something new."""
    return _relation(statement, operation) or _part(statement, operation, dropped)


def _relation(statement: Statement, operation: Operation) -> str:
    """Return the table or view that has the name of a new one; or `_object`."""
    catalog = statement.catalog
    match operation:
        case CreateTable(table=name) | CreateView(view=name) if not operation.temporary:
            key = catalog.new_key(name)
        case RenameTable(table=old, new_name=name):
            schema, dot, _ = statement.name(old).rpartition(".")
            key = f"{schema}{dot}{name.name}"
        case _:
            return _object(statement, operation)
    made = catalog.tables.get(key)
    if made is not None and made.created_by:
        return f"table {key}"
    return f"view {key}" if key in catalog.views else ""


def _object(statement: Statement, operation: Operation) -> str:
    catalog = statement.catalog
    found = ""
    match operation:
        case CreateType(type=name) | CreateDomain(domain=name):
            found = f"type {name}" if catalog.new_key(name) in catalog.types else ""
        case CreateObject(what=kind, name=name, table=None):
            taken = catalog.others.get(catalog.new_key(name)) == kind
            found = f"{kind} {name}" if taken else ""
        case CreateFunction(function=name, arguments=arguments):
            known = catalog.functions.get(catalog.new_key(name), ())
            taken = any(function.arguments == arguments for function in known)
            found = f"function {name}" if taken else ""
    return found


def _part(statement: Statement, operation: Operation, dropped: set[str]) -> str:
    catalog = statement.catalog
    found = ""
    match operation:
        case AddColumn(table=name, column=column):
            table = catalog.table(name)
            if table and table.column(column.name) and column.name not in dropped:
                found = f"column {name}.{column.name}"
        case RenameColumn(table=name, new_name=new):
            table = catalog.table(name)
            found = f"column {name}.{new}" if table and table.column(new) else ""
        case AddConstraint(table=name, constraint=constraint) if constraint.name:
            table = catalog.table(name)
            if table and table.constraint(constraint.name) and constraint.name not in dropped:
                found = f"constraint {constraint.name}"
        case CreateIndex(table=name, name=index) if index:
            found = f"index {index}" if _is_index(statement, name, index) else ""
        case AddEnumValue(type=name, value=value):
            enum = catalog.types.get(catalog.key(name))
            found = f"{value!r} of {name}" if enum and value in enum.values else ""
    return found


def _is_index(statement: Statement, table: Name, index: str) -> bool:
    """Whether the name is taken: in the schema on PostgreSQL, elsewhere in the table."""
    key = statement.name(table)
    schema, dot, _ = key.rpartition(".")
    known = statement.catalog.index(f"{schema}{dot}{index}")
    if known is not None and (statement.engine.dialect == "postgres" or known.table == key):
        return True
    return statement.catalog.index(f"{key}.{index}") is not None
