"""Anonymous PL/SQL: what stands in its strings and between its `;`, as far as it can be read."""

from collections.abc import Iterator

from branchline.model.operations.base import Operation
from branchline.model.operations.session import RunBlock
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.lexer import Token, tokens
from branchline.sql.generic.readers import Table, chosen
from branchline.sql.generic.refused import Refused


def block(cursor: Cursor, table: Table) -> Iterator[Operation]:
    """Read BEGIN … END and DECLARE … BEGIN … END."""
    found: list[Operation] = []
    dynamic = unquoted = False
    while not cursor.done:
        if cursor.skip("EXECUTE IMMEDIATE"):
            code = cursor.until(";", "USING", "INTO", "RETURNING")
            operations = _literal(code, table)
            found += operations
            dynamic = dynamic or not operations
            unquoted = unquoted or any(token.key == "||" for token in _tokens(code))
        elif cursor.sees("INSERT", "UPDATE", "DELETE", "MERGE"):
            found += _rows(cursor, table)
        else:
            cursor.take()
    yield RunBlock("plsql", dynamic=dynamic, unquoted=unquoted)
    yield from found


def _literal(code: Cursor, table: Table) -> list[Operation]:
    token = code.peek()
    if token.kind != "string" or code.stop - code.at != 1:
        return []
    try:
        inner = Cursor(token.text, tokens(token.text, "oracle"), code.dialect)
        found = [] if inner.done else [*chosen(inner, table)(inner)]
        inner.skip(";")
        inner.end()
    except Refused:
        return []
    return found


def _rows(cursor: Cursor, table: Table) -> list[Operation]:
    start = cursor.at
    cursor.take()
    cursor.until(";")
    part = cursor.part(start, cursor.at)
    try:
        return [*chosen(part, table)(part)]
    except Refused:
        return []


def _tokens(cursor: Cursor) -> list[Token]:
    return cursor.tokens[cursor.at : cursor.stop]
