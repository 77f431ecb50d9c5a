"""Expressions inside definitions.

A plain constant is read here; anything more is sqlglot's, which is imported
only then.
"""

from branchline.model.operations.base import Expression
from branchline.sql.generic.cursor import Cursor


def expression(cursor: Cursor) -> Expression:
    """Read all that is left of a cursor as one expression."""
    if cursor.done:
        raise cursor.unexpected()
    rest = cursor.rest()
    return _constant(rest) or _parsed(rest)


def _constant(cursor: Cursor) -> Expression | None:
    start = cursor.at + (cursor.peek().key in {"-", "+"})
    if start + 1 != cursor.stop:
        return None
    token, text = cursor.tokens[start], cursor.written()
    signed = start != cursor.at
    if token.kind == "number":
        return Expression(text, constant=True, true=float_of(token.text) != 0)
    if token.kind == "string" and not signed:
        return Expression(text, constant=True, strings=(token.text,))
    if token.key in _CONSTANTS and not signed:
        return Expression(text, constant=True, null=token.key == "NULL", true=token.key == "TRUE")
    if token.key in _CLOCK and not signed:
        return Expression(text, functions=(token.key.lower(),))
    return None


def float_of(text: str) -> float:
    """Return the value of a number; 1 for one that Python does not read."""
    try:
        return float(text)
    except ValueError:
        return 1.0


def _parsed(cursor: Cursor) -> Expression:
    from branchline.sql.generic import queries

    return queries.condition(cursor)


_CONSTANTS = frozenset({"NULL", "TRUE", "FALSE"})
_CLOCK = frozenset({"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"})
