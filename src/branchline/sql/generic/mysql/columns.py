"""MySQL's column definitions, in CREATE TABLE and in ALTER TABLE."""

from collections.abc import Callable

from branchline.model.operations.base import Column, Constraint, ConstraintKind, Expression
from branchline.model.value import replace
from branchline.sql.generic.cursor import Cursor
from branchline.sql.generic.expressions import expression
from branchline.sql.generic.mysql.references import check, references
from branchline.sql.generic.mysql.types import sql_type


def column(cursor: Cursor) -> Column:
    """Read a column up to what is no part of its definition.

    `serial` is spelt out: an unsigned, unique, counting bigint. The attribute
    BINARY is the collation `_bin`, of whatever character set the column has.
    """
    made = Column(cursor.identifier())
    start = cursor.at
    made = replace(made, type=sql_type(cursor))
    if any(token.key == "BINARY" for token in cursor.tokens[start + 1 : cursor.at]):
        charset = made.type.charset if made.type is not None else ""
        made = replace(made, collation=f"{charset}_bin")
    if made.type is not None and made.type.name == "serial":
        kind = replace(made.type, name="bigint", unsigned=True)
        made = _unique(cursor, replace(made, type=kind, not_null=True, identity=True), "")
    name = ""
    while not cursor.done:
        if cursor.skip("CONSTRAINT"):
            name = "" if cursor.sees("CHECK", "REFERENCES") else cursor.identifier()
            continue
        clause = next((clause for phrase, clause in _CLAUSES.items() if cursor.skip(phrase)), None)
        if clause is None:
            break
        made, name = clause(cursor, made, name), ""
    return made


def position(cursor: Cursor) -> str:
    """Read FIRST or AFTER a column, as the operations say it."""
    if cursor.skip("FIRST"):
        return "first"
    return f"after {cursor.identifier()}" if cursor.skip("AFTER") else ""


def default(cursor: Cursor) -> Expression:
    """Read what follows DEFAULT: a constant, a function or an expression in parentheses."""
    start = cursor.at
    if cursor.sees("("):
        found = expression(cursor.inside())
        return replace(found, text=cursor.part(start, cursor.at).written())
    if cursor.skip("NEXT VALUE FOR"):
        cursor.name()
        return Expression(cursor.part(start, cursor.at).written(), functions=("nextval",))
    signed = cursor.skip("-", "+")
    token = cursor.take()
    takes = {"number"} if signed else {"number", "string", "word", "variable"}
    if token.kind not in takes or (
        token.kind == "word" and token.key in cursor.dialect.reserved - _VALUES
    ):
        cursor.at -= 1
        raise cursor.unexpected()
    if token.kind == "word" and cursor.sees("("):
        cursor.inside()
    value = cursor.part(start, cursor.at)
    if token.kind == "word" and token.key in _CLOCK:
        return Expression(value.written(), functions=(token.key.lower(),))
    return expression(value)


def _not_null(_: Cursor, made: Column, name: str) -> Column:
    del name
    return replace(made, not_null=True)


def _same(_: Cursor, made: Column, name: str) -> Column:
    del name
    return made


def _default(cursor: Cursor, made: Column, name: str) -> Column:
    del name
    return replace(made, default=default(cursor))


def _on_update(cursor: Cursor, made: Column, name: str) -> Column:
    del name
    cursor.one_of("CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP")
    if cursor.sees("("):
        cursor.inside()
    return made


def _counting(_: Cursor, made: Column, name: str) -> Column:
    del name
    return replace(made, identity=True)


def _primary(_: Cursor, made: Column, name: str) -> Column:
    return _with(made, Constraint(ConstraintKind.PRIMARY_KEY, name, columns=(made.name,)))


def _unique(cursor: Cursor, made: Column, name: str) -> Column:
    cursor.skip("KEY")
    return _with(made, Constraint(ConstraintKind.UNIQUE, name, columns=(made.name,)))


def _word(cursor: Cursor, made: Column, name: str) -> Column:
    del name
    cursor.skip("=")
    cursor.word()
    return made


def _collate(cursor: Cursor, made: Column, name: str) -> Column:
    del name
    cursor.skip("=")
    return replace(made, collation=cursor.word().lower())


def _charset(cursor: Cursor, made: Column, name: str) -> Column:
    del name
    cursor.skip("=")
    charset = cursor.word().lower()
    return replace(made, type=replace(made.type, charset=charset)) if made.type else made


def _check(cursor: Cursor, made: Column, name: str) -> Column:
    return _with(made, check(cursor, name))


def _references(cursor: Cursor, made: Column, name: str) -> Column:
    return _with(made, references(cursor, (made.name,), name))


def _generated(cursor: Cursor, made: Column, name: str) -> Column:
    del name
    value = expression(cursor.inside())
    stored = cursor.skip("STORED", "PERSISTENT")
    if not stored:
        cursor.skip("VIRTUAL")
    return replace(made, generated="stored" if stored else "virtual", expression=value)


def _compressed(cursor: Cursor, made: Column, name: str) -> Column:
    return _word(cursor, made, name) if cursor.sees("=") else made


def _with(made: Column, constraint: Constraint) -> Column:
    return replace(made, constraints=(*made.constraints, constraint))


_VALUES = frozenset(
    {"NULL", "TRUE", "FALSE", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP", "CURRENT_DATE"}
    | {"CURRENT_TIME", "CURRENT_USER", "UTC_TIMESTAMP", "UTC_DATE", "UTC_TIME"}
)
_CLOCK = frozenset({"CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"})
_CLAUSES: dict[str, Callable[[Cursor, Column, str], Column]] = {
    "NOT NULL": _not_null,
    "NULL": _same,
    "DEFAULT": _default,
    "ON UPDATE": _on_update,
    "AUTO_INCREMENT": _counting,
    "PRIMARY KEY": _primary,
    "KEY": _primary,
    "UNIQUE": _unique,
    "COMMENT": _word,
    "COLLATE": _collate,
    "CHARACTER SET": _charset,
    "CHARSET": _charset,
    "CHECK": _check,
    "REFERENCES": _references,
    "GENERATED ALWAYS AS ROW START": _same,
    "GENERATED ALWAYS AS ROW END": _same,
    "GENERATED ALWAYS AS": _generated,
    "AS": _generated,
    "VISIBLE": _same,
    "INVISIBLE": _same,
    "COLUMN_FORMAT": _word,
    "STORAGE": _word,
    "SRID": _word,
    "REF_SYSTEM_ID": _word,
    "ENGINE_ATTRIBUTE": _word,
    "SECONDARY_ENGINE_ATTRIBUTE": _word,
    "COMPRESSED": _compressed,
    "WITHOUT SYSTEM VERSIONING": _same,
    "WITH SYSTEM VERSIONING": _same,
}
