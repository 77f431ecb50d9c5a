"""Statements of Oracle."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.session import Analyze
from branchline.model.operations.tables import RenameTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.oracle import alter, blocks
from branchline.sql.generic.readers import Table
from branchline.sql.generic.standard import COMMON, objects, session


def rename(cursor: Cursor) -> Iterator[Operation]:
    """Read RENAME: a table, view, sequence or synonym of one's own."""
    cursor.expect("RENAME")
    old = cursor.name()
    cursor.expect("TO")
    yield RenameTable(old, Name(cursor.identifier(column=False), old.schema))


def analyze(cursor: Cursor) -> Iterator[Operation]:
    """Read ANALYZE."""
    cursor.expect("ANALYZE TABLE", "ANALYZE INDEX", "ANALYZE CLUSTER")
    table = cursor.name()
    cursor.rest()
    yield Analyze((table,))


def _block(cursor: Cursor) -> Iterator[Operation]:
    return blocks.block(cursor, STATEMENTS)


STATEMENTS: Table = (
    *COMMON,
    (("ALTER TABLE",), alter.alter_table),
    (("ALTER SESSION SET", "ALTER SYSTEM SET", "SET"), session.setting),
    (("ALTER SESSION", "ALTER SYSTEM"), session.alter_session),
    (("RENAME",), rename),
    (("ANALYZE",), analyze),
    (("PURGE", "FLASHBACK", "AUDIT", "NOAUDIT", "ASSOCIATE"), session.other),
    (("CREATE",), objects.create),
    (("ALTER",), objects.alter),
    (("DROP",), objects.drop),
)
READERS: Table = (*STATEMENTS, (("BEGIN", "DECLARE", "<<"), _block))
