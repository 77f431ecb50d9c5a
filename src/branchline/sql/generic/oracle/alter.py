"""Oracle's ALTER TABLE: actions follow each other without commas.

MODIFY names what changes and nothing else: a type, a default, NULL or NOT NULL,
each an operation of its own.
"""

from collections.abc import Iterator

from branchline.model.operations.base import Column, Name, Operation
from branchline.model.operations.tables import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterConstraint,
    AlterPartition,
    DropColumn,
    DropConstraint,
    DropNotNull,
    SetDefault,
    SetNotNull,
    SetTableOption,
    ValidateConstraint,
)
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.standard.alter import rename
from branchline.sql.generic.standard.columns import clauses, column
from branchline.sql.generic.standard.constraints import constraint, starts_constraint
from branchline.sql.generic.standard.types import sql_type


def alter_table(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER TABLE."""
    cursor.expect("ALTER TABLE")
    table = cursor.name()
    if cursor.done:
        raise cursor.unexpected()
    while not cursor.done:
        yield from _action(cursor, table)


def _action(cursor: Cursor, table: Name) -> Iterator[Operation]:
    if cursor.sees(*_PARTITIONS):
        yield _partition(cursor, table)
    elif cursor.skip("ADD"):
        yield from _add(cursor, table)
    elif cursor.skip("MODIFY"):
        yield from _modify(cursor, table)
    elif cursor.skip("DROP UNUSED COLUMNS"):
        cursor.rest()
        yield SetTableOption(table, "drop unused columns")
    elif cursor.skip("DROP"):
        yield from _drop(cursor, table)
    elif cursor.skip("SET UNUSED"):
        yield from _columns(cursor, table, hidden=True)
        cursor.skip("ONLINE")
    elif cursor.skip("RENAME"):
        yield from rename(cursor, table)
    elif cursor.sees("ENABLE", "DISABLE"):
        yield from _switched(cursor, table)
    else:
        option = cursor.one_of(*_OPTIONS).lower()
        yield SetTableOption(table, option, cursor.rest().written())


def _add(cursor: Cursor, table: Name) -> Iterator[Operation]:
    if starts_constraint(cursor):
        yield AddConstraint(table, constraint(cursor))
        return
    cursor.skip("COLUMN")
    if not cursor.sees("("):
        yield AddColumn(table, column(cursor))
        return
    for part in cursor.inside().commas():
        if starts_constraint(part):
            yield AddConstraint(table, constraint(part))
        else:
            yield AddColumn(table, column(part))
        part.end()


def _modify(cursor: Cursor, table: Name) -> Iterator[Operation]:
    if cursor.skip("CONSTRAINT"):
        yield from _state(cursor, table, cursor.identifier())
        return
    cursor.skip("COLUMN")
    if not cursor.sees("("):
        yield from _changed(cursor, table)
        return
    for part in cursor.inside().commas():
        yield from _changed(part, table)
        part.end()


def _changed(cursor: Cursor, table: Name) -> Iterator[Operation]:
    name = cursor.identifier()
    if not cursor.done and not cursor.sees(*_NO_TYPE):
        yield AlterColumnType(table, name, sql_type(cursor))
    nullable = any(
        cursor.part(at, cursor.stop).sees("NULL") and cursor.tokens[at - 1].key not in _BEFORE_NULL
        for at in range(cursor.at, cursor.stop)
    )
    found = clauses(cursor, Column(name))
    if found.default is not None:
        yield SetDefault(table, name, found.default)
    if found.not_null:
        yield SetNotNull(table, name)
    elif nullable:
        yield DropNotNull(table, name)
    for one in found.constraints:
        yield AddConstraint(table, one)


def _drop(cursor: Cursor, table: Name) -> Iterator[Operation]:
    if cursor.skip("CONSTRAINT"):
        guarded = cursor.skip("IF EXISTS")
        name = cursor.identifier()
        cascade = cursor.skip("CASCADE")
        yield DropConstraint(table, name, if_exists=guarded, cascade=cascade)
        cursor.skip("KEEP INDEX", "DROP INDEX", "ONLINE")
    elif cursor.skip("PRIMARY KEY"):
        yield DropConstraint(table, cascade=cursor.skip("CASCADE"), kind_of="primary key")
        cursor.skip("KEEP INDEX", "DROP INDEX", "ONLINE")
    elif cursor.skip("UNIQUE"):
        cursor.names()
        yield DropConstraint(table, cascade=cursor.skip("CASCADE"), kind_of="unique")
        cursor.skip("KEEP INDEX", "DROP INDEX", "ONLINE")
    else:
        yield from _columns(cursor, table)


def _columns(cursor: Cursor, table: Name, *, hidden: bool = False) -> Iterator[Operation]:
    names = [cursor.identifier()] if cursor.skip("COLUMN") else cursor.names()
    cascade = cursor.skip("CASCADE CONSTRAINTS", "CASCADE")
    cursor.skip("INVALIDATE")
    if cursor.skip("CHECKPOINT"):
        cursor.word()
    for name in names:
        yield DropColumn(table, name, cascade=cascade, hidden=hidden)


def _switched(cursor: Cursor, table: Name) -> Iterator[Operation]:
    probe = cursor.part(cursor.at + 1, cursor.stop)
    probe.skip("VALIDATE", "NOVALIDATE")
    if probe.skip("CONSTRAINT"):
        name = probe.identifier()
        enables, trusts = cursor.sees("ENABLE"), not cursor.sees("ENABLE NOVALIDATE")
        cursor.at = probe.at
        cursor.skip("CASCADE")
        if enables and trusts:
            yield ValidateConstraint(table, name)
        else:
            yield AlterConstraint(table, name, "enabled" if enables else "disabled")
        return
    yield SetTableOption(table, cursor.rest().written().lower())


def _state(cursor: Cursor, table: Name, name: str) -> Iterator[Operation]:
    validates = cursor.sees("VALIDATE", "ENABLE VALIDATE", "ENABLE")
    unchecked = cursor.sees("ENABLE NOVALIDATE", "NOVALIDATE")
    option = cursor.until("USING").written().lower()
    if cursor.sees("USING"):
        cursor.rest()
    if validates and not unchecked:
        yield ValidateConstraint(table, name)
    else:
        yield AlterConstraint(table, name, option)


def _partition(cursor: Cursor, table: Name) -> Operation:
    action = cursor.one_of(*_PARTITIONS).split(" ", maxsplit=1)[0].lower()
    names: tuple[str, ...] = ()
    if not cursor.done and not cursor.sees("FOR", "(", "VALUES"):
        names = (cursor.identifier(),)
    rest = cursor.rest().written().upper().split()
    return AlterPartition(table, action, names, _updates_indexes(rest))


def _updates_indexes(words: list[str]) -> bool:
    at = words.index("UPDATE") if "UPDATE" in words else len(words)
    return words[at + 1 : at + 3] == ["GLOBAL", "INDEXES"] or words[at + 1 : at + 2] == ["INDEXES"]


_BEFORE_NULL = frozenset({"NOT", "ON", "DEFAULT", "IS", ","})
_NO_TYPE = (
    "NOT",
    "NULL",
    "DEFAULT",
    "CONSTRAINT",
    "CHECK",
    "UNIQUE",
    "PRIMARY",
    "REFERENCES",
    "VISIBLE",
    "INVISIBLE",
    "GENERATED",
    "ENCRYPT",
)
_PARTITIONS = tuple(
    f"{action} {what}"
    for action in (
        "ADD",
        "DROP",
        "TRUNCATE",
        "SPLIT",
        "MERGE",
        "EXCHANGE",
        "MOVE",
        "RENAME",
        "MODIFY",
        "COALESCE",
    )
    for what in ("PARTITION", "SUBPARTITION", "PARTITIONS")
)
_OPTIONS = (
    "MOVE",
    "SHRINK SPACE",
    "LOGGING",
    "NOLOGGING",
    "COMPRESS",
    "NOCOMPRESS",
    "PARALLEL",
    "NOPARALLEL",
    "CACHE",
    "NOCACHE",
    "READ ONLY",
    "READ WRITE",
    "ROW STORE",
    "INITRANS",
    "PCTFREE",
    "PCTUSED",
    "STORAGE",
    "INMEMORY",
    "NO INMEMORY",
    "FLASHBACK",
    "NO FLASHBACK",
    "DEFAULT COLLATION",
    "SET",
    "UPGRADE",
    "ALLOCATE",
    "DEALLOCATE",
    "RESULT_CACHE",
    "MONITORING",
    "NOMONITORING",
)
