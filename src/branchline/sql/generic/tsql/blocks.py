"""Batches of SQL Server, with IF, WHILE, BEGIN … END and TRY as far as they can be read.

Statements need no `;` between them. Those read token by token end by
themselves; the others end where the next word can only begin a statement.
"""

from collections.abc import Iterator
from contextlib import suppress

from branchline.model.operations.base import Operation
from branchline.model.operations.session import Begin, Commit, Rollback, RunBlock
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.readers import Table, chosen
from branchline.sql.generic.refused import Refused


def batch(cursor: Cursor, table: Table) -> Iterator[Operation]:
    """Read all that is left as statements and the words that steer them.

    Raises:
        Refused: a statement was not understood, and no IF, WHILE or BEGIN is there to
            excuse it.
    """
    found: list[Operation] = []
    steered = False
    refused: list[Refused] = []
    while not cursor.done and len(refused) < _PATIENCE:
        if cursor.skip(";"):
            continue
        if _steering(cursor):
            steered = True
            continue
        try:
            found += _one(cursor, table)
        except Refused as error:
            refused.append(error)
    cursor.rest()
    if refused and not steered:
        raise refused[0]
    if steered:
        yield RunBlock("tsql", dynamic=bool(refused))
    yield from found


def _steering(cursor: Cursor) -> bool:
    """Move past a word that steers; with a condition behind it, past that too."""
    if cursor.skip("IF", "WHILE"):
        cursor.until(*_STARTS)
        return True
    return cursor.skip(*_MARKS) or (not cursor.sees(*_TRANSACTIONS) and cursor.skip("BEGIN"))


def _one(cursor: Cursor, table: Table) -> list[Operation]:
    """Read one statement; a failed one is passed over up to where the next may begin."""
    for phrases, operation in _MARKED.items():
        if cursor.skip(*phrases):
            _skip_name(cursor)
            return [operation]
    start = cursor.at
    part = _part(cursor)
    if part.sees(*_TIGHT):
        whole = cursor.part(start, cursor.stop)
        with suppress(Refused):
            found = [*chosen(whole, table)(whole)]
            cursor.at = whole.at
            return found
    found = [*chosen(part, table)(part)]
    part.end()
    return found


def _part(cursor: Cursor) -> Cursor:
    """Return what one statement can be at most, and move past it."""
    start = cursor.at
    if cursor.sees(*_MODULES):
        return cursor.rest()
    stops: tuple[str, ...] = _STARTS
    if cursor.sees(*_PRIVILEGES):
        stops = (*_PRIVILEGES, "EXEC", "PRINT", "COMMIT", "ROLLBACK", "IF")
    elif not cursor.sees(*_SINGLE):
        stops = _ENDS if cursor.sees("MERGE", "WITH", "CREATE") else (*_ENDS, *_ROWS)
    inserts = cursor.sees("INSERT")
    cursor.take()
    cursor.until(";", "END", "ELSE", *stops)
    while cursor.skip("GRANT OPTION"):
        cursor.until(";", "END", "ELSE", *stops)
    if inserts and cursor.sees("EXEC", "EXECUTE"):
        cursor.take()
        cursor.until(";", "END", "ELSE", *_STARTS)
    return cursor.part(start, cursor.at)


def _skip_name(cursor: Cursor) -> None:
    """Skip the name of a transaction: a word that can begin or end nothing."""
    token = cursor.peek()
    if token.kind in {"variable", "name"} or (
        token.kind == "word" and token.key not in {*_STARTS, "END", "ELSE", "WITH"}
    ):
        cursor.take()


def _exactly(part: Cursor, table: Table) -> Iterator[Operation]:
    probe = part.part(part.at, part.stop)
    yield from chosen(probe, table)(probe)
    probe.end()


_PATIENCE = 50  # statements that are not understood
_TRANSACTIONS = ("BEGIN TRANSACTION", "BEGIN TRAN", "BEGIN DISTRIBUTED")
_MARKS = (
    ";",
    "BEGIN TRY",
    "END TRY",
    "BEGIN CATCH",
    "END CATCH",
    "ELSE",
    "END",
)
_ENDS = (
    "CREATE",
    "EXEC",
    "EXECUTE",
    "PRINT",
    "TRUNCATE",
    "DECLARE",
    "IF",
    "WHILE",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "RAISERROR",
    "THROW",
    "RETURN",
    "ALTER",
    "DROP",
    "BREAK",
)
_ROWS = ("INSERT", "UPDATE", "DELETE", "MERGE")
_STARTS = (*_ENDS, *_ROWS, "SELECT", "SET", "WITH", "GRANT", "REVOKE", "DENY")
_PRIVILEGES = ("GRANT", "REVOKE", "DENY")
_MARKED: dict[tuple[str, ...], Operation] = {
    _TRANSACTIONS: Begin(),
    ("COMMIT TRANSACTION", "COMMIT TRAN", "COMMIT WORK", "COMMIT"): Commit(),
    ("ROLLBACK TRANSACTION", "ROLLBACK TRAN", "ROLLBACK WORK", "ROLLBACK"): Rollback(),
}
_SINGLE = ("EXEC", "EXECUTE", "PRINT", "DECLARE", "RAISERROR", "THROW", "RETURN", "SET", "BREAK")
# These readers stop by themselves, whatever stands behind.
_TIGHT = ("ALTER TABLE", "DROP", "TRUNCATE")
# These must stand alone in their batch, and have it all.
_MODULES = tuple(
    f"{verb} {kind}"
    for verb in ("CREATE", "ALTER", "CREATE OR ALTER")
    for kind in ("PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "VIEW", "SCHEMA")
)
