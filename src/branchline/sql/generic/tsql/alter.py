"""SQL Server's ALTER TABLE: one kind of action, with a list behind it.

ALTER COLUMN states the whole: without NOT NULL the column takes NULL from then on.
"""

from collections.abc import Iterator

from branchline.model.operations.base import ConstraintKind, Name, Operation
from branchline.model.operations.objects import SetTrigger
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterConstraint,
    AlterPartition,
    DropColumn,
    DropConstraint,
    DropNotNull,
    SetColumnOption,
    SetDefault,
    SetNotNull,
    SetTableOption,
    ValidateConstraint,
)
from branchline.model.value import replace
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.standard.columns import column, value
from branchline.sql.generic.standard.constraints import constraint, starts_constraint, storage
from branchline.sql.generic.standard.types import sql_type


def alter_table(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER TABLE."""
    cursor.expect("ALTER TABLE")
    table = cursor.name()
    checked = cursor.skip("WITH CHECK")
    unchecked = cursor.skip("WITH NOCHECK")
    if cursor.skip("ADD"):
        yield from _add(cursor, table, valid=not unchecked)
    elif cursor.skip("ALTER COLUMN"):
        yield from _column(cursor, table)
    elif cursor.skip("DROP"):
        yield from _drop(cursor, table)
    elif cursor.sees("CHECK CONSTRAINT", "NOCHECK CONSTRAINT"):
        yield from _switched(cursor, table, checked=checked)
    elif cursor.sees("ENABLE TRIGGER", "DISABLE TRIGGER"):
        yield from _triggers(cursor, table)
    elif cursor.skip("SWITCH"):
        partition = cursor.until("TO").written()
        cursor.expect("TO")
        cursor.rest()
        yield AlterPartition(table, "switch", (partition,) if partition else ())
    else:
        option = cursor.one_of("REBUILD", "SET", "ENABLE", "DISABLE", "MERGE", "SPLIT").lower()
        yield SetTableOption(table, option, cursor.rest().written())


def _add(cursor: Cursor, table: Name, *, valid: bool) -> Iterator[Operation]:
    while True:
        yield _added(cursor, table, valid=valid)
        storage(cursor)
        if not cursor.skip(","):
            return


def _added(cursor: Cursor, table: Name, *, valid: bool) -> Operation:
    probe = cursor.part(cursor.at, cursor.stop)
    if probe.skip("CONSTRAINT"):
        probe.identifier()
    if probe.skip("DEFAULT"):
        cursor.at = probe.at
        default = value(cursor)
        cursor.expect("FOR")
        made = SetDefault(table, cursor.identifier(), default)
        cursor.skip("WITH VALUES")
        return made
    if not starts_constraint(cursor):
        return AddColumn(table, column(cursor))
    found = constraint(cursor)
    if found.kind in {ConstraintKind.CHECK, ConstraintKind.FOREIGN_KEY}:
        found = replace(found, valid=valid)
    return AddConstraint(table, found)


def _column(cursor: Cursor, table: Name) -> Iterator[Operation]:
    name = cursor.identifier()
    if cursor.sees("ADD", "DROP"):
        cursor.take()
        yield SetColumnOption(table, name, cursor.rest().written().lower())
        return
    kind = sql_type(cursor)
    collation = cursor.word().lower() if cursor.skip("COLLATE") else ""
    strict = cursor.skip("NOT NULL")
    if not strict:
        cursor.skip("NULL")
    cursor.skip("SPARSE")
    online = "".join(cursor.part(cursor.at, cursor.stop).written().upper().split())
    yield AlterColumnType(
        table, name, kind, collation=collation, online=online.startswith("WITH(ONLINE=ON")
    )
    yield SetNotNull(table, name) if strict else DropNotNull(table, name)
    storage(cursor)


def _drop(cursor: Cursor, table: Name) -> Iterator[Operation]:
    columns = False
    while True:
        if cursor.skip("COLUMN"):
            columns = True
        elif cursor.skip("CONSTRAINT"):
            columns = False
        guarded = cursor.skip("IF EXISTS")
        name = cursor.identifier()
        if columns:
            yield DropColumn(table, name, if_exists=guarded)
        else:
            yield DropConstraint(table, name, if_exists=guarded)
        storage(cursor)
        if not cursor.skip(","):
            return


def _switched(cursor: Cursor, table: Name, *, checked: bool) -> Iterator[Operation]:
    enabled = cursor.one_of("CHECK CONSTRAINT", "NOCHECK CONSTRAINT") == "CHECK CONSTRAINT"
    while True:
        name = "all" if cursor.skip("ALL") else cursor.identifier()
        if enabled and checked:
            yield ValidateConstraint(table, name)
        else:
            yield AlterConstraint(table, name, "enabled" if enabled else "disabled")
        if not cursor.skip(","):
            return


def _triggers(cursor: Cursor, table: Name) -> Iterator[Operation]:
    enabled = cursor.one_of("ENABLE TRIGGER", "DISABLE TRIGGER").startswith("ENABLE")
    while True:
        name = "all" if cursor.skip("ALL") else cursor.identifier()
        yield SetTrigger(table, name, enabled=enabled)
        if not cursor.skip(","):
            return
