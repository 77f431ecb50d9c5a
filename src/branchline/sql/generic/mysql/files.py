"""Rows that enter MySQL from a file: LOAD DATA."""

from collections.abc import Iterator

from branchline.model.operations.base import Operation
from branchline.model.operations.session import Copy, Insert
from branchline.sql.generic.cursor import Cursor


def load(cursor: Cursor) -> Iterator[Operation]:
    """Read LOAD DATA and LOAD XML."""
    cursor.expect("LOAD DATA", "LOAD XML")
    cursor.skip("LOW_PRIORITY", "CONCURRENT")
    cursor.skip("LOCAL")
    cursor.expect("INFILE")
    file = cursor.word()
    replaces = cursor.skip("REPLACE")
    if not replaces:
        cursor.skip("IGNORE")
    cursor.expect("INTO TABLE")
    table = cursor.name()
    cursor.rest()
    yield Insert(table, replace=replaces, copy=True)
    yield Copy(table, target=file)
