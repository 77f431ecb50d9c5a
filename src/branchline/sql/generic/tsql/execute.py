"""EXEC of SQL Server: `sp_rename` is read, a string that is run is not."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import RenameObject
from branchline.model.operations.session import Insert, RunBlock, Select
from branchline.model.operations.tables import RenameColumn, RenameTable
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.rows import change


def execute(cursor: Cursor) -> Iterator[Operation]:
    """Read EXEC."""
    cursor.expect("EXECUTE", "EXEC")
    if cursor.sees("("):
        inner = cursor.inside()
        cursor.rest()
        yield RunBlock("tsql", dynamic=True, unquoted=inner.stop - inner.at > 1)
        return
    if cursor.peek().kind == "variable":
        cursor.take()
        if not cursor.skip("="):
            cursor.rest()
            yield RunBlock("tsql", dynamic=True)
            return
    name = cursor.name()
    arguments = [part.rest() for part in cursor.rest().commas()]
    if name.name == "sp_rename":
        yield _renamed(arguments)
    elif name.name == "sp_executesql":
        yield RunBlock("tsql", dynamic=True)
    else:
        yield Select(functions=(str(name),))


def insert(cursor: Cursor) -> Iterator[Operation]:
    """Read INSERT, whose rows may be those that a procedure gives."""
    probe = cursor.part(cursor.at, cursor.stop)
    probe.until("EXEC", "EXECUTE")
    if probe.done:
        yield from change(cursor)
        return
    cursor.expect("INSERT INTO", "INSERT")
    table = cursor.name()
    columns = cursor.names() if cursor.sees("(") else ()
    yield Insert(table, columns=columns, from_query=True)
    yield from execute(cursor)


def _renamed(arguments: list[Cursor]) -> Operation:
    values = [_string(argument) for argument in arguments]
    if len(values) < 2 or None in values[:2]:  # noqa: PLR2004 - the old and the new name
        return RunBlock("tsql", dynamic=True)
    parts = [part.strip('[]"').lower() for part in (values[0] or "").split(".")]
    new = (values[1] or "").lower()
    what = (values[2] or "object").lower() if len(values) > 2 else "object"  # noqa: PLR2004
    owner = _name(parts[:-1]) if len(parts) > 1 else Name("")
    if what == "column":
        return RenameColumn(owner, parts[-1], new)
    if what == "index":
        return RenameObject("index", Name(parts[-1]), new, owner)
    whole = _name(parts)
    return RenameTable(whole, Name(new, whole.schema))


def _name(parts: list[str]) -> Name:
    schema = parts[-2] if len(parts) > 1 else ""
    return Name(parts[-1], "" if schema == "dbo" else schema)


def _string(cursor: Cursor) -> str | None:
    if cursor.peek().kind == "variable" and cursor.peek(1).key == "=":
        cursor.at += 2
    token = cursor.take()
    return token.text if token.kind in {"string", "word", "name"} and cursor.done else None
