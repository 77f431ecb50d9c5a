"""ALTER TABLE of SQLite: rename, add, drop, and nothing else."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.tables import AddColumn, DropColumn, RenameColumn, RenameTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.sqlite.columns import column


def alter_table(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER TABLE; SQLite takes one action at a time."""
    cursor.expect("ALTER TABLE")
    table = cursor.name()
    if cursor.skip("RENAME TO"):
        yield RenameTable(table, Name(cursor.identifier(column=False), table.schema))
    elif cursor.skip("RENAME COLUMN", "RENAME"):
        old = cursor.identifier()
        cursor.expect("TO")
        yield RenameColumn(table, old, cursor.identifier())
    elif cursor.skip("ADD COLUMN", "ADD"):
        yield AddColumn(table, column(cursor))
    else:
        cursor.expect("DROP COLUMN", "DROP")
        yield DropColumn(table, cursor.identifier())
