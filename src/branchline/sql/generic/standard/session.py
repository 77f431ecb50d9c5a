"""Transactions, settings and privileges outside of MySQL and SQLite."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.session import (
    Begin,
    Commit,
    Grant,
    LockTable,
    Other,
    Revoke,
    Rollback,
    Savepoint,
    Select,
    SetVariable,
)
from branchline.sql.generic.cursor import Cursor


def begin(cursor: Cursor) -> Iterator[Operation]:
    """Read BEGIN TRANSACTION and START TRANSACTION."""
    cursor.expect("BEGIN DISTRIBUTED", "BEGIN", "START")
    cursor.skip("TRANSACTION", "TRAN", "WORK")
    cursor.rest()
    yield Begin()


def commit(cursor: Cursor) -> Iterator[Operation]:
    """Read COMMIT and standard SQL's END."""
    cursor.expect("COMMIT", "END")
    if cursor.skip("TRANSACTION", "TRAN") and not cursor.done and not cursor.sees("WITH"):
        cursor.take()
    cursor.skip("WORK")
    cursor.rest()
    yield Commit()


def rollback(cursor: Cursor) -> Iterator[Operation]:
    """Read ROLLBACK; with a name it goes to a savepoint, as far as can be told."""
    cursor.expect("ROLLBACK")
    cursor.skip("TRANSACTION", "TRAN", "WORK")
    if cursor.skip("TO SAVEPOINT", "TO"):
        cursor.identifier()
        yield Savepoint()
    else:
        cursor.rest()
        yield Rollback()


def savepoint(cursor: Cursor) -> Iterator[Operation]:
    """Read SAVEPOINT, RELEASE and SQL Server's SAVE TRANSACTION."""
    cursor.expect("SAVEPOINT", "RELEASE SAVEPOINT", "RELEASE", "SAVE TRANSACTION", "SAVE TRAN")
    cursor.take()
    yield Savepoint()


def setting(cursor: Cursor) -> Iterator[Operation]:
    """Read SET and Oracle's ALTER SESSION SET."""
    scope = "session"
    if cursor.skip("ALTER SYSTEM SET"):
        scope = "global"
    elif not cursor.skip("ALTER SESSION SET"):
        cursor.expect("SET")
    if cursor.skip("TRANSACTION", "ROLE", "CONSTRAINTS", "CONSTRAINT"):
        name = cursor.tokens[cursor.at - 1].text.lower()
        yield SetVariable(name, cursor.rest().written().lower(), "local")
        return
    while not cursor.done:
        yield from _assigned(cursor, scope)


def alter_session(cursor: Cursor) -> Iterator[Operation]:
    """Read ALTER SESSION that sets no variable, such as ENABLE PARALLEL DML."""
    cursor.expect("ALTER SESSION", "ALTER SYSTEM")
    words = cursor.rest().written().lower()
    yield Other(f"alter session {words}"[:_LONGEST])


def lock_table(cursor: Cursor) -> Iterator[Operation]:
    """Read LOCK TABLE."""
    cursor.expect("LOCK TABLE")
    tables = [cursor.name()]
    while cursor.skip(","):
        tables.append(cursor.name())
    cursor.expect("IN")
    mode = cursor.until("MODE").written().upper()
    cursor.expect("MODE")
    nowait = cursor.skip("NOWAIT")
    if cursor.skip("WAIT"):
        cursor.word()
    for table in tables:
        yield LockTable(table, mode, nowait)


def call(cursor: Cursor) -> Iterator[Operation]:
    """Read CALL."""
    cursor.expect("CALL")
    name = cursor.name()
    cursor.rest()
    yield Select(functions=(str(name).lower(),))


def grant(cursor: Cursor) -> Iterator[Operation]:
    """Read GRANT."""
    cursor.expect("GRANT")
    privileges = _privileges(cursor)
    what, objects = _target(cursor)
    cursor.expect("TO")
    roles = _roles(cursor)
    option = cursor.skip("WITH GRANT OPTION", "WITH ADMIN OPTION", "WITH HIERARCHY OPTION")
    cursor.rest()
    every = privileges[0].startswith("all")
    yield Grant(privileges, what, objects, roles, every=every, grant_option=option)


def revoke(cursor: Cursor) -> Iterator[Operation]:
    """Read REVOKE."""
    cursor.expect("REVOKE")
    cursor.skip("GRANT OPTION FOR", "ADMIN OPTION FOR")
    privileges = _privileges(cursor)
    what, objects = _target(cursor)
    cursor.expect("FROM", "TO")
    roles = _roles(cursor)
    cursor.skip("CASCADE CONSTRAINTS", "CASCADE", "RESTRICT", "FORCE")
    yield Revoke(privileges, what, objects, roles)


def other(cursor: Cursor) -> Iterator[Operation]:
    """Read what neither changes schema nor rows, by its first two words."""
    words = [cursor.take().text.lower()]
    if cursor.peek().kind == "word":
        words.append(cursor.take().text.lower())
    cursor.rest()
    yield Other(" ".join(words))


def _assigned(cursor: Cursor, scope: str) -> Iterator[Operation]:
    """Read one name and its value; SQL Server takes several names and one ON or OFF."""
    names = [cursor.word().lower() if cursor.peek().kind == "word" else cursor.take().text]
    while cursor.skip(","):
        names.append(cursor.word().lower())
    if not cursor.skip("=", "TO", "+=") and names == ["identity_insert"]:
        names = [f"identity_insert {cursor.name()}"]
    start = cursor.at
    token = cursor.take()
    if token.kind == "end":
        raise cursor.unexpected()
    if cursor.dialect.name != "oracle":
        cursor.rest()
    single = cursor.at - start == 1
    text = token.text if single else cursor.part(start, cursor.at).written()
    for name in names:
        yield SetVariable(name, text, scope)


def _privileges(cursor: Cursor) -> tuple[str, ...]:
    found = []
    for part in cursor.until("ON", "TO", "FROM").commas():
        words = part.until("(").written().lower()
        if part.sees("("):
            part.inside()
        part.end()
        if not words:
            raise part.unexpected()
        found.append(words)
    return tuple(found)


def _target(cursor: Cursor) -> tuple[str, tuple[Name, ...]]:
    if not cursor.skip("ON"):
        return "role", ()
    what = "table"
    if cursor.sees(*_KINDS) and cursor.peek(1).kind in {"word", "name"}:
        what = cursor.word().lower()
    name = cursor.name()
    if cursor.skip("::"):
        what = {"object": "table"}.get(name.name.lower(), name.name.lower())
        name = cursor.name()
    if cursor.sees("("):
        cursor.inside()
    return what, (name,)


def _roles(cursor: Cursor) -> tuple[str, ...]:
    found = [cursor.identifier()]
    while cursor.skip(","):
        found.append(cursor.identifier())
    return tuple(found)


_KINDS = ("DIRECTORY", "SCHEMA", "TABLE", "FUNCTION", "PROCEDURE", "SEQUENCE", "TYPE")
_LONGEST = 60  # characters of what a statement is called
