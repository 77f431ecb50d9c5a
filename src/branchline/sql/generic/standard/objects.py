"""Views, routines, triggers and all else that has a name, outside of MySQL and SQLite."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import (
    AlterObject,
    CommentOn,
    CreateFunction,
    CreateObject,
    CreateTrigger,
    CreateView,
    DropObject,
    DropTrigger,
    DropView,
)
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.rows import query


def create(cursor: Cursor) -> Iterator[Operation]:
    """Read CREATE, or SQL Server's ALTER, of anything but tables and indexes."""
    replaces = cursor.one_of("CREATE", "ALTER") == "ALTER"
    replaces = cursor.skip("OR REPLACE", "OR ALTER") or replaces
    cursor.skip("NO FORCE", "FORCE")
    cursor.skip("EDITIONABLE", "NONEDITIONABLE", "PUBLIC", "SHARED", "AND COMPILE")
    materialized = cursor.skip("MATERIALIZED")
    cursor.skip("TEMPORARY", "RECURSIVE", "BIGFILE", "GLOBAL")
    if cursor.skip("VIEW"):
        yield _view(cursor, replaces=replaces, materialized=materialized)
    elif cursor.skip("TRIGGER"):
        yield _trigger(cursor, replaces=replaces)
    elif cursor.sees("PROCEDURE", "PROC", "FUNCTION"):
        yield _routine(cursor, replaces=replaces)
    else:
        what = _what(cursor)
        guarded = cursor.skip("IF NOT EXISTS")
        authorized = what == "schema" and cursor.skip("AUTHORIZATION")
        name = _any_name(cursor)
        del authorized
        cursor.rest()
        yield CreateObject(what, name, guarded, replaces)


def alter(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER of anything but tables and indexes."""
    cursor.expect("ALTER")
    if cursor.dialect.name == "tsql" and cursor.sees(*_MODULES):
        cursor.at -= 1
        yield from create(cursor)
        return
    cursor.skip("PUBLIC", "SHARED", "MATERIALIZED")
    what = _what(cursor, "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION")
    name = _any_name(cursor)
    if cursor.done:
        raise cursor.unexpected()
    action = cursor.peek().text.lower()
    cursor.rest()
    yield AlterObject(what, name, action=action)


def drop(cursor: Cursor) -> Iterator[Operation]:
    """Read DROP of anything but tables and indexes."""
    cursor.expect("DROP")
    cursor.skip("PUBLIC")
    materialized = cursor.skip("MATERIALIZED")
    what = _what(cursor, "VIEW", "TRIGGER", "PROCEDURE", "PROC", "FUNCTION")
    guarded = cursor.skip("IF EXISTS")
    names = [_any_name(cursor)]
    while cursor.skip(","):
        names.append(_any_name(cursor))
    table = cursor.name() if what in {"trigger", "rule"} and cursor.skip("ON") else Name("")
    cascade = cursor.skip("CASCADE CONSTRAINTS", "CASCADE")
    cursor.skip("RESTRICT", "FORCE", "INCLUDING CONTENTS AND DATAFILES", "INCLUDING CONTENTS")
    for name in names:
        if what == "view":
            yield DropView(name, materialized, guarded, cascade)
        elif what == "trigger":
            yield DropTrigger(table, name.name, guarded)
        else:
            yield DropObject(what, name, guarded, cascade)


def comment(cursor: Cursor) -> Iterator[Operation]:
    """Read COMMENT ON."""
    cursor.expect("COMMENT ON")
    what = cursor.word().lower()
    parts = [cursor.identifier()]
    while cursor.skip("."):
        parts.append(cursor.identifier())
    cursor.expect("IS")
    text = cursor.take()
    table = None
    if what == "column" and len(parts) > 1:
        table = Name(parts[-2], parts[-3] if len(parts) > 2 else "")  # noqa: PLR2004 - a schema
        parts = parts[-1:]
    name = Name(parts[-1], parts[-2] if len(parts) > 1 else "")
    yield CommentOn(what, name, text.text if text.kind == "string" else None, table)


def _view(cursor: Cursor, *, replaces: bool, materialized: bool) -> Operation:
    guarded = cursor.skip("IF NOT EXISTS")
    name = cursor.name()
    columns = cursor.names() if cursor.sees("(") else ()
    cursor.until("AS")
    cursor.expect("AS")
    found = query(cursor.until("WITH CHECK", "WITH READ ONLY", "WITH CASCADED", "WITH LOCAL"))
    cursor.rest()
    return CreateView(
        name,
        replace=replaces,
        materialized=materialized,
        if_not_exists=guarded,
        columns=columns or found.shape,
        reads=found.tables,
        star=found.star,
    )


def _trigger(cursor: Cursor, *, replaces: bool) -> Operation:
    cursor.skip("IF NOT EXISTS")
    name = cursor.name()
    cursor.until("ON")
    cursor.expect("ON")
    cursor.skip("NESTED TABLE")
    table = Name("") if cursor.skip("DATABASE", "SCHEMA", "ALL SERVER") else cursor.name()
    _body(cursor)
    return CreateTrigger(table, name.name, replace=replaces)


def _routine(cursor: Cursor, *, replaces: bool) -> Operation:
    procedure = cursor.one_of("PROCEDURE", "PROC", "FUNCTION") != "FUNCTION"
    cursor.skip("IF NOT EXISTS")
    name = cursor.name()
    body = _body(cursor)
    language = {"tsql": "tsql", "oracle": "plsql"}.get(cursor.dialect.name, "sql")
    return CreateFunction(name, language=language, replace=replaces, procedure=procedure, body=body)


def _body(cursor: Cursor) -> str:
    if cursor.done:
        raise cursor.unexpected()
    return cursor.rest().written()


def _what(cursor: Cursor, *more: str) -> str:
    what = cursor.one_of(*more, *_OBJECTS).lower()
    return {"proc": "procedure"}.get(what, what)


def _any_name(cursor: Cursor) -> Name:
    """Read a name, which may be that of an account or stand after `::`."""
    token = cursor.peek()
    if token.kind == "string":
        cursor.take()
        return Name(token.text)
    name = cursor.name()
    if cursor.skip("::"):
        name = cursor.name()
    return name


_MODULES = ("VIEW", "TRIGGER", "PROCEDURE", "PROC", "FUNCTION")
_OBJECTS = (
    "SCHEMA",
    "DATABASE LINK",
    "DATABASE",
    "SEQUENCE",
    "SYNONYM",
    "TYPE BODY",
    "TYPE",
    "PACKAGE BODY",
    "PACKAGE",
    "USER",
    "LOGIN",
    "ROLE",
    "PROFILE",
    "TABLESPACE",
    "DIRECTORY",
    "STATISTICS",
    "PARTITION FUNCTION",
    "PARTITION SCHEME",
    "FULLTEXT CATALOG",
    "FULLTEXT INDEX",
    "FULLTEXT STOPLIST",
    "RULE",
    "DEFAULT",
    "ASSEMBLY",
    "CERTIFICATE",
    "CREDENTIAL",
    "MASTER KEY",
    "SYMMETRIC KEY",
    "SECURITY POLICY",
    "EXTERNAL TABLE",
    "EXTERNAL DATA SOURCE",
    "EXTERNAL FILE FORMAT",
    "APPLICATION ROLE",
    "SERVICE",
    "QUEUE",
    "CONTEXT",
    "DOMAIN",
    "EXTENSION",
    "COLLATION",
    "JAVA SOURCE",
    "LIBRARY",
    "OPERATOR",
    "INDEXTYPE",
    "CLUSTER",
    "ROLLBACK SEGMENT",
    "VIEW LOG",
)
