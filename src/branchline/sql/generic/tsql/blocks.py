"""IF, WHILE, BEGIN … END and TRY of SQL Server: what they may run, as far as it can be read.

Statements need no `;` between them here. Those read token by token end by
themselves; rows end where the next word can only begin a statement.
"""

from collections.abc import Iterator

from branchline.model.operations.base import Operation
from branchline.model.operations.session import Begin, Commit, Rollback, RunBlock
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.readers import Table, chosen
from branchline.sql.generic.refused import Refused


def block(cursor: Cursor, table: Table) -> Iterator[Operation]:
    """Read all that is left as statements and the words that steer them."""
    found: list[Operation] = []
    unread = 0
    while not cursor.done and unread < _PATIENCE:
        if cursor.skip(*_MARKS):
            continue
        if not cursor.sees(*_TRANSACTIONS) and cursor.skip("BEGIN"):
            continue
        if cursor.skip("IF", "WHILE"):
            cursor.until(*_STARTS)
            continue
        try:
            found += _one(cursor, table)
        except Refused:
            unread += 1
    cursor.rest()
    yield RunBlock("tsql", dynamic=bool(unread))
    yield from found


def _one(cursor: Cursor, table: Table) -> list[Operation]:
    for phrases, operation in _MARKED.items():
        if cursor.skip(*phrases):
            _skip_name(cursor)
            return [operation]
    start = cursor.at
    stops = _STARTS if cursor.sees(*_SINGLE) else _ENDS
    cursor.take()
    cursor.until(";", "END", "ELSE", *stops)
    part = cursor.part(start, cursor.at)
    if part.sees("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "WITH"):
        found = [*chosen(part, table)(part)]
        part.end()
        return found
    whole = cursor.part(start, cursor.stop)
    if part.sees(*_LOOSE):
        whole = part
    try:
        found = [*chosen(whole, table)(whole)]
    except Refused:
        return [*_exactly(part, table)]
    cursor.at = whole.at
    return found


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
_STARTS = (*_ENDS, "INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "SET", "GRANT")
_MARKED: dict[tuple[str, ...], Operation] = {
    _TRANSACTIONS: Begin(),
    ("COMMIT TRANSACTION", "COMMIT TRAN", "COMMIT WORK", "COMMIT"): Commit(),
    ("ROLLBACK TRANSACTION", "ROLLBACK TRAN", "ROLLBACK WORK", "ROLLBACK"): Rollback(),
}
_SINGLE = ("EXEC", "EXECUTE", "PRINT", "DECLARE", "RAISERROR", "THROW", "RETURN", "SET", "BREAK")
# These readers take all that is left.
_LOOSE = (*_SINGLE, "GRANT", "CREATE", "ALTER INDEX")
