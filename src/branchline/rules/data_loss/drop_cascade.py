"""CASCADE that takes more than it names.

What depends on an object is known where the changelog made both. Where the
changelog made the object and nothing that depends on it, CASCADE takes nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from branchline.model.finding import Problem, Severity
from branchline.model.operations import ConstraintKind, Name, Operation
from branchline.model.operations.objects import DropObject, DropView
from branchline.model.operations.tables import AddConstraint, DropColumn, DropConstraint, DropTable
from branchline.model.statement import Part, Statement
from branchline.rule import rule
from branchline.rules.sentences import listing
from branchline.rules.spelling import quoted


@rule("drop-cascade", severity=Severity.WARNING)
def drop_cascade(statement: Statement) -> Iterator[Problem]:
    """CASCADE drops whatever depends on an object, whatever that is by then.

    Views, foreign keys, columns of a type, defaults: they go without being
    named, also those that a person or another migration made on production.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
    CREATE VIEW totals AS SELECT total FROM orders;
    -- changeset 0002_drops
    DROP TABLE orders CASCADE; -- finding
    DROP TYPE IF EXISTS mood CASCADE; -- finding
    DROP EXTENSION hstore CASCADE; -- finding
    ALTER TABLE items DROP COLUMN note CASCADE; -- finding
    ```

    Drop what depends on it by name, and leave CASCADE out: the server then says
    what was forgotten.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
    CREATE VIEW totals AS SELECT total FROM orders;
    -- changeset 0002_drops
    DROP VIEW totals;
    DROP TABLE orders CASCADE;
    ```

    Does not fire on what the same changeset made, when the changelog made the
    object and nothing depends on it (any more), on a schema (`drop-schema`
    speaks of it), where the server ignores the word (MySQL, MariaDB), or in a
    rollback.

    ```sql
    -- changeset 0001_tables
    CREATE TABLE orders (id bigint CONSTRAINT orders_key PRIMARY KEY, total numeric);
    -- changeset 0002_drops
    CREATE TYPE mood AS ENUM ('good');
    DROP TYPE mood CASCADE;
    ALTER TABLE orders DROP CONSTRAINT orders_key CASCADE;
    ALTER TABLE orders DROP COLUMN total CASCADE;
    ```

    Known elsewhere as: bytebase STATEMENT_DISALLOW_RM_TBL_CASCADE, dblift
    drop-cascade, pgfence drop-cascade.
    """
    if statement.engine.dialect in _DEAF or statement.part is not Part.UP:
        return
    for operation in statement.operations:
        drop = _read(statement, operation)
        if drop is not None and (drop.unsure or drop.dependents):
            others = f": {listing(drop.dependents)}" if drop.dependents else ""
            yield Problem(
                f"drops {drop.what} and everything that depends on it{others}",
                f"drop what depends on it by name first, then: {drop.way_out}",
            )


class _Drop(NamedTuple):
    """What CASCADE is said of, what is known to hang on it, and whether that is all."""

    what: str
    way_out: str
    dependents: tuple[str, ...] = ()
    unsure: bool = True


def _read(statement: Statement, operation: Operation) -> _Drop | None:
    """Return what an operation cascades from; None when it does not, or nobody can mind."""
    match operation:
        case DropTable(table=name) if operation.cascade and not operation.temporary:
            return None if statement.is_own(name) else _table(statement, name)
        case DropView(view=name) if operation.cascade:
            return None if statement.is_private(name) else _view(statement, operation)
        case DropObject(name=name) if operation.cascade and operation.what not in _ELSEWHERE:
            way_out = f"DROP {operation.what.upper()} {quoted(name)}"
            what = f"{operation.what} {name}"
            return None if statement.is_private(name) else _Drop(what, way_out)
        case DropColumn() if operation.cascade:
            return _column(statement, operation)
        case DropConstraint() if operation.cascade:
            return _constraint(statement, operation)
        case _:
            return None


def _table(statement: Statement, name: Name) -> _Drop | None:
    catalog, key = statement.catalog, statement.name(name)
    if key in catalog.gone:
        return None
    table = catalog.table(name)
    referring = tuple(other for other in catalog.referencing_tables(key) if other != key)
    dependents = (
        *(f"foreign keys of {other}" for other in referring),
        *(f"view {view}" for view in catalog.readers_of(key)),
        *(f"table {heir}" for heir in (table.children if table else ())),
    )
    unsure = table is None or not table.created_by
    return _Drop(f"table {name}", f"DROP TABLE {quoted(name)}", dependents, unsure)


def _view(statement: Statement, drop: DropView) -> _Drop:
    key = statement.name(drop.view)
    kind = "materialized view" if drop.materialized else "view"
    dependents = tuple(f"view {view}" for view in statement.catalog.readers_of(key))
    return _Drop(
        f"{kind} {drop.view}",
        f"DROP {kind.upper()} {quoted(drop.view)}",
        dependents,
        key not in statement.catalog.views,
    )


def _column(statement: Statement, drop: DropColumn) -> _Drop | None:
    if statement.is_own(drop.table) or statement.is_new_column(drop.table, drop.column):
        return None
    table = statement.catalog.table(drop.table)
    known = table is not None and table.column(drop.column) is not None
    viewed = bool(statement.catalog.readers_of(statement.name(drop.table)))
    return _Drop(
        f"column {drop.table}.{drop.column}",
        f"ALTER TABLE {quoted(drop.table)} DROP COLUMN {quoted(drop.column)}",
        _referring(statement, drop.table, (drop.column,)),
        not known or viewed,
    )


def _constraint(statement: Statement, drop: DropConstraint) -> _Drop | None:
    table = statement.catalog.table(drop.table)
    found = table.constraint(drop.name) if table is not None else None
    added = any(
        add.constraint.name == drop.name
        for add in statement.earlier_on(AddConstraint, drop.table)
        if drop.name
    )
    if statement.is_own(drop.table) or added:
        return None
    if found is not None and found.kind not in _REFERENCED:
        return None
    return _Drop(
        f"constraint {drop.name} of {drop.table}",
        f"ALTER TABLE {quoted(drop.table)} DROP CONSTRAINT {quoted(drop.name)}",
        _referring(statement, drop.table, found.columns) if found is not None else (),
        found is None,
    )


def _referring(statement: Statement, table: Name, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the foreign keys of other tables that need one of these columns."""
    catalog, key = statement.catalog, statement.name(table)
    return tuple(
        f"foreign key {found.name} of {other}"
        for other in catalog.referencing_tables(key)
        if (known := catalog.table(other)) is not None
        for found in known.foreign_keys()
        if found.references is not None
        and catalog.key(found.references) == key
        and not set(columns).isdisjoint(found.referenced_columns)
    )


_DEAF = {"mysql", "mariadb", "sqlite"}
_ELSEWHERE = {"schema", "database"}
_REFERENCED = {ConstraintKind.PRIMARY_KEY, ConstraintKind.UNIQUE}
