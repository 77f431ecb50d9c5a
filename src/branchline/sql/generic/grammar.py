"""What sqlglot forgives and servers do not, and what servers take and sqlglot does not.

The text that sqlglot gets is as long as the one that was written, so that every
offset in it holds.
"""

from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.lexer import Token


def accepted(cursor: Cursor) -> str:
    """Return the text of a query or change of rows as sqlglot takes it.

    Raises:
        Refused: sqlglot would take it, and the server does not.
    """
    _check_pairs(cursor)
    if cursor.dialect.name == "sqlite":
        return _sqlite(cursor)
    return cursor.written()


def _check_pairs(cursor: Cursor) -> None:
    """Refuse a comma or a SELECT with nothing behind it."""
    tokens = cursor.tokens
    for at in range(cursor.at, cursor.stop):
        key = tokens[at].key
        if key in _OPENS:
            after = tokens[at + 1] if at + 1 < cursor.stop else Token("end", "", 0, 0)
            if after.kind == "end" or after.key in _OPENS[key]:
                raise cursor.part(at + 1, cursor.stop).unexpected()


def _sqlite(cursor: Cursor) -> str:
    for at in range(cursor.at, cursor.stop):
        probe = cursor.part(at, cursor.stop)
        key = probe.peek().key
        if key in _CHANGES and _begins(cursor, at):
            return _sqlite_change(cursor, probe)
        if key == "SELECT" and _begins(cursor, at):
            break
    return cursor.written()


def _begins(cursor: Cursor, at: int) -> bool:
    """Whether a token stands first, or right behind the parts of a WITH."""
    return at == cursor.at or (cursor.sees("WITH") and cursor.tokens[at - 1].key == ")")


def _sqlite_change(cursor: Cursor, probe: Cursor) -> str:
    start, first = cursor.offset, probe.take()
    end = first.end
    if first.key != "DELETE" and probe.skip("OR") and first.key != "REPLACE":
        probe.one_of("ROLLBACK", "ABORT", "REPLACE", "FAIL", "IGNORE")
        end = probe.tokens[probe.at - 1].end
    if first.key == "DELETE":
        probe.expect("FROM")
        _refuse(probe, "USING")
    elif first.key == "UPDATE":
        _refuse(probe, "JOIN")
    else:
        probe.expect("INTO")
        _refuse_words(probe)
    word = "INSERT" if first.key == "REPLACE" else first.key
    text = cursor.text
    head = text[start : first.start] + word.ljust(end - first.start)
    return head + text[end : cursor.tokens[cursor.stop - 1].end]


def _refuse(probe: Cursor, *words: str) -> None:
    """Refuse a word outside of parentheses, up to WHERE or SET."""
    rest = probe.part(probe.at, probe.stop).until("WHERE", "SET", "RETURNING", *words)
    follows = probe.part(rest.stop, probe.stop)
    if follows.sees(*words):
        raise follows.unexpected()


def _refuse_words(probe: Cursor) -> None:
    probe.name()
    if probe.skip("AS"):
        probe.identifier()
    if probe.sees("("):
        probe.names()
    if not probe.sees("VALUES", "SELECT", "WITH", "DEFAULT VALUES"):
        raise probe.unexpected()
    probe.until("ON DUPLICATE")
    probe.end()


_CHANGES = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE"})
_CLAUSES = frozenset({")", ",", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION"})
_OPENS = dict.fromkeys((",", "SELECT"), _CLAUSES)
