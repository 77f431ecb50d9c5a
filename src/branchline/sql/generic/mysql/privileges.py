"""GRANT and REVOKE of MySQL: privileges on things, or roles to accounts."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.session import Grant, Revoke
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.mysql.objects import account


def grant(cursor: Cursor) -> Iterator[Operation]:
    """Read GRANT; what follows WITH and REQUIRE only sets limits."""
    cursor.expect("GRANT")
    privileges = _privileges(cursor)
    what, objects = _target(cursor)
    cursor.expect("TO")
    roles = _accounts(cursor)
    option = any(
        cursor.part(at, cursor.stop).sees("GRANT OPTION", "ADMIN OPTION")
        for at in range(cursor.at, cursor.stop)
    )
    cursor.rest()
    every = bool(privileges) and privileges[0].startswith("all")
    yield Grant(privileges, what, objects, roles, every=every, grant_option=option)


def revoke(cursor: Cursor) -> Iterator[Operation]:
    """Read REVOKE."""
    cursor.expect("REVOKE")
    cursor.skip("IF EXISTS")
    privileges = _privileges(cursor)
    what, objects = _target(cursor)
    cursor.expect("FROM")
    roles = _accounts(cursor)
    cursor.skip("IGNORE UNKNOWN USER")
    yield Revoke(privileges, what, objects, roles)


def _privileges(cursor: Cursor) -> tuple[str, ...]:
    found = []
    for part in cursor.until("ON", "TO", "FROM").commas():
        words = []
        while not part.done:
            if part.sees("("):
                part.inside()
                continue
            token = part.peek()
            if token.kind not in {"word", "name", "string", "variable"}:
                raise part.unexpected()
            words.append(part.take().text.lower())
        if not words:
            raise part.unexpected()
        found.append(" ".join(words).replace(" @ ", "@"))
    return tuple(found)


def _target(cursor: Cursor) -> tuple[str, tuple[Name, ...]]:
    if not cursor.skip("ON"):
        return "role", ()
    what = "table"
    if cursor.sees("TABLE", "FUNCTION", "PROCEDURE", "PACKAGE"):
        what = cursor.word().lower()
    if cursor.skip("* . *"):
        return "global", (Name("*", "*"),)
    if cursor.skip("*"):
        return "schema", (Name("*"),)
    first = cursor.identifier(column=False)
    if not cursor.skip("."):
        return what, (Name(first),)
    if cursor.skip("*"):
        return "schema", (Name("*", first),)
    return what, (Name(cursor.identifier(column=False), first),)


def _accounts(cursor: Cursor) -> tuple[str, ...]:
    found = []
    while True:
        found.append(account(cursor).name)
        if cursor.skip("IDENTIFIED BY PASSWORD", "IDENTIFIED BY"):
            cursor.word()
        elif cursor.skip("IDENTIFIED WITH", "IDENTIFIED VIA"):
            cursor.word()
            if cursor.skip("AS", "USING", "BY"):
                cursor.word()
        if not cursor.skip(","):
            return tuple(found)
