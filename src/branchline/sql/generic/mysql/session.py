"""Transactions, settings, locks and upkeep of MySQL."""

from collections.abc import Iterator

from branchline.model.operations.base import Operation
from branchline.model.operations.session import (
    Analyze,
    Begin,
    Commit,
    LockTable,
    Other,
    Rollback,
    RunBlock,
    Savepoint,
    Select,
    SetVariable,
    Vacuum,
)
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression
from branchline.sql.generic.mysql.objects import names
from branchline.sql.generic.mysql.tables import wait


def begin(cursor: Cursor) -> Iterator[Operation]:
    """Read BEGIN and START TRANSACTION."""
    if cursor.skip("START TRANSACTION"):
        while cursor.skip("WITH CONSISTENT SNAPSHOT", "READ ONLY", "READ WRITE"):
            cursor.skip(",")
    else:
        cursor.expect("BEGIN")
        cursor.skip("WORK")
    yield Begin()


def commit(cursor: Cursor) -> Iterator[Operation]:
    """Read COMMIT."""
    cursor.expect("COMMIT")
    cursor.skip("WORK")
    _chain(cursor)
    yield Commit()


def rollback(cursor: Cursor) -> Iterator[Operation]:
    """Read ROLLBACK, and ROLLBACK TO a savepoint."""
    cursor.expect("ROLLBACK")
    cursor.skip("WORK")
    if cursor.skip("TO SAVEPOINT", "TO"):
        cursor.identifier()
        yield Savepoint()
    else:
        _chain(cursor)
        yield Rollback()


def savepoint(cursor: Cursor) -> Iterator[Operation]:
    """Read SAVEPOINT and RELEASE SAVEPOINT."""
    cursor.expect("SAVEPOINT", "RELEASE SAVEPOINT")
    cursor.identifier()
    yield Savepoint()


def setting(cursor: Cursor) -> Iterator[Operation]:
    """Read SET in all its forms; each variable is an operation."""
    cursor.expect("SET")
    if cursor.skip("STATEMENT"):
        # MariaDB: for the statement behind FOR only, which is read on its own.
        cursor.until("FOR")
        cursor.expect("FOR")
        yield Other("set statement")
        cursor.rest()
        return
    if cursor.sees("PASSWORD", "ROLE", "DEFAULT ROLE", "RESOURCE GROUP"):
        yield Other(f"set {cursor.take().text.lower()}")
        cursor.rest()
        return
    for part in cursor.commas():
        yield _variable(part)
        part.end()


def _variable(cursor: Cursor) -> SetVariable:
    if cursor.skip("NAMES", "CHARACTER SET", "CHARSET"):
        value = cursor.word()
        if cursor.skip("COLLATE"):
            cursor.word()
        return SetVariable("names", value.lower())
    scope = "session"
    if cursor.sees(*_SCOPES):
        scope = _SCOPES[cursor.one_of(*_SCOPES)]
    if cursor.skip("TRANSACTION"):
        return SetVariable("transaction", cursor.rest().written().lower(), scope)
    token = cursor.peek()
    if token.kind == "variable":
        name = cursor.take().text
        if name.startswith("@@"):
            scope, name = _scoped(name[2:], scope)
    else:
        name = ".".join(part for part in reversed(cursor.name()) if part).lower()
    cursor.expect("=", ":=")
    text = _value(cursor.rest())
    return SetVariable(name.replace("`", ""), None if text.upper() == "DEFAULT" else text, scope)


def _value(cursor: Cursor) -> str:
    """Return the text of a value; words such as ON stand for themselves here."""
    token = cursor.peek()
    if cursor.stop - cursor.at == 1 and token.kind != "mark":
        return token.text
    return expression(cursor).text


def _scoped(name: str, scope: str) -> tuple[str, str]:
    head, _, rest = name.partition(".")
    known = _SCOPES.get(head.upper())
    return (known, rest.lower()) if known and rest else (scope, name.lower())


def lock_tables(cursor: Cursor) -> Iterator[Operation]:
    """Read LOCK TABLES."""
    cursor.expect("LOCK TABLES", "LOCK TABLE")
    for part in cursor.commas():
        table = part.name()
        mode = _lock_mode(part)
        part.end()
        yield LockTable(table, mode)
    wait(cursor)


def _lock_mode(cursor: Cursor) -> str:
    if not cursor.sees("READ", "WRITE", "LOW_PRIORITY"):
        cursor.skip("AS")
        cursor.identifier()
    mode = cursor.one_of("READ LOCAL", "READ", "LOW_PRIORITY WRITE", "WRITE CONCURRENT", "WRITE")
    wait(cursor)
    return mode


def maintain(cursor: Cursor) -> Iterator[Operation]:
    """Read ANALYZE, OPTIMIZE, CHECK, REPAIR and CHECKSUM TABLE."""
    what = cursor.one_of("ANALYZE", "OPTIMIZE", "CHECK", "REPAIR", "CHECKSUM")
    cursor.skip("NO_WRITE_TO_BINLOG", "LOCAL")
    cursor.expect("TABLE", "TABLES", "VIEW")
    tables = tuple(names(cursor))
    if not cursor.sees(","):
        cursor.rest()
    if what == "ANALYZE":
        yield Analyze(tables)
    elif what == "OPTIMIZE":
        yield Vacuum(tables, full=True)
    else:
        yield Other(f"{what.lower()} table")


def call(cursor: Cursor) -> Iterator[Operation]:
    """Read CALL."""
    cursor.expect("CALL")
    name = cursor.name()
    if cursor.sees("("):
        cursor.inside()
    yield Select(functions=(str(name).lower(),))


def do(cursor: Cursor) -> Iterator[Operation]:
    """Read DO: expressions for their effect."""
    cursor.expect("DO")
    found = [expression(part) for part in cursor.commas()]
    yield Select(functions=tuple(name for one in found for name in one.functions))


def dynamic(cursor: Cursor) -> Iterator[Operation]:
    """Read PREPARE and EXECUTE: what runs is known only then."""
    kind = cursor.one_of("PREPARE", "EXECUTE IMMEDIATE", "EXECUTE")
    if kind != "EXECUTE IMMEDIATE":
        cursor.identifier()
    if kind == "PREPARE":
        cursor.expect("FROM")
    if kind != "EXECUTE" and cursor.done:
        raise cursor.unexpected()
    cursor.rest()
    yield RunBlock("sql", dynamic=True)


def block(cursor: Cursor) -> Iterator[Operation]:
    """Read a compound statement of MariaDB, outside of any routine."""
    cursor.rest()
    yield RunBlock("sql", dynamic=True)


def use(cursor: Cursor) -> Iterator[Operation]:
    """Read USE."""
    cursor.expect("USE")
    yield Other(f"use {cursor.identifier(column=False)}")


def other(cursor: Cursor) -> Iterator[Operation]:
    """Read what neither changes schema nor rows, by its first two words."""
    words = [cursor.take().text.lower()]
    if cursor.done and words[0] in _TRANSITIVE:
        raise cursor.unexpected()
    if cursor.peek().kind == "word":
        words.append(cursor.take().text.lower())
    cursor.rest()
    yield Other(" ".join(words))


def _chain(cursor: Cursor) -> None:
    cursor.skip("AND CHAIN", "AND NO CHAIN")
    cursor.skip("RELEASE", "NO RELEASE")


_TRANSITIVE = frozenset({"show", "describe", "desc", "explain", "help", "kill", "flush", "reset"})
_SCOPES = {
    "GLOBAL": "global",
    "SESSION": "session",
    "LOCAL": "session",
    "PERSIST": "persist",
    "PERSIST_ONLY": "persist",
}
