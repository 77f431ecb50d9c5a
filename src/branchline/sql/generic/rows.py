"""Queries and changes of rows.

sqlglot reads them; nothing of it is imported before one is met.
"""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.value import value
from branchline.sql.generic.cursor import Cursor


@value
class Query:
    """What a query reads and gives; `shape` are its columns' names, none behind a `*`.

    `bounded` says that a condition or LIMIT leaves rows out.
    """

    tables: tuple[Name, ...] = ()
    functions: tuple[str, ...] = ()
    star: bool = False
    shape: tuple[str, ...] = ()
    bounded: bool = False


def query(cursor: Cursor) -> Query:
    """Read all that is left of a cursor as a query."""
    from branchline.sql.generic import changes

    return changes.query(cursor)


def change(cursor: Cursor) -> Iterator[Operation]:
    """Read SELECT, VALUES, INSERT, REPLACE, UPDATE, DELETE, MERGE and a WITH before them."""
    from branchline.sql.generic import changes

    yield from changes.change(cursor.rest())
