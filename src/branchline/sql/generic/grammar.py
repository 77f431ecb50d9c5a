"""What sqlglot forgives and servers do not, and what servers take and sqlglot does not.

The text that sqlglot gets is as long as the one that was written, so that every
offset in it holds.
"""

from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.lexer import Token
from branchline.sql.generic.shorten import Shortened


def accepted(cursor: Cursor) -> str:
    """Return the text of a query or change of rows as sqlglot takes it, as long as it was.

    Raises:
        Refused: sqlglot would take it, and the server does not.
    """
    _check_pairs(cursor)
    if cursor.dialect.name == "sqlite":
        return _sqlite(cursor)
    if cursor.dialect.mysql:
        return _mysql(cursor)
    return _without_top(cursor) if cursor.dialect.name == "tsql" else cursor.written()


def without_rows(cursor: Cursor, text: str) -> Shortened:
    """Return the accepted text with only the first rows of a long VALUES.

    The rows left out have been read as tokens, so their parentheses are closed.
    """
    probe = cursor.part(cursor.at, cursor.stop)
    probe.until("VALUES")
    probe.skip("VALUES")
    low = high = rows = 0
    while probe.sees("("):
        probe.inside()
        rows += 1
        high = probe.tokens[probe.at - 1].end
        low = high if rows <= _ROWS else low
        if not probe.skip(","):
            break
    if rows <= _ROWS:
        return Shortened(text)
    low, high = low - cursor.offset, high - cursor.offset
    return Shortened(text[:low] + text[high:], low, high - low)


def _check_pairs(cursor: Cursor) -> None:
    """Refuse a comma or a SELECT with nothing behind it."""
    tokens = cursor.tokens
    for at in range(cursor.at, cursor.stop):
        key = tokens[at].key
        if key in _OPENS:
            after = tokens[at + 1] if at + 1 < cursor.stop else Token("end", "", 0, 0)
            if after.kind == "end" or after.key in _OPENS[key]:
                raise cursor.part(at + 1, cursor.stop).unexpected()


def limited(cursor: Cursor) -> bool:
    """Whether a change of rows says TOP, which sqlglot is not shown."""
    probe = _main(cursor)
    return probe is not None and probe.sees(*_TOPS)


def _without_top(cursor: Cursor) -> str:
    probe = _main(cursor)
    if probe is None or not probe.skip(*_TOPS):
        return cursor.written()
    start = probe.at - 1
    if probe.sees("("):
        probe.inside()
    else:
        probe.take()
    probe.skip("PERCENT")
    return _blanked(cursor, start, probe.at, "")


def _main(cursor: Cursor) -> Cursor | None:
    """Return a cursor at the INSERT, UPDATE or DELETE itself, behind the parts of a WITH."""
    for at in range(cursor.at, cursor.stop):
        first = at == cursor.at or (cursor.sees("WITH") and cursor.tokens[at - 1].key == ")")
        if first and cursor.tokens[at].key in _CHANGES:
            return cursor.part(at, cursor.stop)
        if first and cursor.tokens[at].key == "SELECT":
            break
    return None


def _sqlite(cursor: Cursor) -> str:
    probe = _main(cursor)
    if probe is None:
        return cursor.written()
    start, first = probe.at, probe.take()
    if first.key in {"INSERT", "UPDATE"} and probe.skip("OR"):
        probe.one_of("ROLLBACK", "ABORT", "REPLACE", "FAIL", "IGNORE")
    stop = probe.at
    if first.key == "DELETE":
        probe.expect("FROM")
        _refuse(probe, "USING")
    elif first.key == "UPDATE":
        _refuse(probe, "JOIN")
    else:
        probe.expect("INTO")
        _check_insert(probe, "VALUES", "SELECT", "WITH", "DEFAULT VALUES")
        _refuse(probe, "ON DUPLICATE")
    return _without(cursor, start, stop)


def _mysql(cursor: Cursor) -> str:
    probe = _main(cursor)
    if probe is None:
        return _mysql_select(cursor)
    start, first = probe.at, probe.take()
    while probe.skip("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "IGNORE"):
        pass
    stop = probe.at
    if first.key == "DELETE":
        _check_delete(probe)
    elif first.key != "UPDATE":
        probe.skip("INTO")
        _check_insert(probe, "VALUES", "VALUE", "SELECT", "WITH", "SET", "(", "TABLE")
        _refuse(probe, "ON CONFLICT")
    return _without(cursor, start, stop)


def _mysql_select(cursor: Cursor) -> str:
    """Blank out where a SELECT puts its rows."""
    text = cursor.written()
    probe = cursor.part(cursor.at, cursor.stop)
    probe.until("INTO")
    if probe.done:
        return text
    start = probe.at
    probe.take()
    probe.until("FROM", "WHERE", "FOR UPDATE", "LOCK IN", "UNION")
    return _blanked(cursor, start, probe.at, "")


def _check_delete(probe: Cursor) -> None:
    if probe.skip("FROM"):
        return
    while True:
        probe.name()
        probe.skip(". *")
        if not probe.skip(","):
            break
    probe.expect("FROM")


def _check_insert(probe: Cursor, *bodies: str) -> None:
    probe.name()
    if probe.skip("AS"):
        probe.identifier()
    if probe.skip("PARTITION"):
        probe.names()
    if probe.sees("( )"):
        probe.inside()
    elif probe.sees("(") and not probe.sees("( SELECT", "( WITH"):
        probe.names()
    if not probe.sees(*bodies):
        raise probe.unexpected()


def _refuse(probe: Cursor, *words: str) -> None:
    """Refuse a word outside of parentheses, up to WHERE or SET."""
    rest = probe.part(probe.at, probe.stop).until("WHERE", "SET", "RETURNING", *words)
    follows = probe.part(rest.stop, probe.stop)
    if follows.sees(*words):
        raise follows.unexpected()


def _without(cursor: Cursor, start: int, stop: int) -> str:
    """Return the text with the words of a change from `start` to `stop` as one plain word."""
    word = cursor.tokens[start].key
    return _blanked(cursor, start, stop, "INSERT" if word == "REPLACE" else word)


def _blanked(cursor: Cursor, start: int, stop: int, word: str) -> str:
    """Return the text with `word` and blanks in the place of some of its tokens."""
    text, tokens, first = cursor.text, cursor.tokens, cursor.offset
    low, high, end = tokens[start].start, tokens[stop - 1].end, tokens[cursor.stop - 1].end
    return text[first:low] + word.ljust(high - low) + text[high:end]


_ROWS = 100
_TOPS = ("UPDATE TOP", "DELETE TOP", "INSERT TOP")
_CHANGES = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE"})
_CLAUSES = frozenset({")", ",", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION"})
_OPENS = dict.fromkeys((",", "SELECT"), _CLAUSES)
