"""Indexes of SQL Server, Oracle and standard SQL."""

from collections.abc import Iterator

from branchline.model.operations.base import Key, Name, Operation
from branchline.model.operations.objects import AlterObject, CreateIndex, DropIndex
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression


def create_index(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE INDEX; ONLINE, FILLFACTOR and their like stand in the options."""
    cursor.expect("CREATE")
    unique = cursor.skip("UNIQUE")
    words = []
    while not cursor.sees("INDEX") and not cursor.done:
        words.append(cursor.one_of(*_METHODS).lower())
    cursor.expect("INDEX")
    guarded = cursor.skip("IF NOT EXISTS")
    index = cursor.name()
    cursor.expect("ON")
    cursor.skip("CLUSTER")
    table = cursor.name()
    if cursor.peek().kind == "word" and cursor.peek(1).key == "(" and not cursor.sees("WITH"):
        cursor.identifier()
    whole = "columnstore" in words and not cursor.sees("(")
    keys = () if whole else tuple(key(part) for part in cursor.inside().commas())
    include = cursor.names() if cursor.skip("INCLUDE") else ()
    where = expression(cursor.until("WITH", "ON", "TABLESPACE")) if cursor.skip("WHERE") else None
    yield CreateIndex(
        Name(table.name, table.schema),
        index.name,
        keys,
        unique,
        if_not_exists=guarded,
        method=" ".join(words),
        where=where,
        include=include,
        options=options(cursor),
    )


def key(cursor: Cursor) -> Key:
    """Read one part of an index, to the end of the cursor."""
    found = cursor.until("ASC", "DESC", "NULLS")
    descending = cursor.skip("DESC")
    if not descending:
        cursor.skip("ASC")
    cursor.skip("NULLS FIRST", "NULLS LAST")
    cursor.end()
    if found.stop - found.at == 1 and found.peek().kind in {"word", "name"}:
        return Key(found.identifier(), descending=descending)
    return Key("", expression(found), descending=descending)


def options(cursor: Cursor) -> tuple[tuple[str, str], ...]:
    """Read all that follows the columns: `online` is `on` where it is asked for."""
    found: list[tuple[str, str]] = []
    while not cursor.done:
        if cursor.skip("WITH") and cursor.sees("("):
            found += [_setting(part) for part in cursor.inside().commas()]
        elif cursor.skip("ONLINE"):
            found.append(("online", "on"))
        else:
            _other(cursor)
    return tuple(found)


def alter_index(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER INDEX: the action is `rebuild`, `reorganize`, `disable` and so on."""
    cursor.expect("ALTER INDEX")
    index = Name("all") if cursor.skip("ALL") else cursor.name()
    table = cursor.name() if cursor.skip("ON") else None
    if cursor.done:
        raise cursor.unexpected()
    action = cursor.take().text.lower()
    if action == "rename":
        cursor.expect("TO")
        given: tuple[tuple[str, str], ...] = (("to", cursor.identifier()),)
    else:
        given = options(cursor)
    yield AlterObject("index", index, action=action, table=table, options=given)


def drop_index(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP INDEX; SQL Server names the table, also as `table.index`."""
    cursor.expect("DROP INDEX")
    guarded = cursor.skip("IF EXISTS")
    while True:
        index = cursor.name()
        table = cursor.name() if cursor.skip("ON") else None
        if cursor.dialect.name == "tsql" and table is None and index.schema:
            table = Name(index.schema)
        own = "" if table else index.schema
        yield DropIndex(Name(index.name, own), table, if_exists=guarded)
        if cursor.sees("WITH ("):
            cursor.expect("WITH")
            cursor.inside()
        if not cursor.skip(","):
            break
    cursor.skip("ONLINE")
    cursor.skip("FORCE", "CASCADE", "RESTRICT")


def _setting(cursor: Cursor) -> tuple[str, str]:
    name = cursor.word().lower()
    cursor.expect("=")
    return name, cursor.rest().written().lower()


def _other(cursor: Cursor) -> None:
    if cursor.sees("("):
        cursor.inside()
        return
    token = cursor.take()
    if token.kind == "mark" and token.key not in {".", "=", ","}:
        cursor.at -= 1
        raise cursor.unexpected()


_METHODS = (
    "CLUSTERED",
    "NONCLUSTERED",
    "COLUMNSTORE",
    "BITMAP",
    "SPATIAL",
    "PRIMARY",
    "XML",
    "FULLTEXT",
    "MULTIVALUE",
    "VECTOR",
)
