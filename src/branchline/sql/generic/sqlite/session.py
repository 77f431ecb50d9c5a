"""Transactions and settings of SQLite."""

from collections.abc import Iterator

from branchline.model.operations.base import Name, Operation
from branchline.model.operations.objects import CreateObject, DropObject
from branchline.model.operations.session import (
    Analyze,
    Begin,
    Commit,
    Other,
    Rollback,
    Savepoint,
    SetVariable,
    Vacuum,
)
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression


def begin(cursor: Cursor) -> Iterator[Operation]:
    """Read BEGIN."""
    cursor.expect("BEGIN")
    cursor.skip("DEFERRED", "IMMEDIATE", "EXCLUSIVE")
    _transaction(cursor)
    yield Begin()


def commit(cursor: Cursor) -> Iterator[Operation]:
    """Read COMMIT and END."""
    cursor.expect("COMMIT", "END")
    _transaction(cursor)
    yield Commit()


def rollback(cursor: Cursor) -> Iterator[Operation]:
    """Read ROLLBACK, and ROLLBACK TO a savepoint."""
    cursor.expect("ROLLBACK")
    _transaction(cursor)
    if cursor.skip("TO SAVEPOINT", "TO"):
        cursor.identifier()
        yield Savepoint()
    else:
        yield Rollback()


def savepoint(cursor: Cursor) -> Iterator[Operation]:
    """Read SAVEPOINT and RELEASE."""
    cursor.expect("SAVEPOINT", "RELEASE SAVEPOINT", "RELEASE")
    cursor.identifier()
    yield Savepoint()


def pragma(cursor: Cursor) -> Iterator[Operation]:
    """Read PRAGMA; one that only asks sets nothing."""
    cursor.expect("PRAGMA")
    name = cursor.name()
    inner = cursor.rest() if cursor.skip("=") else None
    if inner is None and cursor.sees("("):
        inner = cursor.inside()
    if inner is None:
        yield Other(f"pragma {name.name}")
        return
    value = inner.written()
    inner.skip("-", "+")
    token = inner.take()
    if token.kind not in {"word", "name", "string", "number"}:
        raise inner.unexpected()
    inner.end()
    yield SetVariable(name.name, token.text if token.kind in {"string", "name"} else value)


def vacuum(cursor: Cursor) -> Iterator[Operation]:
    """Read VACUUM."""
    cursor.expect("VACUUM")
    if not cursor.done and not cursor.sees("INTO"):
        cursor.identifier()
    if cursor.skip("INTO"):
        expression(cursor.rest())
    yield Vacuum()


def analyze(cursor: Cursor) -> Iterator[Operation]:
    """Read ANALYZE."""
    cursor.expect("ANALYZE")
    yield Analyze(() if cursor.done else (cursor.name(),))


def attach(cursor: Cursor) -> Iterator[Operation]:
    """Read ATTACH."""
    cursor.expect("ATTACH DATABASE", "ATTACH")
    where = cursor.until("AS")
    path = expression(where).text
    cursor.expect("AS")
    name = expression(cursor.rest())
    text = name.strings[0] if name.strings else name.text
    yield CreateObject("database", Name(text.lower()), options=(("file", path.strip("'")),))


def detach(cursor: Cursor) -> Iterator[Operation]:
    """Read DETACH: the file stays."""
    cursor.expect("DETACH DATABASE", "DETACH")
    yield DropObject("attachment", Name(cursor.identifier()))


def _transaction(cursor: Cursor) -> None:
    if cursor.skip("TRANSACTION") and not cursor.done and not cursor.sees("TO"):
        cursor.identifier()
