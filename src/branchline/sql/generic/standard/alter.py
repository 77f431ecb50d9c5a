"""ALTER TABLE of standard SQL: one action, or several with commas."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import RenameObject
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
)
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.standard.columns import column, value
from branchline.sql.generic.standard.constraints import constraint, starts_constraint
from branchline.sql.generic.standard.types import sql_type


def alter_table(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER TABLE."""
    cursor.expect("ALTER TABLE")
    cursor.skip("IF EXISTS")
    table = cursor.name()
    for part in cursor.commas():
        yield from _action(part, table)
        part.end()


def drop(cursor: Cursor, table: Name) -> Iterator[Operation]:
    """Read what follows DROP: a constraint or a column."""
    if cursor.skip("PRIMARY KEY"):
        yield DropConstraint(table, cascade=cursor.skip("CASCADE"), kind_of="primary key")
        return
    if cursor.skip("CONSTRAINT"):
        guarded = cursor.skip("IF EXISTS")
        name = cursor.identifier()
        yield DropConstraint(table, name, if_exists=guarded, cascade=cursor.skip("CASCADE"))
    else:
        cursor.skip("COLUMN")
        guarded = cursor.skip("IF EXISTS")
        name = cursor.identifier()
        yield DropColumn(table, name, if_exists=guarded, cascade=cursor.skip("CASCADE"))
    cursor.skip("RESTRICT")


def rename(cursor: Cursor, table: Name) -> Iterator[Operation]:
    """Read what follows RENAME."""
    if cursor.skip("TO"):
        yield RenameTable(table, Name(cursor.identifier(column=False), table.schema))
        return
    constraint_ = cursor.skip("CONSTRAINT")
    cursor.skip("COLUMN")
    old = cursor.identifier()
    cursor.expect("TO")
    new = cursor.identifier()
    if constraint_:
        yield RenameObject("constraint", Name(old), new, table)
    else:
        yield RenameColumn(table, old, new)


def _action(cursor: Cursor, table: Name) -> Iterator[Operation]:
    if cursor.skip("ADD"):
        if starts_constraint(cursor):
            yield AddConstraint(table, constraint(cursor))
            return
        cursor.skip("COLUMN")
        guarded = cursor.skip("IF NOT EXISTS")
        yield AddColumn(table, column(cursor), if_not_exists=guarded)
    elif cursor.skip("DROP"):
        yield from drop(cursor, table)
    elif cursor.skip("RENAME"):
        yield from rename(cursor, table)
    else:
        cursor.expect("ALTER COLUMN", "ALTER")
        yield _column(cursor, table)


def _column(cursor: Cursor, table: Name) -> Operation:
    name = cursor.identifier()
    if cursor.skip("SET NOT NULL"):
        return SetNotNull(table, name)
    if cursor.skip("DROP NOT NULL"):
        return DropNotNull(table, name)
    if cursor.skip("SET DEFAULT"):
        return SetDefault(table, name, value(cursor))
    if cursor.skip("DROP DEFAULT"):
        return DropDefault(table, name)
    cursor.expect("SET DATA TYPE", "TYPE")
    return AlterColumnType(table, name, sql_type(cursor))
