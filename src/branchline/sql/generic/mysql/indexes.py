"""CREATE INDEX and DROP INDEX of MySQL."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import CreateIndex, DropIndex
from branchline.model.value import replace
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.mysql.alter import algorithm, choice, dropped
from branchline.sql.generic.mysql.keys import options, parts, using
from branchline.sql.generic.mysql.tables import wait


def create_index(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE INDEX."""
    cursor.expect("CREATE")
    replaces = cursor.skip("OR REPLACE")
    cursor.skip("ONLINE", "OFFLINE")
    kind = cursor.one_of("UNIQUE", "FULLTEXT", "SPATIAL", "INDEX")
    if kind != "INDEX":
        cursor.expect("INDEX")
    guarded = cursor.skip("IF NOT EXISTS")
    name = cursor.identifier()
    method = using(cursor)
    cursor.expect("ON")
    table = cursor.name()
    wait(cursor)
    made = CreateIndex(
        table,
        name,
        parts(cursor),
        unique=kind == "UNIQUE",
        if_not_exists=guarded,
        kind_of="" if kind in {"UNIQUE", "INDEX"} else kind.lower(),
    )
    chosen = {"ALGORITHM": "", "LOCK": ""}
    given = options(cursor)
    while choice(cursor, chosen):
        given += options(cursor)
    method = method or dict(given).get("using", "")
    if replaces:
        yield DropIndex(Name(name), table, if_exists=True)
    yield replace(made, method=method, options=given)
    yield from algorithm(table, chosen)


def drop_index(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP INDEX."""
    cursor.expect("DROP INDEX")
    guarded = cursor.skip("IF EXISTS")
    name = cursor.identifier()
    cursor.expect("ON")
    table = cursor.name()
    wait(cursor)
    chosen = {"ALGORITHM": "", "LOCK": ""}
    while choice(cursor, chosen):
        pass
    yield dropped(name, table, if_exists=guarded)
    yield from algorithm(table, chosen)
