"""Statements of SQL Server."""

from collections.abc import Iterator

from branchline.model.operations.base import Operation
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.readers import Table
from branchline.sql.generic.standard import COMMON, objects, session
from branchline.sql.generic.tsql import alter, blocks, execute

_OTHERS = (
    "DECLARE",
    "PRINT",
    "RAISERROR",
    "THROW",
    "WAITFOR",
    "USE",
    "RETURN",
    "DBCC",
    "CHECKPOINT",
    "BACKUP",
    "RESTORE",
    "UPDATE STATISTICS",
    "OPEN",
    "CLOSE",
    "FETCH",
    "DEALLOCATE",
    "KILL",
    "RECONFIGURE",
    "BULK INSERT",
    "ADD SENSITIVITY",
    "GOTO",
    "BREAK",
    "CONTINUE",
    "REVERT",
)


def _batch(cursor: Cursor) -> Iterator[Operation]:
    return blocks.batch(cursor, STATEMENTS)


STATEMENTS: Table = (
    ((*_OTHERS, "ENABLE TRIGGER", "DISABLE TRIGGER"), session.other),
    (("INSERT",), execute.insert),
    *COMMON,
    (("ALTER TABLE",), alter.alter_table),
    (("SET",), session.setting),
    (("EXECUTE", "EXEC"), execute.execute),
    (("CREATE",), objects.create),
    (("ALTER",), objects.alter),
    (("DROP",), objects.drop),
)
READERS: Table = (((), _batch),)
