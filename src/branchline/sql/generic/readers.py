"""Which reader a statement belongs to, by its first words."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from branchline.model.operations.base import Operation
from branchline.sql.generic.cursor import Cursor

Reader: TypeAlias = Callable[[Cursor], Iterator[Operation]]
"""Reads one statement from its first word on; what it leaves over is refused."""

Table: TypeAlias = tuple[tuple[tuple[str, ...], Reader], ...]


def chosen(cursor: Cursor, table: Table) -> Reader:
    """Return the first reader that has a phrase for what comes next, or refuse.

    A reader without phrases takes anything.
    """
    for phrases, reader in table:
        if not phrases or cursor.sees(*phrases):
            return reader
    raise cursor.unexpected()
