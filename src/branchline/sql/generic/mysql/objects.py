"""Views, triggers, routines, events, databases and accounts of MySQL.

The body of a routine is kept as text: it does nothing before somebody calls it.
"""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import (
    AlterObject,
    CreateFunction,
    CreateObject,
    CreateTrigger,
    CreateView,
    DropObject,
    DropTrigger,
    DropView,
)
from branchline.model.value import replace
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.rows import query
from branchline.sql.secrets import hidden


def create(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE of anything but tables and indexes; a DEFINER hides what it is."""
    yield from (create_view if _is_view(cursor) else create_other)(cursor)


def alter(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER of anything but tables."""
    yield from (create_view if _is_view(cursor) else alter_other)(cursor)


def create_view(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE VIEW and ALTER VIEW."""
    replaces = cursor.one_of("CREATE", "ALTER") == "ALTER"
    replaces = cursor.skip("OR REPLACE") or replaces
    if cursor.skip("ALGORITHM ="):
        cursor.one_of("UNDEFINED", "MERGE", "TEMPTABLE")
    definer, security = _definer(cursor)
    cursor.expect("VIEW")
    guarded = cursor.skip("IF NOT EXISTS")
    view = cursor.name()
    columns = cursor.names() if cursor.sees("(") else ()
    cursor.expect("AS")
    found = query(cursor.until("WITH CHECK", "WITH CASCADED CHECK", "WITH LOCAL CHECK"))
    if cursor.skip("WITH"):
        cursor.skip("CASCADED", "LOCAL")
        cursor.expect("CHECK OPTION")
    yield CreateView(
        view,
        replace=replaces,
        if_not_exists=guarded,
        columns=columns or found.shape,
        reads=found.tables,
        star=found.star,
        definer=definer,
        security=security,
    )


def drop_view(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP VIEW."""
    cursor.expect("DROP VIEW")
    guarded = cursor.skip("IF EXISTS")
    for name in names(cursor):
        yield DropView(name, if_exists=guarded)
    cursor.skip("RESTRICT", "CASCADE")


def create_other(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE of a routine, a trigger or anything that has no word of its own."""
    cursor.expect("CREATE")
    replaces = cursor.skip("OR REPLACE")
    definer, _ = _definer(cursor)
    cursor.skip("AGGREGATE", "SPATIAL", "UNDO", "TEMPORARY")
    if cursor.skip("TRIGGER"):
        yield replace(_trigger(cursor, replaces=replaces), definer=definer)
    elif cursor.sees("PROCEDURE", "FUNCTION"):
        yield replace(_routine(cursor, replaces=replaces), definer=definer)
    else:
        what = cursor.one_of(*_OBJECTS)
        guarded = cursor.skip("IF NOT EXISTS")
        name = account(cursor) if what in _ACCOUNTS else cursor.name()
        rest = cursor.rest()
        given = tuple(_secrets(rest)) if what in _ACCOUNTS else ()
        kind = _WHAT.get(what, what.lower())
        yield CreateObject(kind, name, guarded, replaces, options=given, definer=definer)


def alter_other(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER of anything but tables and views."""
    cursor.expect("ALTER")
    _definer(cursor)
    what = cursor.one_of(*_OBJECTS, "PROCEDURE", "FUNCTION", "INSTANCE")
    guarded = cursor.skip("IF EXISTS")
    del guarded
    if what in _ACCOUNTS:
        name = account(cursor)
    else:
        named = what != "INSTANCE" and not cursor.sees("CHARACTER", "DEFAULT", "COLLATE")
        name = cursor.name() if named else Name("")
    if cursor.done:
        raise cursor.unexpected()
    action = cursor.peek().text.lower()
    rest = cursor.rest()
    given = tuple(_secrets(rest)) if what in _ACCOUNTS else ()
    yield AlterObject(_WHAT.get(what, what.lower()), name, action=action, options=given)


def drop_other(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP of anything but tables, indexes and views."""
    cursor.expect("DROP")
    what = cursor.one_of(*_OBJECTS, "PROCEDURE", "FUNCTION", "TRIGGER")
    guarded = cursor.skip("IF EXISTS")
    if what == "TRIGGER":
        yield DropTrigger(Name(""), cursor.name().name, if_exists=guarded)
        return
    many = what in _ACCOUNTS or what == "SEQUENCE"
    found = [account(cursor) if what in _ACCOUNTS else cursor.name()]
    while many and cursor.skip(","):
        found.append(account(cursor) if what in _ACCOUNTS else cursor.name())
    for name in found:
        yield DropObject(_WHAT.get(what, what.lower()), name, if_exists=guarded)


def account(cursor: Cursor) -> Name:
    """Read a user or role: `name`, `'name'@'host'`, or CURRENT_USER."""
    token = cursor.take()
    if token.kind not in {"word", "name", "string"}:
        cursor.at -= 1
        raise cursor.unexpected()
    host = cursor.peek()
    if host.kind == "variable" and host.text.startswith("@"):
        cursor.take()
        following = cursor.peek()
        bare = host.text == "@"
        if bare and following.kind in {"string", "name"} and following.start == host.end:
            return Name(f"{token.text}@{cursor.take().text}")
        return Name(f"{token.text}{host.text.replace('`', '')}")
    if cursor.sees("( )"):
        cursor.inside()
    return Name(token.text)


def names(cursor: Cursor) -> list[Name]:
    """Read names with commas between them."""
    found = [cursor.name()]
    while cursor.skip(","):
        found.append(cursor.name())
    return found


def _definer(cursor: Cursor) -> tuple[str, str]:
    """Read DEFINER and SQL SECURITY; an account or a word of each, empty when not there."""
    definer = security = ""
    if cursor.skip("DEFINER"):
        cursor.expect("=")
        definer = account(cursor).name
    if cursor.skip("SQL SECURITY"):
        security = cursor.one_of("DEFINER", "INVOKER").lower()
    return definer, security


def _secrets(cursor: Cursor) -> Iterator[tuple[str, str]]:
    """Yield the password of IDENTIFIED, as `hidden` tells of it."""
    for at in range(cursor.at, cursor.stop):
        part = cursor.part(at, cursor.stop)
        if part.skip("BY PASSWORD", "BY", "AS", "USING") and part.peek().kind == "string":
            yield "password", hidden(part.peek().text)
            return


def _is_view(cursor: Cursor) -> bool:
    probe = cursor.part(cursor.at + 1, cursor.stop)
    probe.skip("OR REPLACE")
    _definer(probe)
    return probe.sees("VIEW")


def _trigger(cursor: Cursor, *, replaces: bool) -> CreateTrigger:
    cursor.skip("IF NOT EXISTS")
    name = cursor.name()
    cursor.one_of("BEFORE", "AFTER")
    cursor.one_of("INSERT", "UPDATE", "DELETE")
    cursor.expect("ON")
    table = cursor.name()
    cursor.expect("FOR EACH ROW")
    if cursor.skip("FOLLOWS", "PRECEDES"):
        cursor.identifier()
    _body(cursor)
    return CreateTrigger(table, name.name, replace=replaces)


def _routine(cursor: Cursor, *, replaces: bool) -> CreateFunction:
    what = cursor.one_of("PROCEDURE", "FUNCTION")
    cursor.skip("IF NOT EXISTS")
    name = cursor.name()
    if cursor.skip("RETURNS"):
        # A loadable function: its body is a library.
        cursor.rest()
        return CreateFunction(name, replace=replaces, language="library")
    arguments = [part.written() for part in cursor.inside().commas()]
    if what == "FUNCTION":
        cursor.expect("RETURNS")
    returns = cursor.peek().text.lower() if what == "FUNCTION" else ""
    body = _body(cursor)
    return CreateFunction(
        name,
        arguments=tuple(argument for argument in arguments if argument),
        returns=returns,
        language="sql",
        replace=replaces,
        procedure=what == "PROCEDURE",
        body=body,
    )


def _body(cursor: Cursor) -> str:
    if cursor.done:
        raise cursor.unexpected()
    return cursor.rest().written()


_ACCOUNTS = frozenset({"USER", "ROLE"})
_WHAT = {"SCHEMA": "database"}
_OBJECTS = (
    "DATABASE",
    "SCHEMA",
    "EVENT",
    "USER",
    "ROLE",
    "SEQUENCE",
    "SERVER",
    "LOGFILE GROUP",
    "TABLESPACE",
    "RESOURCE GROUP",
    "PACKAGE BODY",
    "PACKAGE",
    "REFERENCE SYSTEM",
)
