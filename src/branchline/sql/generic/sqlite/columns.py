"""Columns of SQLite and of standard SQL, with the constraints written beside them."""

from branchline.model.operations.base import Column, Constraint, ConstraintKind, Expression
from branchline.model.value import replace
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression
from branchline.sql.generic.sqlite.constraints import check, conflict, references
from branchline.sql.generic.sqlite.types import sqlite_type


def column(cursor: Cursor) -> Column:
    """Read a column definition up to the end of the cursor, or to what is no part of it."""
    made = Column(cursor.identifier())
    made = replace(made, type=sqlite_type(cursor))
    name = ""
    while not cursor.done:
        if cursor.skip("CONSTRAINT"):
            name = cursor.identifier()
            continue
        found = _clause(cursor, made, name)
        if found is None:
            break
        made, name = found, ""
    return made


def _clause(cursor: Cursor, made: Column, name: str) -> Column | None:  # noqa: PLR0911 - a clause each
    if cursor.skip("NOT NULL"):
        conflict(cursor)
        return _not_null(made, name)
    if cursor.skip("NULL"):
        conflict(cursor)
        return made
    if cursor.skip("PRIMARY KEY"):
        return _primary_key(cursor, made, name)
    if cursor.skip("UNIQUE"):
        conflict(cursor)
        return _with(made, Constraint(ConstraintKind.UNIQUE, name, columns=(made.name,)))
    if cursor.skip("CHECK"):
        return _with(made, check(cursor, name))
    if cursor.skip("DEFAULT"):
        return replace(made, default=_default(cursor))
    if cursor.skip("COLLATE"):
        return replace(made, collation=cursor.word().lower())
    if cursor.sees("REFERENCES"):
        return _with(made, references(cursor, (made.name,), name))
    if cursor.skip("GENERATED ALWAYS AS", "AS"):
        return _generated(cursor, made)
    return None


def _not_null(made: Column, name: str) -> Column:
    made = replace(made, not_null=True)
    if not name:
        return made
    return _with(made, Constraint(ConstraintKind.NOT_NULL, name, columns=(made.name,)))


def _primary_key(cursor: Cursor, made: Column, name: str) -> Column:
    cursor.skip("ASC", "DESC")
    conflict(cursor)
    made = _with(made, Constraint(ConstraintKind.PRIMARY_KEY, name, columns=(made.name,)))
    return replace(made, identity=True) if cursor.skip("AUTOINCREMENT") else made


def _generated(cursor: Cursor, made: Column) -> Column:
    value = expression(cursor.inside())
    kind = cursor.one_of("STORED", "VIRTUAL") if cursor.sees("STORED", "VIRTUAL") else "VIRTUAL"
    return replace(made, generated=kind.lower(), expression=value)


def _default(cursor: Cursor) -> Expression:
    if cursor.sees("("):
        start = cursor.at
        inner = cursor.inside()
        found = expression(inner)
        return replace(found, text=cursor.part(start, cursor.at).written())
    start = cursor.at
    signed = cursor.skip("-", "+")
    token = cursor.peek()
    if token.kind not in {"number", "string", "word", "name"} or (
        token.kind in {"word", "name"} and signed
    ):
        raise cursor.unexpected()
    if token.kind == "word" and token.key in cursor.dialect.reserved - {"NULL"}:
        raise cursor.unexpected()
    cursor.take()
    if token.kind == "name" or (token.kind == "word" and token.key not in _WORDS):
        # SQLite takes any bare name as a string.
        return Expression(token.text, constant=True, strings=(token.text,))
    return expression(cursor.part(start, cursor.at))


def _with(made: Column, constraint: Constraint) -> Column:
    return replace(made, constraints=(*made.constraints, constraint))


_WORDS = frozenset({"NULL", "TRUE", "FALSE", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"})
