"""PostgreSQL's statements, read by PostgreSQL's own grammar.

Version 17's speaks first; version 18's is asked only about what that one
refuses, so words that a server learnt later may be here although the server
that runs them is older.
"""

from collections.abc import Iterable

from branchline.model.operations.base import Operation
from branchline.model.operations.session import Other
from branchline.sql.parsed import Parsed
from branchline.sql.postgres import (
    alter,
    blocks,
    naming,
    objects,
    others,
    privileges,
    rows,
    session,
    tables,
)
from branchline.sql.postgres.grammar import Refused, parse, without_parser
from branchline.sql.postgres.longnames import restore
from branchline.sql.postgres.shorten import shorten
from branchline.sql.postgres.tree import Node, Reader, Source, unwrap


def read(text: str) -> Parsed:
    """Return what one statement does.

    Any text has an answer: what no grammar takes, or what is nested deeper
    than Python can follow, comes back as an error. An archive without a parser
    knows nothing of any: whoever judges says so.
    """
    if without_parser():
        return Parsed()
    short = shorten(text)
    try:
        return Parsed(tuple(_operations(short.text)))
    except Refused as refused:
        return Parsed(error=refused.message, offset=short.original(refused.offset))
    except (RecursionError, MemoryError):
        return Parsed(error="nested too deeply to be judged")


def _operations(text: str) -> Iterable[Operation]:
    statements, newer = parse(text)
    source = Source(text, _read, _read_text, enforcement=newer)
    restore(statements, source)
    for statement in statements:
        yield from _read(statement, source)


def _read(wrapped: Node, source: Source) -> Iterable[Operation]:
    kind, body = unwrap(wrapped)
    reader = _READERS.get(kind)
    return reader(body, source) if reader else (Other(kind.removesuffix("Stmt").lower()),)


def _read_text(text: str) -> Iterable[Operation]:
    """Return what a statement inside a block does; what cannot be read does nothing known."""
    return read(text).operations


_READERS: dict[str, Reader] = {
    **alter.READERS,
    **blocks.READERS,
    **naming.READERS,
    **objects.READERS,
    **others.READERS,
    **privileges.READERS,
    **rows.READERS,
    **session.READERS,
    **tables.READERS,
}
