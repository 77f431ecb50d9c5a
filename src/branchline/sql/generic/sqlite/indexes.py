"""CREATE INDEX and DROP INDEX."""

from collections.abc import Iterator

from branchline.model.operations.base import Key, Name, Operation
from branchline.model.operations.objects import CreateIndex, DropIndex, Reindex
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression


def create_index(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE INDEX."""
    cursor.expect("CREATE")
    unique = cursor.skip("UNIQUE")
    cursor.expect("INDEX")
    guarded = cursor.skip("IF NOT EXISTS")
    index = cursor.name()
    cursor.expect("ON")
    table = cursor.name()
    keys = tuple(key(part) for part in cursor.inside().commas())
    where = expression(cursor.rest()) if cursor.skip("WHERE") else None
    # An index stands in the schema of its table; in SQLite its own name carries it.
    table = Name(table.name, table.schema or index.schema)
    yield CreateIndex(table, index.name, keys, unique, if_not_exists=guarded, where=where)


def key(cursor: Cursor) -> Key:
    """Read one part of an index, to the end of the cursor."""
    value = cursor.until("COLLATE", "ASC", "DESC")
    collation = cursor.word().lower() if cursor.skip("COLLATE") else ""
    descending = cursor.skip("DESC")
    if not descending:
        cursor.skip("ASC")
    cursor.skip("NULLS FIRST", "NULLS LAST")
    cursor.end()
    if value.stop - value.at == 1 and value.peek().kind in {"word", "name"}:
        return Key(value.identifier(), descending=descending, collation=collation)
    return Key("", expression(value), descending=descending, collation=collation)


def drop_index(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP INDEX."""
    cursor.expect("DROP INDEX")
    guarded = cursor.skip("IF EXISTS")
    index = cursor.name()
    table = cursor.name() if cursor.skip("ON") else None
    yield DropIndex(index, table, if_exists=guarded)


def reindex(cursor: Cursor) -> Iterator[Operation]:
    """Read SQLite's REINDEX; what it names may be a table, an index or a collation."""
    cursor.expect("REINDEX")
    if cursor.done:
        yield Reindex(Name(""), scope="database")
    else:
        yield Reindex(cursor.name())
